import { publishedKeys } from '../services/keys/keyRing.ts';
import { verifyByCode } from '../services/verification/verify.ts';
import { os } from './router.ts';

/** What anybody may call. */
export const publicRoutes = {
  verify: {
    verify: os.verify.verify.handler(({ input, context }) =>
      verifyByCode(context.central, input.code, {
        channel: 'api',
        address: context.address,
        agent: context.agent,
      }),
    ),
    keys: os.verify.keys.handler(async ({ context }) => ({
      keys: await publishedKeys(context.central.db.reader),
    })),
  },
};

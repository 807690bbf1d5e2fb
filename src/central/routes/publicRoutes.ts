import { publishedKeys } from '../services/keys/keyRing.ts';
import { os } from './router.ts';

/** What anybody may call. */
export const publicRoutes = {
  verify: {
    verify: os.verify.verify.handler(async ({ input, context, errors }) => {
      const { address, agent } = context;
      const asker = { channel: 'api', address, agent } as const;
      const answer = await context.verifier({ by: 'code', text: input.code, asker });
      if (answer.tag === 'answered') return answer.verification;
      throw errors.TOO_MANY_REQUESTS({ data: { retryAfterSeconds: answer.retryAfterSeconds } });
    }),
    keys: os.verify.keys.handler(async ({ context }) => ({
      keys: await publishedKeys(context.central.db.reader),
    })),
  },
};

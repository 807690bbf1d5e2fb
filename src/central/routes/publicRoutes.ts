import { addSigningKey, publishedKeys } from '../services/keys/keyRing.ts';
import { verificationCounts } from '../services/learning/reports.ts';
import { os } from './router.ts';

/** What anybody may call, and the keys behind it. */
export const publicRoutes = {
  verify: {
    verify: os.verify.verify.handler(async ({ input, context, errors }) => {
      const { address, agent } = context;
      const asker = { channel: 'api', address, agent } as const;
      const answer = await context.verifier({ by: 'code', text: input.code, asker });
      if (answer.tag === 'answered') return answer.verification;
      context.answerHeaders.set('Retry-After', String(answer.retryAfterSeconds));
      throw errors.TOO_MANY_REQUESTS({ data: { retryAfterSeconds: answer.retryAfterSeconds } });
    }),
    counts: os.verify.counts.handler(({ input, context }) => verificationCounts(context.central, input)),
    newKey: os.verify.newKey.handler(async ({ context }) => ({
      keyId: await context.central.db.write((writer) => addSigningKey(context.central, writer)),
    })),
    keys: os.verify.keys.handler(async ({ context }) => ({
      keys: await publishedKeys(context.central.db.reader),
    })),
  },
};

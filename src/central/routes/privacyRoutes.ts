import { eraseLearner } from '../services/retention/erase.ts';
import { learnerData } from '../services/retention/learnerData.ts';
import { os } from './router.ts';

/** What is kept about one learner. */
export const privacyRoutes = {
  privacy: {
    export: os.privacy.export.handler(async ({ input, context }) => ({
      learnerId: input.learnerId,
      data: await learnerData(context.central, input.learnerId),
    })),
    erase: os.privacy.erase.handler(({ input, context }) =>
      eraseLearner(context.central, input.learnerId, input),
    ),
  },
};

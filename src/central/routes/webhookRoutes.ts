import {
  addEndpoint,
  deadCalls,
  listEndpoints,
  replayCalls,
  stopEndpoint,
} from '../services/webhooks/endpoints.ts';
import { os } from './router.ts';

/** What administrators do with calls of other systems. */
export const webhookRoutes = {
  webhooks: {
    list: os.webhooks.list.handler(({ context }) => listEndpoints(context.central)),
    add: os.webhooks.add.handler(async ({ input, context, errors }) => {
      const added = await addEndpoint(context.central, input);
      if (added.ok) return added.value;
      throw errors.BAD_URL({ data: { problem: added.error } });
    }),
    stop: os.webhooks.stop.handler(async ({ input, context }) => ({
      stopped: await stopEndpoint(context.central, input.endpointId),
    })),
    dead: os.webhooks.dead.handler(({ context }) => deadCalls(context.central)),
    replay: os.webhooks.replay.handler(async ({ input, context }) => ({
      replayed: await replayCalls(context.central, { callId: input.callId }),
    })),
    replayAll: os.webhooks.replayAll.handler(async ({ input, context }) => ({
      replayed: await replayCalls(context.central, { endpointId: input.endpointId }),
    })),
  },
};

import type { StationContext } from '../context.ts';
import { holdDeliverable, listQueue, releaseDeliverable, summarizeQueue } from '../features/queue/service.ts';
import { notFound, unanswered } from './edge.ts';
import type { Edge } from './edge.ts';

/** What is owed and not yet begun. */
export function queueRpc(edge: Edge, ctx: StationContext) {
  const { queue } = edge.signedIn;
  return {
    list: queue.list.handler(({ input }) => listQueue(ctx, input)),
    summary: queue.summary.handler(() => summarizeQueue(ctx)),
    setHold: queue.setHold.handler(({ input, context, errors }) => {
      const held = holdDeliverable(ctx, context.actor, input);
      if (held.ok) return { onHold: true as const };
      switch (held.error.tag) {
        case 'unknown_deliverable':
          throw notFound('certificate', held.error.deliverableId);
        case 'too_late':
          throw errors.TOO_LATE({ data: { stage: held.error.stage } });
        default:
          return unanswered(held.error);
      }
    }),
    releaseHold: queue.releaseHold.handler(({ input, context }) => {
      const released = releaseDeliverable(ctx, context.actor, input.deliverableId);
      if (!released.ok) throw notFound('certificate', input.deliverableId);
      return { onHold: false as const };
    }),
  };
}

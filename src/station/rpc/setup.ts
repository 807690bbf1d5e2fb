import type { StationContext } from '../context.ts';
import { pair, setupStatus } from '../features/setup/service.ts';
import type { SyncLine } from '../sync/line.ts';
import { unanswered } from './edge.ts';
import type { Edge } from './edge.ts';

/** After pairing, the first people and work are waited for this long, in milliseconds; the rest comes by itself. */
const FIRST_FILL_MS = 8000;

/** First set-up. */
export function setupRpc(edge: Edge, ctx: StationContext, line: SyncLine, version: string) {
  return {
    status: edge.open.setup.status.handler(() => setupStatus(ctx, version)),

    pair: edge.open.setup.pair.handler(async ({ input, errors }) => {
      const paired = await pair(ctx, input);
      if (paired.ok) {
        const { promise, resolve } = Promise.withResolvers<void>();
        const cancel = ctx.timer.after(FIRST_FILL_MS, resolve);
        await Promise.race([line.syncOnce(), promise]);
        cancel();
        ctx.wake.call('sync');
        return setupStatus(ctx, version);
      }
      const refusal = paired.error;
      switch (refusal.tag) {
        case 'already_paired':
          throw errors.ALREADY_PAIRED({ data: { stationName: refusal.stationName } });
        case 'code_refused':
          throw errors.PAIRING_REFUSED({ data: { reason: refusal.reason } });
        case 'unreachable':
          throw errors.CENTRAL_UNREACHABLE({ data: { detail: refusal.detail } });
        case 'not_a_central':
          throw errors.NOT_A_CENTRAL({ data: { detail: refusal.detail } });
        default:
          return unanswered(refusal);
      }
    }),
  };
}

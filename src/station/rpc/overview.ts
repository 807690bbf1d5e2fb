import type { StationContext } from '../context.ts';
import { countByLifecycle, examine, roomCounts } from '../features/overview/service.ts';
import type { SyncLine } from '../sync/line.ts';
import type { WorkParts } from '../work.ts';
import type { Edge } from './edge.ts';

/** Counts of the rooms, reports by lifecycle, and the doctor. */
export function overviewRpc(edge: Edge, ctx: StationContext, parts: WorkParts, line: SyncLine) {
  return {
    counts: edge.signedIn.overview.counts.handler(() => roomCounts(ctx)),
    byLifecycle: edge.signedIn.overview.byLifecycle.handler(() => countByLifecycle(ctx)),
    doctor: edge.signedIn.overview.doctor.handler(() => examine(ctx, parts, line.received)),
  };
}

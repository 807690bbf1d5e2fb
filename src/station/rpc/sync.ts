import type { StationContext } from '../context.ts';
import { restoredBatches, settleRestored } from '../features/restore/service.ts';
import { openConflicts } from '../sync/conflicts.ts';
import { emergenciesInForce } from '../sync/emergencies.ts';
import type { SyncLine } from '../sync/line.ts';
import { syncStatus } from '../sync/status.ts';
import type { Edge } from './edge.ts';

/** The line to central. */
export function syncRpc(edge: Edge, ctx: StationContext, line: SyncLine) {
  return {
    status: edge.signedIn.sync.status.handler(() => syncStatus(ctx, line.received)),
    runNow: edge.signedIn.sync.runNow.handler(async () => {
      await line.syncOnce();
      return syncStatus(ctx, line.received);
    }),
    emergencies: edge.signedIn.sync.emergencies.handler(() =>
      ctx.db.read((tx) => emergenciesInForce(tx, ctx)),
    ),
    restored: edge.signedIn.sync.restored.handler(() => restoredBatches(ctx)),
    settleRestored: edge.signedIn.sync.settleRestored.handler(({ input, context }) => ({
      settled: settleRestored(ctx, context.actor, input),
    })),
    conflicts: edge.signedIn.sync.conflicts.handler(() => ctx.db.read((tx) => openConflicts(tx))),
  };
}

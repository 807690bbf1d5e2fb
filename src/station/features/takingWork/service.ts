/** Work is taken from the queue, under lease, and becomes batches. */
import type { BatchSummary } from '../../../contract/station/batches.ts';
import type { QueueFilter } from '../../../contract/station/queue.ts';
import { err, ok } from '../../../domain/result.ts';
import type { Result } from '../../../domain/result.ts';
import type { Actor, StationContext } from '../../context.ts';
import { beginBatch } from '../../record/newBatch.ts';
import { emergenciesInForce } from '../../sync/emergencies.ts';
import type { WorkParts } from '../../work.ts';
import { answered } from '../batches/service.ts';
import { startPiece } from '../pieces/service.ts';
import { waitingWork } from '../queue/service.ts';
import * as repo from './repo.ts';

/** What to make batches of. */
export interface BatchWanted {
  readonly count: number;
  readonly filter: QueueFilter;
  readonly deliverableIds?: readonly string[] | undefined;
}

/** Why no batch was made. */
export type CreateRefusal =
  | { readonly tag: 'nothing_to_do' }
  | { readonly tag: 'no_lease'; readonly centralAwaySince: number | null }
  | { readonly tag: 'digital_only'; readonly reason: string };

/**
 * Takes the most urgent work under lease and makes one batch for each template and paper. Asks central for more leases
 * when too few are held; with central away, what is leased already is enough to go on.
 */
export async function createBatches(
  ctx: StationContext,
  parts: WorkParts,
  actor: Actor,
  wanted: BatchWanted,
): Promise<Result<{ batches: BatchSummary[]; notTaken: number }, CreateRefusal>> {
  const { filter, deliverableIds } = wanted;
  const count = deliverableIds?.length ?? wanted.count;
  const look = { filter: { ...filter, onHold: false }, limit: count, deliverableIds };
  const before = ctx.db.read((tx) => ({
    digitalOnly: emergenciesInForce(tx, ctx).find(({ kind }) => kind === 'digital_only'),
    matching: waitingWork(tx, ctx, look).length,
    leased: waitingWork(tx, ctx, { ...look, leased: true }).length,
  }));
  if (before.digitalOnly !== undefined)
    return err({ tag: 'digital_only', reason: before.digitalOnly.reason });
  const missing = Math.min(count, before.matching) - before.leased;
  const asked =
    missing > 0
      ? await parts.takeLeases({
          count: missing,
          jurisdiction: filter.jurisdiction,
          courseId: filter.courseId,
          deliverableIds,
        })
      : null;

  const made = ctx.db.attempt<{ batchIds: string[]; notTaken: number }, CreateRefusal>((tx) => {
    const work = waitingWork(tx, ctx, { ...look, leased: true });
    if (work.length === 0) {
      const any = waitingWork(tx, ctx, look).length > 0;
      if (!any || asked?.tag !== 'central_away') return err({ tag: 'nothing_to_do' });
      return err({ tag: 'no_lease', centralAwaySince: asked.since });
    }
    const stocks = new Map(
      repo.templateStocks.all(tx, {}).map((each) => [each.templateVersion, each.stockItemId]),
    );
    const open = new Map<string, { readonly batchId: string; size: number }>();
    let taken = 0;
    for (const each of sameAddressTogether(work)) {
      const stockItemId = stocks.get(each.templateVersion);
      if (stockItemId === undefined) continue;
      const batch = open.get(each.templateVersion) ?? { batchId: ctx.newId(), size: 0 };
      if (batch.size === 0)
        beginBatch(tx, ctx, actor, {
          batchId: batch.batchId,
          templateVersion: each.templateVersion,
          stockItemId,
        });
      const started = startPiece(tx, ctx, {
        deliverableId: each.deliverableId,
        actor,
        notes: { batchId: batch.batchId, position: batch.size + 1, stockItemId },
      });
      if (!started.ok) {
        ctx.log.warn(
          { deliverableId: each.deliverableId, refusal: started.error.tag },
          'work in the queue could not be begun',
        );
        if (batch.size === 0) repo.dropBatch.run(tx, { batchId: batch.batchId });
        continue;
      }
      batch.size += 1;
      taken += 1;
      open.set(each.templateVersion, batch);
    }
    if (taken === 0) return err({ tag: 'nothing_to_do' });
    const wantedInAll = deliverableIds?.length ?? Math.min(count, Math.max(before.matching, taken));
    return ok({ batchIds: [...open.values()].map(({ batchId }) => batchId), notTaken: wantedInAll - taken });
  });
  if (!made.ok) return made;
  const batches = made.value.batchIds.flatMap((batchId) => {
    const made = answered(ctx, batchId);
    return made.ok ? [made.value] : [];
  });
  return ok({ batches, notTaken: made.value.notTaken });
}

/** The order of the stack: the most urgent first, and what goes into one envelope one upon the other. */
function sameAddressTogether<Work extends { readonly addressKey: string }>(work: readonly Work[]): Work[] {
  return [...Map.groupBy(work, (each) => each.addressKey).values()].flat();
}

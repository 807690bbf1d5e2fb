import type { Actor, StationContext } from '../../context.ts';
import type { Writer } from '../../db/statements.ts';
import { recordAudit } from '../../record/audit.ts';
import { nextNumber } from '../../record/numbers.ts';
import * as repo from './repo.ts';

/** Begins an empty batch under the next number, in the caller's transaction; pieces are put into it as they are claimed. */
export function beginBatch(
  tx: Writer,
  ctx: StationContext,
  actor: Actor,
  batch: { readonly batchId: string; readonly templateVersion: string; readonly stockItemId: string },
): void {
  const batchNumber = nextNumber(tx, ctx, 'batch');
  repo.insertBatch.run(tx, { ...batch, batchNumber, createdAt: ctx.clock.now(), createdBy: actor.userId });
  recordAudit(tx, ctx, {
    userId: actor.userId,
    action: 'batch.created',
    subject: batch.batchId,
    detail: { batchNumber },
  });
  ctx.live.changed(tx, [{ topic: 'batches', id: batch.batchId }]);
}

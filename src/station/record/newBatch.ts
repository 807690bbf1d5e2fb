import type { Actor, StationContext } from '../context.ts';
import { batches } from '../db/schema/work.ts';
import { writeQuery } from '../db/statements.ts';
import type { Named, Writer } from '../db/statements.ts';
import { recordAudit } from './audit.ts';
import { nextNumber } from './numbers.ts';

const insert = writeQuery(
  (
    query,
    v: Named<{
      batchId: string;
      batchNumber: string;
      templateVersion: string;
      stockItemId: string;
      createdAt: number;
      createdBy: string;
    }>,
  ) =>
    query.insert(batches).values({
      batchId: v.batchId,
      batchNumber: v.batchNumber,
      state: 'open',
      templateVersion: v.templateVersion,
      stockItemId: v.stockItemId,
      createdAt: v.createdAt,
      createdBy: v.createdBy,
    }),
);

/** Begins an empty batch under the next number, in the caller's transaction; pieces are put into it as they are claimed. */
export function beginBatch(
  tx: Writer,
  ctx: StationContext,
  actor: Actor,
  batch: { readonly batchId: string; readonly templateVersion: string; readonly stockItemId: string },
): void {
  const batchNumber = nextNumber(tx, ctx, 'batch');
  insert.run(tx, { ...batch, batchNumber, createdAt: ctx.clock.now(), createdBy: actor.userId });
  recordAudit(tx, ctx, {
    userId: actor.userId,
    action: 'batch.created',
    subject: batch.batchId,
    detail: { batchNumber },
  });
  ctx.live.changed(tx, [{ topic: 'batches', id: batch.batchId }]);
}

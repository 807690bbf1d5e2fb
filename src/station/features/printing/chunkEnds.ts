/** How a chunk ends: its sheets are out, or nothing of it came out. */
import type { Actor, StationContext } from '../../context.ts';
import type { Writer } from '../../db/statements.ts';
import { printableBatch } from '../batches/service.ts';
import { movePiece } from '../pieces/service.ts';
import { moveSheets } from '../stock/service.ts';
import * as repo from './repo.ts';
import type { JobRow } from './repo.ts';

function spooledPieces(
  tx: Writer,
  job: JobRow,
): { readonly pieceIds: string[]; readonly stockItemId: string } {
  const batch = printableBatch(tx, job.batchId, { first: job.firstPosition, last: job.lastPosition });
  if (batch === null) throw new Error(`The batch of the chunk ${job.documentName} is gone`);
  const pieceIds = batch.rows.filter(({ stage }) => stage === 'spooled').map(({ pieceId }) => pieceId);
  return { pieceIds, stockItemId: batch.stockItemId };
}

/** Sheets may have come out: every piece of the chunk now waits for its scan. */
export function endChunk(tx: Writer, ctx: StationContext, job: JobRow, actor: Actor | null): void {
  const { printJobId, printerJob, sentAt } = job;
  repo.updateJob.run(tx, {
    printJobId,
    state: 'done',
    printerJob,
    problem: null,
    sentAt,
    endedAt: ctx.clock.now(),
  });
  for (const pieceId of spooledPieces(tx, job).pieceIds) {
    const moved = movePiece(tx, ctx, {
      pieceId,
      event: 'print_ended',
      actor,
      detail: { document: job.documentName },
    });
    if (!moved.ok) throw new Error(`A spooled piece could not end its printing: ${moved.error.tag}`);
  }
  ctx.live.changed(tx, [{ topic: 'printing', id: job.batchId }]);
}

/** It is proven that nothing came out: pieces go back to rendered, sheets back into the store. */
export function nothingPrinted(
  tx: Writer,
  ctx: StationContext,
  job: JobRow,
  how: { readonly actor: Actor | null; readonly problem: string },
): void {
  const { printJobId, printerJob, sentAt } = job;
  const { actor, problem } = how;
  repo.updateJob.run(tx, {
    printJobId,
    state: 'failed',
    printerJob,
    problem,
    sentAt,
    endedAt: ctx.clock.now(),
  });
  const { pieceIds, stockItemId } = spooledPieces(tx, job);
  for (const pieceId of pieceIds) unspool(tx, ctx, pieceId, actor, problem);
  returnSheets(tx, ctx, { stockItemId, sheets: pieceIds.length, batchId: job.batchId, actor });
  ctx.live.changed(tx, [{ topic: 'printing', id: job.batchId }]);
}

/** Takes one piece back from the printer, of which it is proven that it was not printed. */
export function unspool(
  tx: Writer,
  ctx: StationContext,
  pieceId: string,
  actor: Actor | null,
  reason: string,
): void {
  const moved = movePiece(tx, ctx, { pieceId, event: 'unspool', actor, reason });
  if (!moved.ok) throw new Error(`A spooled piece could not be taken back: ${moved.error.tag}`);
}

/** Sheets that were issued and never printed on go back into the store. */
export function returnSheets(
  tx: Writer,
  ctx: StationContext,
  back: {
    readonly stockItemId: string;
    readonly sheets: number;
    readonly batchId: string;
    readonly actor: Actor | null;
  },
): void {
  if (back.sheets > 0) moveSheets(tx, ctx, { ...back, kind: 'returned' });
}

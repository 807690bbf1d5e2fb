/** How a chunk ends: its sheets are out, or nothing of it came out. */
import { err, ok } from '../../../domain/result.ts';
import type { Result } from '../../../domain/result.ts';
import type { PieceStage } from '../../../domain/work/stages.ts';
import type { Actor, StationContext } from '../../context.ts';
import type { Reader, Writer } from '../../db/statements.ts';
import { isLeased, movePiece } from '../pieces/service.ts';
import { moveSheets } from '../stock/service.ts';
import * as repo from './repo.ts';
import type { JobRow } from './repo.ts';

/** Stages at which nothing of a piece can have been in anybody's hand. */
const UNSEEN: ReadonlySet<PieceStage> = new Set<PieceStage>([
  'queued',
  'claimed',
  'rendered',
  'spooled',
  'cancelled',
]);

/** Places of the stack whose sheets of this chunk were in somebody's hand already: proof that it was printed. */
export function seenOfChunk(tx: Reader, printJobId: string): number[] {
  return repo.piecesOfJob
    .all(tx, { printJobId })
    .flatMap(({ stage, position }) => (UNSEEN.has(stage) || position === null ? [] : [position]));
}

function spooledPieces(tx: Reader, job: JobRow): string[] {
  return repo.piecesOfJob
    .all(tx, job)
    .filter(({ stage }) => stage === 'spooled')
    .map(({ pieceId }) => pieceId);
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
  for (const pieceId of spooledPieces(tx, job)) {
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

/** A sheet of the chunk was seen: it was printed, at least in part. `positions`: the places in the stack. */
export type SheetsSeen = { readonly tag: 'sheets_seen'; readonly positions: readonly number[] };

/**
 * A person says that nothing came out: pieces go back to rendered, sheets back into the store. Refused where a sheet of the
 * chunk was seen; nothing is changed then.
 */
export function nothingPrinted(
  tx: Writer,
  ctx: StationContext,
  job: JobRow,
  how: { readonly actor: Actor; readonly problem: string },
): Result<null, SheetsSeen> {
  const { printJobId, printerJob, sentAt, batchId } = job;
  const { actor, problem } = how;
  const positions = seenOfChunk(tx, printJobId);
  if (positions.length > 0) return err({ tag: 'sheets_seen', positions });
  repo.updateJob.run(tx, {
    printJobId,
    state: 'failed',
    printerJob,
    problem,
    sentAt,
    endedAt: ctx.clock.now(),
  });
  const pieceIds = spooledPieces(tx, job);
  for (const pieceId of pieceIds) unspool(tx, ctx, pieceId, actor, problem);
  const stockItemId = repo.stockOfJob.get(tx, { printJobId })?.stockItemId;
  if (stockItemId === undefined) throw new Error(`The batch of the chunk ${job.documentName} is gone`);
  returnSheets(tx, ctx, { stockItemId, sheets: pieceIds.length, batchId, actor });
  ctx.live.changed(tx, [{ topic: 'printing', id: batchId }]);
  return ok(null);
}

/**
 * Takes one piece back from the printer, of which it is proven that it was not printed. Where central has taken the lease
 * away meanwhile, it goes back to the queue: no batch can print it any more.
 */
export function unspool(
  tx: Writer,
  ctx: StationContext,
  pieceId: string,
  actor: Actor | null,
  reason: string,
): void {
  const moved = movePiece(tx, ctx, { pieceId, event: 'unspool', actor, reason });
  if (!moved.ok) throw new Error(`A spooled piece could not be taken back: ${moved.error.tag}`);
  if (isLeased(tx, moved.value.deliverableId)) return;
  const released = movePiece(tx, ctx, { pieceId, event: 'release', actor: null, reason: 'lease_lost' });
  if (!released.ok) throw new Error(`A piece without a lease could not be released: ${released.error.tag}`);
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

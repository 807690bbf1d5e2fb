/** Batches: pieces printed in one go, on one printer, one stock, one template version. */
import { z } from 'zod';
import { BatchPiece } from '../../../contract/station/batches.ts';
import type { BatchState, BatchSummary } from '../../../contract/station/batches.ts';
import { err, ok } from '../../../domain/result.ts';
import type { Result } from '../../../domain/result.ts';
import { closeBatch } from '../../../domain/stock/ledger.ts';
import type { Actor, StationContext } from '../../context.ts';
import type { Reader, Writer } from '../../db/statements.ts';
import { recordAudit } from '../../record/audit.ts';
import { stoppedBecause } from '../../record/scannedPiece.ts';
import { RESTORED, movePiece } from '../pieces/service.ts';
import { sheetsOfBatch } from '../stock/service.ts';
import * as repo from './repo.ts';
import type { BatchRow as StoredRow, Summary } from './repo.ts';

const Findings = BatchPiece.shape.findings;
const WHOLE = { first: 1, last: Number.MAX_SAFE_INTEGER };

export type UnknownBatch = { readonly tag: 'unknown_batch'; readonly batchId: string };
export type WrongState = { readonly tag: 'wrong_state'; readonly state: BatchState };

function shown(row: Summary): BatchSummary {
  const { total, waitingForScan, passed, spoiled, cancelled, jurisdictions, ...rest } = row;
  return {
    ...rest,
    jurisdictions: z.array(z.string()).parse(JSON.parse(jurisdictions)),
    counts: { total, waitingForScan, passed, spoiled, cancelled },
  };
}

function summaryOf(tx: Reader, batchId: string): BatchSummary | null {
  const row = repo.summaryOf.get(tx, { batchId });
  return row === undefined ? null : shown(row);
}

/** The batch after something was done with it. */
export function answered(ctx: StationContext, batchId: string): Result<BatchSummary, UnknownBatch> {
  const summary = ctx.db.read((tx) => summaryOf(tx, batchId));
  return summary === null ? err({ tag: 'unknown_batch', batchId }) : ok(summary);
}

/** Batches, newest first. */
export function listBatches(
  ctx: StationContext,
  look: {
    readonly states?: readonly BatchState[] | undefined;
    readonly cursor?: string | undefined;
    readonly limit: number;
  },
): { rows: BatchSummary[]; next: string | null } {
  const [, at = '', beforeId = '\uffff'] = /^([0-9]{1,15})\.(.{1,100})$/u.exec(look.cursor ?? '') ?? [];
  const before = at === '' ? Number.MAX_SAFE_INTEGER : Number(at);
  const states = look.states === undefined ? null : JSON.stringify(look.states);
  const rows = ctx.db.read((tx) =>
    repo.summaries.all(tx, { states, before, beforeId, limit: look.limit }).map(shown),
  );
  const last = rows.at(-1);
  return {
    rows,
    next: last !== undefined && rows.length === look.limit ? `${last.createdAt}.${last.batchId}` : null,
  };
}

/** One batch with its pieces. */
export function batchWithPieces(
  ctx: StationContext,
  batchId: string,
): (BatchSummary & { pieces: BatchPiece[] }) | null {
  return ctx.db.read((tx) => {
    const summary = summaryOf(tx, batchId);
    if (summary === null) return null;
    const pieces = repo.piecesOfBatch.all(tx, { batchId, ...WHOLE }).map((row) => ({
      pieceId: row.pieceId,
      position: row.position,
      certificateId: row.certificateId,
      certificateNumber: row.certificateNumber,
      issuedName: row.issuedName,
      stage: row.stage,
      hold: row.holdReason === null ? null : { reason: row.holdReason },
      sheetSerial: row.sheetSerial,
      findings: Findings.parse(JSON.parse(row.findings)),
    }));
    return { ...summary, pieces };
  });
}

/**
 * Takes out what may not be printed any more: certificates that stopped being active and, where `holds` says so, pieces
 * on hold. The reason stays with the piece for everybody to see. Answers with what was taken out.
 */
export function takeOutStopped(
  tx: Writer,
  ctx: StationContext,
  batchId: string,
  options: { readonly holds: boolean; readonly first?: number; readonly last?: number },
): { pieceId: string; certificateNumber: string; reason: string }[] {
  const places = { first: options.first ?? WHOLE.first, last: options.last ?? WHOLE.last };
  const out: { pieceId: string; certificateNumber: string; reason: string }[] = [];
  for (const row of repo.piecesOfBatch.all(tx, { batchId, ...places })) {
    if (row.stage !== 'claimed' && row.stage !== 'rendered') continue;
    // What is in doubt since a restore may be on paper: it stays in its batch until a person has said so.
    const byHold = options.holds && row.holdReason !== RESTORED;
    const reason = stoppedBecause(byHold ? row : { ...row, holdReason: null });
    if (reason === null) continue;
    const findings = JSON.stringify([{ code: 'not_active', detail: reason }] satisfies z.infer<
      typeof Findings
    >);
    const moved = movePiece(tx, ctx, {
      pieceId: row.pieceId,
      event: 'cancel',
      actor: null,
      reason,
      notes: { findings },
    });
    if (!moved.ok) throw new Error(`A piece could not be taken out of its batch: ${moved.error.tag}`);
    out.push({ pieceId: row.pieceId, certificateNumber: row.certificateNumber, reason });
  }
  return out;
}

/** Takes one piece out of a batch before it is printed; its deliverable goes back to the queue. */
export function removePiece(
  ctx: StationContext,
  actor: Actor,
  removal: { readonly batchId: string; readonly pieceId: string; readonly reason: string },
): Result<
  BatchSummary,
  UnknownBatch | WrongState | { readonly tag: 'unknown_piece'; readonly pieceId: string }
> {
  const { batchId, pieceId, reason } = removal;
  const removed = ctx.db.attempt<
    null,
    UnknownBatch | WrongState | { readonly tag: 'unknown_piece'; readonly pieceId: string }
  >((tx) => {
    const batch = repo.batchById.get(tx, { batchId });
    if (batch === undefined) return err({ tag: 'unknown_batch', batchId });
    const row = repo.piecesOfBatch.all(tx, { batchId, ...WHOLE }).find((each) => each.pieceId === pieceId);
    if (row === undefined) return err({ tag: 'unknown_piece', pieceId });
    const moved = movePiece(tx, ctx, { pieceId, event: 'cancel', actor, reason });
    if (!moved.ok) return err({ tag: 'wrong_state', state: batch.state });
    dropIfEmpty(tx, ctx, batchId, reason);
    settlePrinted(tx, ctx, batchId);
    return ok(null);
  });
  return removed.ok ? answered(ctx, batchId) : removed;
}

/** A batch out of which everything was taken is cancelled. */
function dropIfEmpty(tx: Writer, ctx: StationContext, batchId: string, reason: string): void {
  const rows = repo.piecesOfBatch.all(tx, { batchId, ...WHOLE });
  if (rows.every(({ stage }) => stage === 'cancelled')) setState(tx, ctx, batchId, 'cancelled', reason);
}

/** Drops a batch of which nothing was spooled; all its deliverables go back to the queue. */
export function cancelBatch(
  ctx: StationContext,
  actor: Actor,
  cancel: { readonly batchId: string; readonly reason: string },
): Result<BatchSummary, UnknownBatch | WrongState> {
  const { batchId, reason } = cancel;
  const cancelled = ctx.db.attempt<null, UnknownBatch | WrongState>((tx) => {
    const batch = repo.batchById.get(tx, { batchId });
    if (batch === undefined) return err({ tag: 'unknown_batch', batchId });
    const { state } = batch;
    if (state !== 'open' && state !== 'rendered') return err({ tag: 'wrong_state', state });
    for (const { pieceId, stage } of repo.piecesOfBatch.all(tx, { batchId, ...WHOLE })) {
      if (stage === 'cancelled') continue;
      const moved = movePiece(tx, ctx, { pieceId, event: 'cancel', actor, reason });
      if (!moved.ok) return err({ tag: 'wrong_state', state });
    }
    setState(tx, ctx, batchId, 'cancelled', reason);
    recordAudit(tx, ctx, {
      userId: actor.userId,
      action: 'batch.cancelled',
      subject: batchId,
      detail: { reason },
    });
    return ok(null);
  });
  return cancelled.ok ? answered(ctx, batchId) : cancelled;
}

/** Why a batch stays open: sheets that have no end yet, and where in the stack they should be. */
export type SheetsUnaccounted = {
  readonly tag: 'sheets_unaccounted';
  readonly missing: number;
  readonly positions: readonly number[];
};

/** Closes a batch when sheets out = passed + spoiled + returned. */
export function closeOut(
  ctx: StationContext,
  actor: Actor,
  batchId: string,
): Result<BatchSummary, UnknownBatch | WrongState | SheetsUnaccounted> {
  const closed = ctx.db.attempt<null, UnknownBatch | WrongState | SheetsUnaccounted>((tx) => {
    settlePrinted(tx, ctx, batchId);
    const batch = repo.batchById.get(tx, { batchId });
    if (batch === undefined) return err({ tag: 'unknown_batch', batchId });
    if (batch.state !== 'printed') return err({ tag: 'wrong_state', state: batch.state });
    const sheets = closeBatch(sheetsOfBatch(tx, batchId));
    const rows = repo.piecesOfBatch.all(tx, { batchId, ...WHOLE });
    const positions = rows
      .filter(({ stage }) => stage === 'spooled' || stage === 'awaiting_scan')
      .map(({ position }) => position);
    if (!sheets.ok || positions.length > 0) {
      return err({
        tag: 'sheets_unaccounted',
        missing: sheets.ok ? positions.length : sheets.error.count,
        positions,
      });
    }
    setState(tx, ctx, batchId, 'closed');
    recordAudit(tx, ctx, { userId: actor.userId, action: 'batch.closed', subject: batchId });
    return ok(null);
  });
  return closed.ok ? answered(ctx, batchId) : closed;
}

function setState(
  tx: Writer,
  ctx: StationContext,
  batchId: string,
  state: BatchState,
  reason: string | null = null,
): void {
  const at = ctx.clock.now();
  repo.setState.run(tx, {
    batchId,
    state,
    renderedAt: state === 'rendered' ? at : null,
    closedAt: state === 'closed' || state === 'cancelled' ? at : null,
    reason,
  });
  ctx.live.changed(tx, [{ topic: 'batches', id: batchId }]);
}

/** A piece of a batch with its certificate, as it is to be printed. */
export type BatchRow = StoredRow;

/** A batch as printing needs it. */
export interface PrintableBatch {
  readonly state: BatchState;
  readonly batchNumber: string;
  readonly stockItemId: string;
  readonly templateVersion: string;
  /** What its pages were checked for: JSON, null before the first check. */
  readonly checkedFor: string | null;
  /** The printer that it went to last. */
  readonly printerId: string | null;
  readonly rows: readonly BatchRow[];
}

/** The batch and its pieces in the caller's transaction, or null. */
export function printableBatch(
  tx: Reader,
  batchId: string,
  places: { first: number; last: number } = WHOLE,
): PrintableBatch | null {
  const batch = repo.batchById.get(tx, { batchId });
  if (batch === undefined) return null;
  const { state, batchNumber, stockItemId, templateVersion, checkedFor, printerId } = batch;
  return {
    state,
    batchNumber,
    stockItemId,
    templateVersion,
    checkedFor,
    printerId,
    rows: repo.piecesOfBatch.all(tx, { batchId, ...places }),
  };
}

/** Notes that the pages of a batch are being looked at (again): until that is done it is not printed. */
export function markOpen(tx: Writer, ctx: StationContext, batchId: string): void {
  setState(tx, ctx, batchId, 'open');
}

/** Notes that the pages of a batch are rendered and looked at. */
export function markRendered(tx: Writer, ctx: StationContext, batchId: string): void {
  setState(tx, ctx, batchId, 'rendered');
}

/** Notes that a batch goes to a printer. */
export function beginPrinting(tx: Writer, ctx: StationContext, batchId: string, printerId: string): void {
  repo.setPrinter.run(tx, { batchId, printerId });
  setState(tx, ctx, batchId, 'printing');
}

/**
 * Derives how far the printing of a batch is: `printing` while a chunk is open, `rendered` when pages are left that can
 * be printed, `printed` when all is out, `cancelled` when nothing ever came out and nothing is left.
 */
export function refreshPrinted(tx: Writer, ctx: StationContext, batchId: string): void {
  const open = repo.jobStates.get(tx, { batchId })?.open ?? 0;
  const stages = repo.piecesOfBatch.all(tx, { batchId, ...WHOLE }).map(({ stage }) => stage);
  if (open > 0) return setState(tx, ctx, batchId, 'printing');
  if (stages.includes('rendered') || stages.includes('claimed'))
    return setState(tx, ctx, batchId, 'rendered');
  return stages.every((stage) => stage === 'cancelled')
    ? setState(tx, ctx, batchId, 'cancelled', 'nothing was left to print')
    : setState(tx, ctx, batchId, 'printed');
}

/** A batch that waits for the printer although none of its pieces does is as far as it will get: printed, or cancelled. */
export function settlePrinted(tx: Writer, ctx: StationContext, batchId: string): void {
  const state = repo.batchById.get(tx, { batchId })?.state;
  if (state !== 'open' && state !== 'rendered') return;
  const rows = repo.piecesOfBatch.all(tx, { batchId, ...WHOLE });
  if (rows.every(({ stage }) => stage !== 'claimed' && stage !== 'rendered'))
    refreshPrinted(tx, ctx, batchId);
}

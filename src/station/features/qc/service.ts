/** Every printed sheet is scanned back and judged. */
import type { QcScan } from '../../../contract/station/qc.ts';
import type { Verdict } from '../../../domain/work/scanText.ts';
import type { PieceStage } from '../../../domain/work/stages.ts';
import type { Actor, StationContext } from '../../context.ts';
import type { Reader, Writer } from '../../db/statements.ts';
import { recordInspection } from '../../record/inspections.ts';
import { resolveScan } from '../../record/resolveScan.ts';
import type { ResolvedScan } from '../../record/resolveScan.ts';
import { pieceAtBench, piecesOfCertificate, scannedPiece } from '../../record/scannedPiece.ts';
import type { PieceAtBench } from '../../record/scannedPiece.ts';
import type { WorkParts } from '../../work.ts';
import { movePiece } from '../pieces/service.ts';
import { bindSheet, isNumbered, moveSheets } from '../stock/service.ts';
import * as repo from './repo.ts';

/** One code from a scanner or keyboard. `pendingPieceId`: the piece whose sheet serial this scan is. */
export interface ScanInput {
  readonly text: string;
  readonly batchId?: string | undefined;
  readonly pendingPieceId?: string | undefined;
}

interface Judged {
  readonly verdict: Verdict;
  readonly piece: PieceAtBench | null;
  readonly reason?: string | null;
  readonly expectedPosition?: number | null;
}

/**
 * Judges one scan. What it answers is on disk: a pass together with the sheet's place in the stock ledger, all in one
 * transaction. The same sheet again is `already_scanned` and changes nothing.
 */
export async function scanSheet(
  ctx: StationContext,
  parts: WorkParts,
  actor: Actor,
  input: ScanInput,
): Promise<QcScan> {
  const meant = await resolveScan(ctx, parts, input.text);
  return ctx.db.write((tx) => {
    const judged = judge(tx, ctx, actor, input, meant);
    const { verdict, piece, reason = null, expectedPosition = null } = judged;
    const scanId = recordInspection(tx, ctx, actor, {
      bench: 'check',
      scanned: input.text,
      verdict,
      reason,
      pieceId: piece?.pieceId ?? null,
      batchId: piece?.batchId ?? null,
      expectedPosition,
    });
    ctx.live.changed(tx, [{ topic: 'qc' }]);
    return {
      scanId,
      at: ctx.clock.now(),
      verdict,
      piece: piece === null ? null : scannedPiece(piece),
      expectsSheetSerial: verdict === 'sheet_serial_needed',
      reason,
      expectedPosition,
    };
  });
}

function judge(tx: Writer, ctx: StationContext, actor: Actor, input: ScanInput, meant: ResolvedScan): Judged {
  if (input.pendingPieceId !== undefined) {
    const pending = pieceAtBench.get(tx, { pieceId: input.pendingPieceId });
    const serial = serialMeant(input.text, meant);
    if (pending !== undefined && serial !== null) return passNumbered(tx, ctx, actor, pending, serial);
    const other = meant.tag === 'certificate' && meant.certificateId !== pending?.certificateId;
    if (pending !== undefined && other) return { verdict: 'expected_other', piece: pending };
  }
  switch (meant.tag) {
    case 'verdict':
      return { verdict: meant.verdict, piece: null, reason: meant.reason };
    case 'label':
    case 'parcel':
      return { verdict: 'wrong_sheet', piece: null, reason: meant.tag };
    case 'sheet': {
      const piece = meant.pieceId === null ? undefined : pieceAtBench.get(tx, { pieceId: meant.pieceId });
      if (piece === undefined) return { verdict: 'wrong_sheet', piece: null, reason: 'serial_before_code' };
      return judgePiece(tx, ctx, actor, input, piece);
    }
    case 'certificate': {
      const piece = pieceInHand(piecesOfCertificate.all(tx, meant));
      return piece === null
        ? { verdict: 'not_printed', piece: null }
        : judgePiece(tx, ctx, actor, input, piece);
    }
    default:
      throw new Error('A scan means something that does not exist');
  }
}

/** A serial may look like a tracking number: while one is awaited, digits are a serial. */
function serialMeant(text: string, meant: ResolvedScan): string | null {
  if (meant.tag === 'sheet') return meant.serial;
  if (meant.tag !== 'label' && !(meant.tag === 'verdict' && meant.verdict === 'unreadable')) return null;
  const serial = text.toUpperCase().replace(/[\s\p{Cc}]/gu, '');
  return /^[A-Z0-9-]{3,20}$/u.test(serial) ? serial : null;
}

/** Which attempt the sheet in hand is: the one on paper now, else the newest that ever was on paper. */
function pieceInHand(attempts: readonly PieceAtBench[]): PieceAtBench | null {
  const live = attempts.find(({ stage }) => stage !== 'spoiled' && stage !== 'cancelled');
  const onPaper = live !== undefined && !['queued', 'claimed', 'rendered'].includes(live.stage);
  if (onPaper) return live;
  return attempts.find(({ stage }) => stage === 'spoiled') ?? live ?? attempts[0] ?? null;
}

/** What stands against passing this piece, the worst first; null: nothing. */
function objection(input: ScanInput, piece: PieceAtBench): Judged | null {
  if (piece.validity !== 'active') return { verdict: piece.validity, piece, reason: piece.validityReason };
  if (piece.stage === 'spoiled') return { verdict: 'spoiled_piece', piece };
  if (['queued', 'claimed', 'rendered', 'cancelled'].includes(piece.stage))
    return { verdict: 'not_printed', piece };
  if (piece.stage !== 'spooled' && piece.stage !== 'awaiting_scan')
    return { verdict: 'already_scanned', piece };
  if (piece.holdReason !== null) return { verdict: 'on_hold', piece, reason: piece.holdReason };
  if (input.batchId !== undefined && input.batchId !== piece.batchId)
    return { verdict: 'other_batch', piece };
  return null;
}

function judgePiece(
  tx: Writer,
  ctx: StationContext,
  actor: Actor,
  input: ScanInput,
  piece: PieceAtBench,
): Judged {
  const against = objection(input, piece);
  if (against !== null) return against;
  const expectedPosition = expectedInstead(tx, piece);
  if (piece.stockItemId !== null && isNumbered(tx, piece.stockItemId)) {
    return { verdict: 'sheet_serial_needed', piece, expectedPosition };
  }
  pass(tx, ctx, actor, piece, null);
  return { verdict: 'pass', piece: pieceAtBench.get(tx, piece) ?? piece, expectedPosition };
}

function passNumbered(
  tx: Writer,
  ctx: StationContext,
  actor: Actor,
  piece: PieceAtBench,
  serial: string,
): Judged {
  const against = objection({ text: serial }, piece);
  if (against !== null) return against;
  const { stockItemId, pieceId, batchId } = piece;
  if (stockItemId === null || !isNumbered(tx, stockItemId))
    return { verdict: 'wrong_sheet', piece, reason: 'paper_not_numbered' };
  const expectedPosition = expectedInstead(tx, piece);
  const bound = bindSheet(tx, ctx, { stockItemId, serial, pieceId, batchId });
  if (!bound.ok) {
    return bound.error.tag === 'already_bound'
      ? { verdict: 'sheet_already_bound', piece, reason: serial }
      : { verdict: 'wrong_sheet', piece, reason: 'serial_not_received' };
  }
  pass(tx, ctx, actor, piece, serial);
  return { verdict: 'pass', piece: pieceAtBench.get(tx, { pieceId }) ?? piece, expectedPosition };
}

/** The sheet in hand is proof that it was printed, also when the printer has not said so yet. */
function pass(
  tx: Writer,
  ctx: StationContext,
  actor: Actor,
  piece: PieceAtBench,
  sheetSerial: string | null,
): void {
  const { pieceId, stockItemId, batchId } = piece;
  if (piece.stage === 'spooled') {
    const ended = movePiece(tx, ctx, { pieceId, event: 'print_ended', actor });
    if (!ended.ok) throw new Error(`A sheet in hand could not end its printing: ${ended.error.tag}`);
  }
  const passed = movePiece(tx, ctx, {
    pieceId,
    event: 'pass',
    actor,
    notes: sheetSerial === null ? {} : { sheetSerial },
  });
  if (!passed.ok) throw new Error(`A sheet that nothing stands against could not pass: ${passed.error.tag}`);
  if (stockItemId === null || batchId === null) return;
  moveSheets(tx, ctx, {
    stockItemId,
    kind: 'bound',
    sheets: 1,
    batchId,
    pieceId,
    actor,
    ...(sheetSerial === null ? {} : { firstSerial: sheetSerial }),
  });
}

/**
 * The place whose sheet should have come before this one, or null when this is the next. The stack may be scanned from
 * either end: what counts is that nothing that still waits lies between the last sheet and this one.
 */
function expectedInstead(tx: Reader, piece: PieceAtBench): number | null {
  const { batchId, position } = piece;
  if (batchId === null || position === null) return null;
  const last = repo.lastPassed.get(tx, { batchId })?.position;
  if (last === undefined) {
    const lowest = repo.nextWaiting.get(tx, { batchId, after: 0 })?.position ?? position;
    const highest =
      repo.previousWaiting.get(tx, { batchId, before: Number.MAX_SAFE_INTEGER })?.position ?? position;
    return position === lowest || position === highest ? null : lowest;
  }
  const next =
    position > last
      ? repo.nextWaiting.get(tx, { batchId, after: last })?.position
      : repo.previousWaiting.get(tx, { batchId, before: last })?.position;
  return next === undefined || next === null || next === position ? null : next;
}

/** The last scans at this station, newest first. */
export function recentScans(ctx: StationContext, limit: number): QcScan[] {
  return ctx.db.read((tx) =>
    repo.recentScans.all(tx, { limit }).map(({ pieceId, ...scan }) => {
      const piece = pieceId === null ? undefined : pieceAtBench.get(tx, { pieceId });
      return {
        ...scan,
        piece: piece === undefined ? null : scannedPiece(piece),
        expectsSheetSerial: scan.verdict === 'sheet_serial_needed',
      };
    }),
  );
}

/** How a place of the stack stands. */
type SheetState = 'not_printed' | 'waiting' | 'passed' | 'spoiled' | 'cancelled' | 'gap';

function sheetState(stage: PieceStage, isGap: boolean): SheetState {
  switch (stage) {
    case 'queued':
    case 'claimed':
    case 'rendered':
      return 'not_printed';
    case 'spooled':
    case 'awaiting_scan':
      return isGap ? 'gap' : 'waiting';
    case 'spoiled':
    case 'cancelled':
      return stage;
    case 'qc_passed':
    case 'packed':
    case 'labelled':
    case 'handed_over':
    case 'in_transit':
    case 'delivered':
    case 'returned':
    case 'lost':
      return 'passed';
    default:
      throw new Error('A piece is at a stage that does not exist');
  }
}

/** A batch as a map of its stack. */
export interface SheetMap {
  readonly batchId: string;
  readonly sheets: { position: number; pieceId: string; state: SheetState }[];
  readonly gaps: number[];
  readonly doubleScans: number;
}

/** The map of a batch's stack, or null for an unknown batch. A gap is a place that the scanning has gone past. */
export function sheetMap(ctx: StationContext, batchId: string): SheetMap | null {
  return ctx.db.read((tx) => {
    if ((repo.batchExists.get(tx, { batchId })?.n ?? 0) === 0) return null;
    const first = repo.firstPassed.get(tx, { batchId })?.position;
    const last = repo.lastPassed.get(tx, { batchId })?.position;
    const upwards = (last ?? 0) >= (first ?? 0);
    const rows = repo.stack.all(tx, { batchId });
    const passed = rows
      .filter(({ stage }) => sheetState(stage, false) === 'passed')
      .map(({ position }) => position);
    const furthest = upwards ? Math.max(0, ...passed) : Math.min(Number.MAX_SAFE_INTEGER, ...passed);
    const goneBy = (position: number): boolean => (upwards ? position < furthest : position > furthest);
    const scanned = first !== undefined && first !== last;
    const sheets = rows.map(({ pieceId, position, stage }) => ({
      position,
      pieceId,
      state: sheetState(stage, scanned && goneBy(position)),
    }));
    const gaps = sheets.filter(({ state }) => state === 'gap').map(({ position }) => position);
    return { batchId, sheets, gaps, doubleScans: repo.doubleScans.get(tx, { batchId })?.doubles ?? 0 };
  });
}

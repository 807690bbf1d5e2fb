/** Sheets that are not good: taken out for good, with a reason and, where the rules say so, two people. */
import type { ScannedPiece, SpoilReason } from '../../../contract/station/qc.ts';
import { needsSecondPerson } from '../../../domain/people/roles.ts';
import { err, ok } from '../../../domain/result.ts';
import type { Result } from '../../../domain/result.ts';
import { RulePack } from '../../../domain/time/rulePack.ts';
import { nextStage } from '../../../domain/work/stages.ts';
import type { PieceStage } from '../../../domain/work/stages.ts';
import type { Actor, StationContext } from '../../context.ts';
import type { Reader, Writer } from '../../db/statements.ts';
import { pieceAtBench, scannedPiece } from '../../record/scannedPiece.ts';
import type { PieceAtBench } from '../../record/scannedPiece.ts';
import { useApproval as spendApproval } from '../people/service.ts';
import { movePiece } from '../pieces/service.ts';
import { bindSheet, isNumbered, moveSheets, spoilSheet } from '../stock/service.ts';
import * as repo from './repo.ts';

/** A sheet that is not good. `approvalId`: the second person, where the rules want one. */
export interface Spoiling {
  readonly pieceId: string;
  readonly reason: SpoilReason;
  readonly note?: string | undefined;
  readonly approvalId?: string | undefined;
  /** The number on the sheet, where the paper is numbered and it was not scanned before. */
  readonly sheetSerial?: string | undefined;
  /** The number cannot be read: the sheet is counted, and not named. */
  readonly serialUnreadable?: boolean;
}

/** Why a sheet was not spoiled. */
export type SpoilRefusal =
  | { readonly tag: 'serial_needed' }
  | {
      readonly tag: 'serial_refused';
      readonly serial: string;
      readonly reason: 'not_received' | 'already_bound';
    }
  | { readonly tag: 'unknown_piece'; readonly pieceId: string }
  | { readonly tag: 'wrong_stage'; readonly stage: PieceStage }
  | { readonly tag: 'approval_needed' };

/** Spoils a sheet with its reason. The certificate goes back to the queue for a new piece, if it still counts. */
export function spoilPiece(
  ctx: StationContext,
  actor: Actor,
  spoiling: Spoiling,
): Result<Spoiled, SpoilRefusal> {
  return ctx.db.attempt<Spoiled, SpoilRefusal>((tx) => spoilWithin(tx, ctx, actor, spoiling));
}

/** A spoiled piece, and whether its certificate stands in the queue again. */
export interface Spoiled {
  readonly piece: ScannedPiece;
  readonly requeued: boolean;
}

/** As {@link spoilPiece}, as part of the caller's transaction, which is rolled back when this refuses. */
export function spoilWithin(
  tx: Writer,
  ctx: StationContext,
  actor: Actor,
  spoiling: Spoiling,
): Result<Spoiled, SpoilRefusal> {
  const { pieceId, reason, note } = spoiling;
  const piece = pieceAtBench.get(tx, { pieceId });
  if (piece === undefined) return err({ tag: 'unknown_piece', pieceId });
  const { stage, stockItemId, batchId } = piece;
  if (!nextStage(stage, 'spoil').ok) return err({ tag: 'wrong_stage', stage });
  const onPaper = stage !== 'rendered';
  const numbered = onPaper && stockItemId !== null && isNumbered(tx, stockItemId);
  const named = serialOf(tx, ctx, piece, numbered, spoiling);
  if (!named.ok) return named;
  const second = numbered && needsSecondPerson('spoil_numbered_sheet', rulesOf(tx, piece.jurisdiction));
  // The stage first: nobody is fetched for a sheet that cannot be spoiled any more.
  const moved = movePiece(tx, ctx, {
    pieceId,
    event: 'spoil',
    actor,
    reason,
    ...(numbered && named.value === null ? { detail: { serial: 'unreadable' } } : {}),
    notes: {
      ...(stage === 'packed' ? { parcelId: null } : {}),
      ...(named.value === null ? {} : { sheetSerial: named.value }),
    },
  });
  if (!moved.ok) return err({ tag: 'wrong_stage', stage });
  let secondUserId: string | null = null;
  if (second) {
    const { approvalId } = spoiling;
    const approval =
      approvalId === undefined
        ? null
        : spendApproval(tx, ctx, { approvalId, action: 'spoil_numbered_sheet', subjectId: pieceId, actor });
    if (approval === null || !approval.ok) return err({ tag: 'approval_needed' });
    secondUserId = approval.value.approvedBy;
  }
  repo.insertSpoilage.run(tx, {
    pieceId,
    at: ctx.clock.now(),
    userId: actor.userId,
    secondUserId,
    reason,
    note: note ?? null,
  });
  if (stage === 'packed') repo.takeOutOfParcel.run(tx, { pieceId, at: ctx.clock.now() });
  if (piece.parcelId !== null) repo.reopenParcel.run(tx, { parcelId: piece.parcelId });
  if (onPaper && stockItemId !== null && batchId !== null) {
    const passed = stage === 'qc_passed' || stage === 'packed';
    moveSheets(tx, ctx, {
      stockItemId,
      kind: passed ? 'spoiled_after_pass' : 'spoiled',
      sheets: 1,
      batchId,
      pieceId,
      actor,
      reference: reason,
      ...(named.value === null ? {} : { firstSerial: named.value }),
    });
    const serial = named.value;
    if (serial !== null) spoilSheet(tx, ctx, { stockItemId, serial, pieceId, batchId });
  }
  const after = pieceAtBench.get(tx, { pieceId }) ?? piece;
  return ok({ piece: scannedPiece(after), requeued: after.validity === 'active' });
}

/** The number of the sheet that is spoiled: the one it was passed with, or the one that is named now; null: none. */
function serialOf(
  tx: Writer,
  ctx: StationContext,
  piece: PieceAtBench,
  numbered: boolean,
  spoiling: Spoiling,
): Result<string | null, SpoilRefusal> {
  const { stockItemId, pieceId, batchId } = piece;
  if (piece.sheetSerial !== null || !numbered || stockItemId === null) return ok(piece.sheetSerial);
  if (spoiling.sheetSerial === undefined)
    return spoiling.serialUnreadable === true ? ok(null) : err({ tag: 'serial_needed' });
  const serial = spoiling.sheetSerial.toUpperCase().replace(/[\s\p{Cc}]/gu, '');
  const bound = bindSheet(tx, ctx, { stockItemId, serial, pieceId, batchId });
  return bound.ok ? ok(serial) : err({ tag: 'serial_refused', serial, reason: bound.error.tag });
}

/** Who must sign for a spoiled sheet; where no rule pack is at hand, two. */
function rulesOf(tx: Reader, jurisdiction: string): { readonly witnessesForSpoil: number } {
  const pack = repo.packOf.get(tx, { jurisdiction });
  return pack === undefined ? { witnessesForSpoil: 2 } : RulePack.parse(JSON.parse(pack.pack));
}

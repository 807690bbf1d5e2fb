/** Passed sheets go into envelopes: one parcel, one address. */
import type { PackVerdict, Parcel, ParcelState } from '../../../contract/station/packing.ts';
import type { ScannedPiece } from '../../../contract/station/qc.ts';
import { addressProblems, PostalAddress } from '../../../domain/address.ts';
import { format } from '../../../domain/money.ts';
import { err, ok } from '../../../domain/result.ts';
import type { Result } from '../../../domain/result.ts';
import type { Actor, StationContext } from '../../context.ts';
import type { Reader, Writer } from '../../db/statements.ts';
import { recordAudit } from '../../record/audit.ts';
import { recordInspection } from '../../record/inspections.ts';
import { nextNumber } from '../../record/numbers.ts';
import { resolveScan } from '../../record/resolveScan.ts';
import type { ResolvedScan } from '../../record/resolveScan.ts';
import {
  pieceAtBench,
  piecesInParcel,
  piecesOfCertificate,
  piecesToPack,
  scannedPiece,
  stoppedBecause,
} from '../../record/scannedPiece.ts';
import type { PieceAtBench } from '../../record/scannedPiece.ts';
import type { WorkParts } from '../../work.ts';
import { movePiece } from '../pieces/service.ts';
import * as repo from './repo.ts';

export type UnknownParcel = { readonly tag: 'unknown_parcel'; readonly parcelId: string };
export type WrongParcelState = { readonly tag: 'wrong_state'; readonly state: ParcelState };
/** Pieces that may not be mailed, each with its reason. */
export type NotMailable = {
  readonly tag: 'not_mailable';
  readonly pieces: { certificateNumber: string; reason: string }[];
};

/** A parcel as screens show it, or null. */
export function parcelView(tx: Reader, parcelId: string): Parcel | null {
  const parcel = repo.parcelById.get(tx, { parcelId });
  if (parcel === undefined) return null;
  const address = PostalAddress.parse(JSON.parse(parcel.address));
  const pieces = piecesInParcel.all(tx, { parcelId });
  const label = repo.labelOf.get(tx, { parcelId });
  const due = pieces.flatMap(({ dueAt }) => dueAt ?? []);
  return {
    parcelId,
    parcelNumber: parcel.parcelNumber,
    state: parcel.state,
    address,
    addressProblems: [...addressProblems(address)],
    pieces: pieces.map(scannedPiece),
    stillExpected:
      parcel.state === 'open' || parcel.state === 'packed'
        ? repo.stillExpected.all(tx, { addressKey: parcel.addressKey })
        : [],
    label:
      label === undefined
        ? null
        : {
            labelId: label.labelId,
            carrier: label.carrier,
            service: label.service,
            tracking: label.tracking,
            cost: format({ minor: label.costMinor, currency: label.currency }),
            demo: label.demo === 1,
            verified: label.verifiedAt !== null,
          },
    dueAt: due.length === 0 ? null : Math.min(...due),
  };
}

function viewAfter(ctx: StationContext, parcelId: string): Parcel {
  const parcel = ctx.db.read((tx) => parcelView(tx, parcelId));
  if (parcel === null) throw new Error('A parcel that was just worked on is gone');
  return parcel;
}

/** One parcel, or null. */
export function getParcel(ctx: StationContext, parcelId: string): Parcel | null {
  return ctx.db.read((tx) => parcelView(tx, parcelId));
}

/** What waits at the bench: passed sheets without an envelope, and open envelopes. */
export function waitingToPack(ctx: StationContext): { pieces: ScannedPiece[]; parcels: Parcel[] } {
  return ctx.db.read((tx) => ({
    pieces: piecesToPack.all(tx, { limit: 1000 }).map(scannedPiece),
    parcels: repo.openParcels
      .all(tx, { limit: 200 })
      .flatMap(({ parcelId }) => parcelView(tx, parcelId) ?? []),
  }));
}

/** What the bench answers to a scan. */
export interface PackAnswer {
  readonly verdict: PackVerdict;
  readonly parcel: Parcel | null;
  readonly piece: ScannedPiece | null;
  readonly reason: string | null;
}

interface Judged {
  readonly verdict: PackVerdict;
  readonly parcelId: string | null;
  readonly piece: PieceAtBench | null;
  readonly reason?: string | null;
}

/**
 * A sheet is scanned at the packing bench: it goes into the open envelope for its address, a new one where there is
 * none. `parcelId` says which envelope is in hand: a sheet for another is never put into it.
 */
export async function scanToPack(
  ctx: StationContext,
  parts: WorkParts,
  actor: Actor,
  input: { readonly text: string; readonly parcelId?: string | undefined },
): Promise<PackAnswer> {
  const meant = await resolveScan(ctx, parts, input.text);
  return ctx.db.write((tx) => {
    const { verdict, parcelId, piece, reason = null } = judge(tx, ctx, actor, meant, input.parcelId);
    recordInspection(tx, ctx, actor, {
      bench: 'pack',
      scanned: input.text,
      verdict,
      reason,
      pieceId: piece?.pieceId ?? null,
      batchId: piece?.batchId ?? null,
    });
    ctx.live.changed(tx, [{ topic: 'packing' }]);
    const now = piece === null ? null : (pieceAtBench.get(tx, piece) ?? piece);
    return {
      verdict,
      parcel: parcelId === null ? null : parcelView(tx, parcelId),
      piece: now === null ? null : scannedPiece(now),
      reason,
    };
  });
}

function judge(
  tx: Writer,
  ctx: StationContext,
  actor: Actor,
  meant: ResolvedScan,
  inHand: string | undefined,
): Judged {
  switch (meant.tag) {
    case 'verdict':
      return { verdict: meant.verdict, parcelId: null, piece: null, reason: meant.reason };
    case 'label':
      return { verdict: 'wrong_sheet', parcelId: null, piece: null, reason: 'label' };
    case 'parcel': {
      const parcel = repo.parcelById.get(tx, meant);
      if (parcel === undefined) return { verdict: 'unknown_code', parcelId: null, piece: null };
      return {
        verdict: parcel.parcelId === inHand ? 'already_packed' : 'other_parcel',
        parcelId: parcel.parcelId,
        piece: null,
      };
    }
    case 'sheet': {
      const piece = meant.pieceId === null ? undefined : pieceAtBench.get(tx, { pieceId: meant.pieceId });
      if (piece === undefined)
        return { verdict: 'unknown_code', parcelId: null, piece: null, reason: meant.serial };
      return judgePiece(tx, ctx, actor, piece, inHand);
    }
    case 'certificate': {
      const attempts = piecesOfCertificate.all(tx, meant);
      const piece = attempts.find(({ stage }) => stage !== 'spoiled' && stage !== 'cancelled') ?? attempts[0];
      if (piece === undefined) return { verdict: 'not_passed', parcelId: null, piece: null };
      return judgePiece(tx, ctx, actor, piece, inHand);
    }
    default:
      throw new Error('A scan means something that does not exist');
  }
}

function judgePiece(
  tx: Writer,
  ctx: StationContext,
  actor: Actor,
  piece: PieceAtBench,
  inHand: string | undefined,
): Judged {
  if (piece.validity !== 'active') {
    return { verdict: piece.validity, parcelId: piece.parcelId, piece, reason: piece.validityReason };
  }
  if (piece.stage === 'spoiled') return { verdict: 'spoiled_piece', parcelId: null, piece };
  if (
    ['packed', 'labelled', 'handed_over', 'in_transit', 'delivered', 'returned', 'lost'].includes(piece.stage)
  ) {
    return { verdict: 'already_packed', parcelId: piece.parcelId, piece };
  }
  if (piece.stage !== 'qc_passed')
    return { verdict: 'not_passed', parcelId: null, piece, reason: piece.stage };
  if (piece.holdReason !== null)
    return { verdict: 'on_hold', parcelId: null, piece, reason: piece.holdReason };
  const open = repo.openParcelFor.get(tx, { addressKey: piece.addressKey });
  if (inHand !== undefined && inHand !== open?.parcelId) {
    return { verdict: 'other_parcel', parcelId: open?.parcelId ?? null, piece };
  }
  const parcelId = open?.parcelId ?? openParcel(tx, ctx, actor, piece);
  const at = ctx.clock.now();
  repo.putIn.run(tx, { parcelId, pieceId: piece.pieceId, at });
  const moved = movePiece(tx, ctx, { pieceId: piece.pieceId, event: 'pack', actor, notes: { parcelId } });
  if (!moved.ok)
    throw new Error(`A piece that nothing stands against could not be packed: ${moved.error.tag}`);
  return { verdict: 'packed', parcelId, piece };
}

function openParcel(tx: Writer, ctx: StationContext, actor: Actor, piece: PieceAtBench): string {
  const parcelId = ctx.newId();
  const parcelNumber = nextNumber(tx, ctx, 'parcel');
  const { address, addressKey: key } = piece;
  repo.insertParcel.run(tx, {
    parcelId,
    parcelNumber,
    address,
    addressKey: key,
    createdAt: ctx.clock.now(),
    createdBy: actor.userId,
  });
  recordAudit(tx, ctx, {
    userId: actor.userId,
    action: 'parcel.opened',
    subject: parcelId,
    detail: { parcelNumber },
  });
  return parcelId;
}

/** The pieces of a parcel that may not be mailed: the gate before label, closing and hand-over. */
export function notMailable(tx: Reader, parcelId: string): NotMailable | null {
  const pieces = piecesInParcel.all(tx, { parcelId }).flatMap((piece) => {
    const reason = stoppedBecause(piece);
    return reason === null ? [] : [{ certificateNumber: piece.certificateNumber, reason }];
  });
  return pieces.length === 0 ? null : { tag: 'not_mailable', pieces };
}

const CHECKLIST = ['sheet_in', 'letter_in', 'address_shows'] as const;
export type ChecklistItem = (typeof CHECKLIST)[number];

/** Why an envelope stays open. */
export type CloseRefusal =
  | UnknownParcel
  | WrongParcelState
  | NotMailable
  | { readonly tag: 'checklist_incomplete'; readonly missing: string[] };

/** The envelope is complete: everything is in it, and nothing that may not be mailed. */
export function closeParcel(
  ctx: StationContext,
  actor: Actor,
  input: { readonly parcelId: string; readonly checklist: readonly ChecklistItem[] },
): Result<Parcel, CloseRefusal> {
  const { parcelId, checklist } = input;
  const closed = ctx.db.attempt<null, CloseRefusal>((tx) => {
    const parcel = repo.parcelById.get(tx, { parcelId });
    if (parcel === undefined) return err({ tag: 'unknown_parcel', parcelId });
    if (parcel.state !== 'open') return err({ tag: 'wrong_state', state: parcel.state });
    const empty = piecesInParcel.all(tx, { parcelId }).length === 0;
    const missing = CHECKLIST.filter((item) => !checklist.includes(item) || (item === 'sheet_in' && empty));
    if (missing.length > 0) return err({ tag: 'checklist_incomplete', missing });
    const stopped = notMailable(tx, parcelId);
    if (stopped !== null) return err(stopped);
    repo.setState.run(tx, { parcelId, state: 'packed', packedAt: ctx.clock.now() });
    recordAudit(tx, ctx, {
      userId: actor.userId,
      action: 'parcel.packed',
      subject: parcelId,
      detail: { checklist: checklist.join(' ') },
    });
    ctx.live.changed(tx, [{ topic: 'packing', id: parcelId }, { topic: 'shipping' }]);
    return ok(null);
  });
  return closed.ok ? ok(viewAfter(ctx, parcelId)) : closed;
}

/**
 * Takes a piece out of an envelope that has no label yet. The envelope is then open again. Out of one with a label only a
 * piece is taken that may not be mailed, so that the others in it need not stay: its label is checked anew then.
 */
export function takeOut(
  ctx: StationContext,
  actor: Actor,
  input: { readonly parcelId: string; readonly pieceId: string; readonly reason: string },
): Result<
  Parcel,
  UnknownParcel | WrongParcelState | { readonly tag: 'unknown_piece'; readonly pieceId: string }
> {
  const { parcelId, pieceId, reason } = input;
  type Refusal =
    | UnknownParcel
    | WrongParcelState
    | { readonly tag: 'unknown_piece'; readonly pieceId: string };
  const taken = ctx.db.attempt<null, Refusal>((tx) => {
    const parcel = repo.parcelById.get(tx, { parcelId });
    if (parcel === undefined) return err({ tag: 'unknown_parcel', parcelId });
    if (parcel.state === 'labelled' || parcel.state === 'closed') {
      const without = takeOutStopped(tx, ctx, actor, input);
      return without ? ok(null) : err({ tag: 'wrong_state', state: parcel.state });
    }
    if (parcel.state !== 'open' && parcel.state !== 'packed')
      return err({ tag: 'wrong_state', state: parcel.state });
    if (repo.intentUnderWay.get(tx, { parcelId }) !== undefined)
      return err({ tag: 'wrong_state', state: parcel.state });
    if (repo.takeOut.run(tx, { parcelId, pieceId, at: ctx.clock.now() }) === 0)
      return err({ tag: 'unknown_piece', pieceId });
    const moved = movePiece(tx, ctx, { pieceId, event: 'unpack', actor, reason, notes: { parcelId: null } });
    if (!moved.ok) return err({ tag: 'wrong_state', state: parcel.state });
    const other = repo.openParcelFor.get(tx, parcel);
    if (other === undefined) repo.setState.run(tx, { parcelId, state: 'open', packedAt: null });
    return ok(null);
  });
  return taken.ok ? ok(viewAfter(ctx, parcelId)) : taken;
}

/** Takes a stopped piece out of an envelope whose label is bought; false where it may stay or nothing else is in it. */
function takeOutStopped(
  tx: Writer,
  ctx: StationContext,
  actor: Actor,
  input: { readonly parcelId: string; readonly pieceId: string; readonly reason: string },
): boolean {
  const { parcelId, pieceId, reason } = input;
  const pieces = piecesInParcel.all(tx, { parcelId });
  const piece = pieces.find((each) => each.pieceId === pieceId);
  const bought = repo.intentUnderWay.get(tx, { parcelId })?.state === 'bought';
  if (piece === undefined || pieces.length < 2 || !bought || stoppedBecause(piece) === null) return false;
  const steps = piece.stage === 'labelled' ? (['void_label', 'unpack'] as const) : (['unpack'] as const);
  for (const event of steps) {
    const notes = event === 'unpack' ? { parcelId: null } : {};
    const moved = movePiece(tx, ctx, { pieceId, event, actor, reason, notes });
    if (!moved.ok) return false;
  }
  repo.takeOut.run(tx, { parcelId, pieceId, at: ctx.clock.now() });
  repo.checkLabelAgain.run(tx, { parcelId });
  return true;
}

/** Envelopes that came back: why, and what becomes of the sheets in them. */
import type { ReturnedParcel, ReturnReason } from '../../../contract/station/shipping.ts';
import type { PostalAddress } from '../../../domain/address.ts';
import { err, ok } from '../../../domain/result.ts';
import type { Result } from '../../../domain/result.ts';
import type { PieceStage } from '../../../domain/work/stages.ts';
import type { Actor, StationContext } from '../../context.ts';
import type { Reader, Writer } from '../../db/statements.ts';
import { recordAudit } from '../../record/audit.ts';
import { recordFact } from '../../record/facts.ts';
import { resolveScan } from '../../record/resolveScan.ts';
import type { ResolvedScan } from '../../record/resolveScan.ts';
import {
  certificatesIn,
  pieceAtBench,
  piecesInParcel,
  piecesOfCertificate,
  stoppedBecause,
} from '../../record/scannedPiece.ts';
import type { PieceAtBench } from '../../record/scannedPiece.ts';
import type { WorkParts } from '../../work.ts';
import { changeAddress } from '../addresses/service.ts';
import { parcelView } from '../packing/service.ts';
import type { UnknownParcel, WrongParcelState } from '../packing/service.ts';
import { displayNameOf } from '../people/service.ts';
import { movePiece } from '../pieces/service.ts';
import { spoilWithin } from '../spoiling/service.ts';
import type { SpoilRefusal } from '../spoiling/service.ts';
import * as repo from './repo.ts';

/** Why a sheet may not go out again, or null: its certificate counts no more, or another sheet was printed in its place. */
function stopped(piece: PieceAtBench): string | null {
  if (piece.replacedAt !== null) return 'replaced';
  return stoppedBecause({ ...piece, holdReason: null });
}

function shown(tx: Reader, parcelId: string, returnedAt: number): ReturnedParcel | null {
  const parcel = parcelView(tx, parcelId);
  if (parcel === null) return null;
  const told = repo.returnOf.get(tx, { parcelId });
  return {
    parcel,
    tracking: parcel.label?.tracking ?? null,
    returnedAt: told?.at ?? returnedAt,
    recordedBy: told === undefined ? null : displayNameOf(tx, told.userId),
    reason: told?.reason ?? null,
    note: told?.note ?? null,
    stopped: piecesInParcel.all(tx, { parcelId }).flatMap((piece) => {
      const reason = stopped(piece);
      return reason === null ? [] : [{ pieceId: piece.pieceId, reason }];
    }),
  };
}

/** Envelopes that came back and wait for what next, the longest first. */
export function returnedParcels(ctx: StationContext): ReturnedParcel[] {
  return ctx.db.read((tx) =>
    repo.openReturns.all(tx, {}).flatMap(({ parcelId, returnedAt }) => shown(tx, parcelId, returnedAt) ?? []),
  );
}

/** The envelope that a scan is of, or null: its label, its own code, or a certificate that was mailed in it. */
/** People type the number that stands on the envelope; no scanner reads it. */
function parcelNumbered(tx: Reader, text: string): string | null {
  return repo.parcelByNumber.get(tx, { parcelNumber: text.trim().toUpperCase() })?.parcelId ?? null;
}

function parcelMeant(tx: Reader, meant: ResolvedScan): string | null {
  switch (meant.tag) {
    case 'label':
      return repo.parcelOfLabel.get(tx, meant)?.parcelId ?? null;
    case 'parcel':
      return repo.parcelById.get(tx, meant)?.parcelId ?? null;
    case 'sheet':
      return meant.pieceId === null
        ? null
        : (pieceAtBench.get(tx, { pieceId: meant.pieceId })?.parcelId ?? null);
    case 'certificate':
      return (
        piecesOfCertificate.all(tx, meant).find(({ parcelId, stage }) => parcelId !== null && OUT.has(stage))
          ?.parcelId ?? null
      );
    case 'verdict':
      return null;
    default:
      return meant satisfies never;
  }
}

/** Stages after the hand-over. */
const OUT: ReadonlySet<PieceStage> = new Set<PieceStage>([
  'handed_over',
  'in_transit',
  'delivered',
  'returned',
  'lost',
]);

/**
 * An envelope that came back is in hand. Said twice of the same envelope, the first word stands; one that the carrier told of
 * before gets its reason.
 */
export async function recordReturn(
  ctx: StationContext,
  parts: WorkParts,
  actor: Actor,
  input: { readonly text: string; readonly reason: ReturnReason; readonly note?: string | undefined },
): Promise<Result<ReturnedParcel, UnknownParcel | WrongParcelState>> {
  const meant = await resolveScan(ctx, parts, input.text);
  return ctx.db.attempt<ReturnedParcel, UnknownParcel | WrongParcelState>((tx) => {
    const parcelId = parcelNumbered(tx, input.text) ?? parcelMeant(tx, meant);
    const parcel = parcelId === null ? undefined : repo.parcelById.get(tx, { parcelId });
    if (parcelId === null || parcel === undefined)
      return err({ tag: 'unknown_parcel', parcelId: input.text });
    const at = ctx.clock.now();
    const answered = (): Result<ReturnedParcel, UnknownParcel> => {
      const view = shown(tx, parcelId, at);
      return view === null ? err({ tag: 'unknown_parcel', parcelId }) : ok(view);
    };
    if (repo.returnOf.get(tx, { parcelId }) !== undefined) return answered();
    const pieces = piecesInParcel.all(tx, { parcelId });
    for (const { pieceId, stage } of pieces) {
      if (stage === 'returned') continue;
      const moved = movePiece(tx, ctx, { pieceId, event: 'return', actor, reason: input.reason });
      if (!moved.ok) return err({ tag: 'wrong_state', state: parcel.state });
    }
    if (pieces.length === 0) return err({ tag: 'wrong_state', state: parcel.state });
    const { reason, note = null } = input;
    repo.setState.run(tx, { parcelId, state: 'returned' });
    repo.insertReturn.run(tx, { returnId: ctx.newId(), parcelId, at, userId: actor.userId, reason, note });
    recordFact(tx, ctx, {
      kind: 'parcel',
      at,
      userId: actor.userId,
      parcelId,
      ...certificatesIn(piecesInParcel.all(tx, { parcelId })),
      event: 'returned',
      manifestNumber: null,
      reason,
    });
    recordAudit(tx, ctx, {
      userId: actor.userId,
      action: 'parcel.returned',
      subject: parcelId,
      detail: { reason, ...(note === null ? {} : { note }) },
    });
    ctx.live.changed(tx, [{ topic: 'shipping', id: parcelId }, { topic: 'alerts' }]);
    return answered();
  });
}

/** A sheet leaves the envelope that came back, and is as it was before it was packed. */
function takeBack(
  tx: Writer,
  ctx: StationContext,
  actor: Actor,
  piece: { readonly pieceId: string; readonly parcelId: string | null; readonly reason: string },
): boolean {
  const { pieceId, parcelId, reason } = piece;
  const resumed = movePiece(tx, ctx, { pieceId, event: 'resume', actor, reason, notes: { parcelId: null } });
  if (!resumed.ok) return false;
  if (parcelId !== null) repo.takeOut.run(tx, { parcelId, pieceId, at: ctx.clock.now() });
  return true;
}

/** The undamaged sheets of a returned envelope go back to the packing bench, to the address on record or a corrected one. */
export function resumeReturn(
  ctx: StationContext,
  actor: Actor,
  resume: {
    readonly parcelId: string;
    readonly address?: PostalAddress | undefined;
    readonly reason: string;
  },
): Result<{ resumed: number; left: number }, UnknownParcel | WrongParcelState> {
  const { parcelId, address, reason } = resume;
  return ctx.db.attempt<{ resumed: number; left: number }, UnknownParcel | WrongParcelState>((tx) => {
    const parcel = repo.parcelById.get(tx, { parcelId });
    if (parcel === undefined) return err({ tag: 'unknown_parcel', parcelId });
    const pieces = piecesInParcel.all(tx, { parcelId });
    const going = pieces.filter((piece) => piece.stage === 'returned' && stopped(piece) === null);
    if (parcel.state !== 'returned') return err({ tag: 'wrong_state', state: parcel.state });
    for (const { pieceId } of going) {
      if (!takeBack(tx, ctx, actor, { pieceId, parcelId, reason }))
        throw new Error('A sheet that nothing stands against did not come back into the work');
    }
    if (address !== undefined && going.length > 0)
      changeAddress(tx, ctx, actor, { pieces: going, address, reason });
    recordAudit(tx, ctx, {
      userId: actor.userId,
      action: 'parcel.resumed',
      subject: parcelId,
      detail: { sheets: String(going.length), corrected: String(address !== undefined) },
    });
    ctx.live.changed(tx, [{ topic: 'shipping', id: parcelId }, { topic: 'packing' }, { topic: 'alerts' }]);
    return ok({ resumed: going.length, left: pieces.length - going.length });
  });
}

/** A sheet of a returned envelope that cannot be mailed again. */
export interface SpoilReturned {
  readonly pieceId: string;
  readonly note?: string | undefined;
  readonly address?: PostalAddress | undefined;
  readonly approvalId?: string | undefined;
  readonly sheetSerial?: string | undefined;
  readonly serialUnreadable?: boolean;
}

/** Spoils a sheet that came back damaged; its certificate is printed anew, to a corrected address where one is given. */
export function spoilReturned(
  ctx: StationContext,
  actor: Actor,
  spoiling: SpoilReturned,
): Result<{ requeued: boolean }, SpoilRefusal> {
  const { pieceId, note, address } = spoiling;
  return ctx.db.attempt<{ requeued: boolean }, SpoilRefusal>((tx) => {
    const piece = pieceAtBench.get(tx, { pieceId });
    if (piece === undefined) return err({ tag: 'unknown_piece', pieceId });
    const reason = 'came back damaged';
    if (
      piece.stage !== 'returned' ||
      !takeBack(tx, ctx, actor, { pieceId, parcelId: piece.parcelId, reason })
    )
      return err({ tag: 'wrong_stage', stage: piece.stage });
    const spoiled = spoilWithin(tx, ctx, actor, {
      ...spoiling,
      reason: 'torn',
      note: note ?? reason,
    });
    if (!spoiled.ok) return spoiled;
    if (address !== undefined) changeAddress(tx, ctx, actor, { pieces: [piece], address, reason });
    ctx.live.changed(tx, [{ topic: 'alerts' }]);
    return ok({ requeued: spoiled.value.requeued });
  });
}

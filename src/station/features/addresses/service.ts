/** Where certificates go, corrected: for an envelope in hand, and for one that came back. */
import type { Parcel } from '../../../contract/station/packing.ts';
import { addressKey } from '../../../domain/address.ts';
import type { PostalAddress } from '../../../domain/address.ts';
import { err, ok } from '../../../domain/result.ts';
import type { Result } from '../../../domain/result.ts';
import type { Actor, StationContext } from '../../context.ts';
import type { Writer } from '../../db/statements.ts';
import { recordAudit } from '../../record/audit.ts';
import { recordFact } from '../../record/facts.ts';
import { piecesInParcel } from '../../record/scannedPiece.ts';
import type { PieceAtBench } from '../../record/scannedPiece.ts';
import { getParcel } from '../packing/service.ts';
import type { UnknownParcel, WrongParcelState } from '../packing/service.ts';
import * as repo from './repo.ts';

/** Sets where these certificates go from now on, and tells central, in the caller's transaction. */
export function changeAddress(
  tx: Writer,
  ctx: StationContext,
  actor: Actor,
  change: {
    readonly pieces: readonly Pick<PieceAtBench, 'deliverableId' | 'certificateId'>[];
    readonly address: PostalAddress;
    readonly reason: string;
  },
): void {
  const { pieces, address, reason } = change;
  const text = JSON.stringify(address);
  for (const { deliverableId } of pieces)
    repo.setDeliverableAddress.run(tx, { deliverableId, address: text, addressKey: addressKey(address) });
  recordFact(tx, ctx, {
    kind: 'address_corrected',
    at: ctx.clock.now(),
    userId: actor.userId,
    certificateIds: pieces.map(({ certificateId }) => certificateId),
    address,
    reason,
  });
}

/** Corrects where an envelope without a label goes, for the certificates in it, and tells central. */
export function correctAddress(
  ctx: StationContext,
  actor: Actor,
  input: { readonly parcelId: string; readonly address: PostalAddress; readonly reason: string },
): Result<Parcel, UnknownParcel | WrongParcelState> {
  const { parcelId, address, reason } = input;
  const corrected = ctx.db.attempt<null, UnknownParcel | WrongParcelState>((tx) => {
    const parcel = repo.parcelById.get(tx, { parcelId });
    if (parcel === undefined) return err({ tag: 'unknown_parcel', parcelId });
    const { state } = parcel;
    if (state !== 'open' && state !== 'packed') return err({ tag: 'wrong_state', state });
    if (repo.intentUnderWay.get(tx, { parcelId }) !== undefined) return err({ tag: 'wrong_state', state });
    const key = addressKey(address);
    const other = repo.openParcelFor.get(tx, { addressKey: key });
    // Another envelope for that address is open: this one's sheets belong into it.
    if (state === 'open' && other !== undefined && other.parcelId !== parcelId)
      return err({ tag: 'wrong_state', state: other.state });
    const text = JSON.stringify(address);
    const pieces = piecesInParcel.all(tx, { parcelId });
    repo.setAddress.run(tx, { parcelId, address: text, addressKey: key });
    changeAddress(tx, ctx, actor, { pieces, address, reason });
    recordAudit(tx, ctx, {
      userId: actor.userId,
      action: 'parcel.address_corrected',
      subject: parcelId,
      detail: { reason },
    });
    ctx.live.changed(tx, [{ topic: 'packing', id: parcelId }]);
    return ok(null);
  });
  if (!corrected.ok) return corrected;
  const parcel = getParcel(ctx, parcelId);
  return parcel === null ? err({ tag: 'unknown_parcel', parcelId }) : ok(parcel);
}

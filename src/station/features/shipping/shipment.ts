/** An envelope as a carrier sees it, and which carrier an offer is of. */
import { PostalAddress } from '../../../domain/address.ts';
import { err, ok } from '../../../domain/result.ts';
import type { Result } from '../../../domain/result.ts';
import type { CarrierAdapter, QuotedRate, Shipment } from '../../carriers/adapter.ts';
import type { Reader } from '../../db/statements.ts';
import { piecesInParcel } from '../../record/scannedPiece.ts';
import type { WorkParts } from '../../work.ts';
import type { UnknownParcel } from '../packing/service.ts';
import * as repo from './repo.ts';

/** Grams of one sheet, and of envelope and letter together. */
const SHEET_GRAMS = 5;
const ENVELOPE_GRAMS = 20;

/** A rate names its provider, so that an intent on record can be looked up there after a restart. */
export function qualifiedRateId(carrier: CarrierAdapter, rate: QuotedRate): string {
  return `${carrier.id}:${rate.rateId}`;
}

/** The provider that a qualified rate id names, or undefined. */
export function carrierOf(parts: WorkParts, rateId: string): CarrierAdapter | undefined {
  return parts.carriers.find(({ id }) => rateId.startsWith(`${id}:`));
}

/** Nobody has said yet where this school sends from. */
export type SenderMissing = { readonly tag: 'sender_missing' };

/** A parcel as a carrier sees it. */
export function shipmentOf(
  tx: Reader,
  parts: WorkParts,
  parcelId: string,
): Result<Shipment, UnknownParcel | SenderMissing> {
  const parcel = repo.parcelById.get(tx, { parcelId });
  if (parcel === undefined) return err({ tag: 'unknown_parcel', parcelId });
  const from = parts.shipFrom(tx);
  if (from === null) return err({ tag: 'sender_missing' });
  const sheets = piecesInParcel.all(tx, { parcelId }).length;
  return ok({
    parcelId,
    parcelNumber: parcel.parcelNumber,
    from,
    to: PostalAddress.parse(JSON.parse(parcel.address)),
    weightGrams: ENVELOPE_GRAMS + sheets * SHEET_GRAMS,
  });
}

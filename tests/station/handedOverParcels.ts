import { createShipping } from '../../src/station/features/shipping/service.ts';
import { must, shipper } from './paperStation.ts';
import type { Issued, IssueAbout, PaperStation } from './paperStation.ts';
import { packedParcels } from './passedPieces.ts';

/** Certificates each in an envelope of its own that the carrier's driver has taken. */
export async function handedOverParcels(
  station: PaperStation,
  count: number,
  about: IssueAbout = {},
): Promise<{ issued: Issued; parcelId: string; pieceId: string; tracking: string }[]> {
  const shipping = createShipping(station.ctx, station.parts);
  const packed = await packedParcels(station, count, about);
  await shipping.buyMany(
    shipper,
    packed.map(({ parcelId }) => parcelId),
  );
  const parcels = shipping.parcels({ limit: 200 }).rows;
  const gone = packed.map(({ issued, parcelId }) => {
    const parcel = parcels.find((each) => each.parcelId === parcelId);
    const tracking = parcel?.label?.tracking ?? '';
    must(shipping.verifyLabel(shipper, { parcelId, text: tracking }));
    return { issued, parcelId, pieceId: parcel?.pieces[0]?.pieceId ?? '', tracking };
  });
  must(
    await shipping.handOver(
      shipper,
      gone.map(({ parcelId }) => parcelId),
    ),
  );
  return gone;
}

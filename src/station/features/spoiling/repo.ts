import { eq } from 'drizzle-orm';
import type { SpoilReason } from '../../../contract/station/qc.ts';
import { rulePacks } from '../../db/schema/central.ts';
import { spoilage } from '../../db/schema/work.ts';
import { readQuery, sqlWrite, writeQuery } from '../../db/statements.ts';
import type { Named } from '../../db/statements.ts';

export const insertSpoilage = writeQuery(
  (
    query,
    v: Named<{
      pieceId: string;
      at: number;
      userId: string;
      secondUserId: string | null;
      reason: SpoilReason;
      note: string | null;
    }>,
  ) =>
    query.insert(spoilage).values({
      pieceId: v.pieceId,
      at: v.at,
      userId: v.userId,
      secondUserId: v.secondUserId,
      reason: v.reason,
      note: v.note,
    }),
);

export const packOf = readQuery((query, v: Named<{ jurisdiction: string }>) =>
  query.select({ pack: rulePacks.pack }).from(rulePacks).where(eq(rulePacks.jurisdiction, v.jurisdiction)),
);

/** A spoiled sheet is in no envelope any more. */
export const takeOutOfParcel = sqlWrite<{ pieceId: string; at: number }>(
  'UPDATE parcel_pieces SET taken_out_at = @at WHERE piece_id = @pieceId AND taken_out_at IS NULL',
);

/** A packed envelope out of which a sheet was spoiled is open again, unless another for that address is, or postage is bought. */
export const reopenParcel = sqlWrite<{ parcelId: string }>(
  `UPDATE parcels SET state = 'open', packed_at = NULL
   WHERE parcel_id = @parcelId AND state = 'packed'
     AND NOT EXISTS (SELECT 1 FROM parcels o WHERE o.address_key = parcels.address_key AND o.state = 'open')
     AND NOT EXISTS (SELECT 1 FROM label_intents i WHERE i.parcel_id = parcels.parcel_id AND i.state NOT IN ('refused', 'voided'))`,
);

import { z } from 'zod';
import { ParcelState } from '../../../contract/station/packing.ts';
import { ReturnReason } from '../../../contract/station/shipping.ts';
import { sqlRead, sqlWrite } from '../../db/statements.ts';

const Return = z.object({
  at: z.int(),
  userId: z.string(),
  reason: ReturnReason,
  note: z.string().nullable(),
});

export const returnOf = sqlRead<{ parcelId: string }, z.infer<typeof Return>>(
  'SELECT at, user_id AS userId, reason, note FROM returns WHERE parcel_id = @parcelId',
  Return,
);

export const insertReturn = sqlWrite<{
  returnId: string;
  parcelId: string;
  at: number;
  userId: string;
  reason: string;
  note: string | null;
}>(
  `INSERT INTO returns (return_id, parcel_id, at, user_id, reason, note)
   VALUES (@returnId, @parcelId, @at, @userId, @reason, @note) ON CONFLICT DO NOTHING`,
);

/** Envelopes that came back with paper in them that is not done with. */
export const openReturns = sqlRead<object, { parcelId: string; returnedAt: number }>(
  `SELECT p.parcel_id AS parcelId, min(q.stage_at) AS returnedAt
   FROM pieces q INDEXED BY pieces_stage JOIN parcels p ON p.parcel_id = q.parcel_id
   WHERE q.stage = 'returned' AND q.stage NOT IN ('delivered', 'spoiled', 'cancelled')
     AND NOT EXISTS (SELECT 1 FROM pulled WHERE pulled.piece_id = q.piece_id)
   GROUP BY p.parcel_id ORDER BY returnedAt LIMIT 500`,
  z.object({ parcelId: z.string(), returnedAt: z.int() }),
);

export const takeOut = sqlWrite<{ parcelId: string; pieceId: string; at: number }>(
  `UPDATE parcel_pieces SET taken_out_at = @at
   WHERE parcel_id = @parcelId AND piece_id = @pieceId AND taken_out_at IS NULL`,
);

export const parcelById = sqlRead<{ parcelId: string }, { parcelId: string; state: ParcelState }>(
  'SELECT parcel_id AS parcelId, state FROM parcels WHERE parcel_id = @parcelId',
  z.object({ parcelId: z.string(), state: ParcelState }),
);

export const parcelByNumber = sqlRead<{ parcelNumber: string }, { parcelId: string }>(
  'SELECT parcel_id AS parcelId FROM parcels WHERE parcel_number = @parcelNumber',
  z.object({ parcelId: z.string() }),
);

export const parcelOfLabel = sqlRead<{ tracking: string }, { parcelId: string }>(
  'SELECT parcel_id AS parcelId FROM labels WHERE tracking = @tracking',
  z.object({ parcelId: z.string() }),
);

export const setState = sqlWrite<{ parcelId: string; state: ParcelState }>(
  'UPDATE parcels SET state = @state WHERE parcel_id = @parcelId',
);

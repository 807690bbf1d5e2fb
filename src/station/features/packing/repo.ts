import { and, eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { ParcelState } from '../../../contract/station/packing.ts';
import { PieceStage } from '../../../domain/work/stages.ts';
import { parcels } from '../../db/schema/shipping.ts';
import { readQuery, sqlRead, sqlWrite, writeQuery } from '../../db/statements.ts';
import type { Named } from '../../db/statements.ts';

export const parcelById = readQuery((query, v: Named<{ parcelId: string }>) =>
  query.select().from(parcels).where(eq(parcels.parcelId, v.parcelId)),
);

export const openParcelFor = readQuery((query, v: Named<{ addressKey: string }>) =>
  query
    .select()
    .from(parcels)
    .where(and(eq(parcels.addressKey, v.addressKey), sql`${parcels.state} = 'open'`)),
);

export const openParcels = readQuery((query, v: Named<{ limit: number }>) =>
  query
    .select({ parcelId: parcels.parcelId })
    .from(parcels)
    .where(sql`${parcels.state} = 'open'`)
    .orderBy(parcels.createdAt)
    .limit(v.limit),
);

export const insertParcel = writeQuery(
  (
    query,
    v: Named<{
      parcelId: string;
      parcelNumber: string;
      address: string;
      addressKey: string;
      createdAt: number;
      createdBy: string;
    }>,
  ) =>
    query.insert(parcels).values({
      parcelId: v.parcelId,
      parcelNumber: v.parcelNumber,
      state: 'open',
      address: v.address,
      addressKey: v.addressKey,
      createdAt: v.createdAt,
      createdBy: v.createdBy,
    }),
);

export const setState = writeQuery(
  (query, v: Named<{ parcelId: string; state: ParcelState; packedAt: number | null }>) =>
    query
      .update(parcels)
      .set({ state: sql`${v.state}`, packedAt: sql`${v.packedAt}` })
      .where(eq(parcels.parcelId, v.parcelId)),
);

/** Out of an envelope and into it again within one millisecond is as if it had stayed. */
export const putIn = sqlWrite<{ parcelId: string; pieceId: string; at: number }>(
  `INSERT INTO parcel_pieces (parcel_id, piece_id, packed_at) VALUES (@parcelId, @pieceId, @at)
   ON CONFLICT (parcel_id, piece_id, packed_at) DO UPDATE SET taken_out_at = NULL`,
);

export const takeOut = sqlWrite<{ parcelId: string; pieceId: string; at: number }>(
  `UPDATE parcel_pieces SET taken_out_at = @at
   WHERE parcel_id = @parcelId AND piece_id = @pieceId AND taken_out_at IS NULL`,
);

const Expected = z.object({ certificateNumber: z.string(), issuedName: z.string(), stage: PieceStage });

/** What is owed to an address and not in this envelope; the stages as in the index on addresses. */
export const stillExpected = sqlRead<{ addressKey: string }, z.infer<typeof Expected>>(
  `SELECT c.certificate_number AS certificateNumber, c.issued_name AS issuedName, d.stage
   FROM deliverables d JOIN certificates c ON c.certificate_id = d.certificate_id
   WHERE d.address_key = @addressKey AND d.stage NOT IN ('handed_over', 'in_transit', 'delivered', 'returned', 'lost')
     AND c.validity = 'active' AND d.elsewhere_station_id IS NULL
     AND NOT EXISTS (SELECT 1 FROM pieces p WHERE p.deliverable_id = d.deliverable_id AND p.parcel_id IS NOT NULL
       AND p.stage IN ('packed', 'labelled'))
   ORDER BY c.certificate_number LIMIT 20`,
  Expected,
);

const Label = z.object({
  labelId: z.string(),
  carrier: z.string(),
  service: z.string(),
  tracking: z.string(),
  costMinor: z.int(),
  currency: z.string(),
  demo: z.int(),
  verifiedAt: z.int().nullable(),
});

export const labelOf = sqlRead<{ parcelId: string }, z.infer<typeof Label>>(
  `SELECT l.label_id AS labelId, l.carrier, l.service, l.tracking, l.cost_minor AS costMinor, l.currency, l.demo,
     p.label_verified_at AS verifiedAt
   FROM parcels p JOIN label_intents i ON i.parcel_id = p.parcel_id AND i.state IN ('bought', 'void_asked')
   JOIN labels l ON l.intent_id = i.intent_id AND l.voided_at IS NULL
   WHERE p.parcel_id = @parcelId`,
  Label,
);

/** Postage that is being bought, or may have been: the envelope may not change meanwhile. */
export const intentUnderWay = sqlRead<{ parcelId: string }, { intentId: string; state: string }>(
  `SELECT intent_id AS intentId, state FROM label_intents WHERE parcel_id = @parcelId AND state NOT IN ('refused', 'voided')`,
  z.object({ intentId: z.string(), state: z.string() }),
);

export const checkLabelAgain = sqlWrite<{ parcelId: string }>(
  `UPDATE parcels SET state = 'labelled', label_verified_at = NULL WHERE parcel_id = @parcelId`,
);

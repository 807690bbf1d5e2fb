import { and, eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { LabelIntentState } from '../../../contract/station/shipping.ts';
import { labelIntents, labels, manifests, parcels } from '../../db/schema/shipping.ts';
import { readQuery, sqlRead, sqlWrite, writeQuery } from '../../db/statements.ts';
import type { Named } from '../../db/statements.ts';

export const parcelById = readQuery((query, v: Named<{ parcelId: string }>) =>
  query.select().from(parcels).where(eq(parcels.parcelId, v.parcelId)),
);

export const parcelIds = sqlRead<
  { states: string | null; before: number; beforeId: string; limit: number },
  { parcelId: string; createdAt: number }
>(
  `SELECT parcel_id AS parcelId, created_at AS createdAt FROM parcels
   WHERE (@states IS NULL OR state IN (SELECT value FROM json_each(@states))) AND (created_at, parcel_id) < (@before, @beforeId)
   ORDER BY created_at DESC, parcel_id DESC LIMIT @limit`,
  z.object({ parcelId: z.string(), createdAt: z.int() }),
);

export const insertIntent = writeQuery(
  (
    query,
    v: Named<{
      intentId: string;
      parcelId: string;
      rateId: string;
      carrier: string;
      service: string;
      costMinor: number;
      currency: string;
      at: number;
      createdBy: string;
    }>,
  ) =>
    query.insert(labelIntents).values({
      intentId: v.intentId,
      parcelId: v.parcelId,
      rateId: v.rateId,
      carrier: v.carrier,
      service: v.service,
      costMinor: v.costMinor,
      currency: v.currency,
      state: 'wanted',
      createdAt: v.at,
      createdBy: v.createdBy,
      updatedAt: v.at,
    }),
);

/** `tried`: 1 when the carrier was asked once more. */
export const setIntent = writeQuery(
  (
    query,
    v: Named<{
      intentId: string;
      state: LabelIntentState;
      problem: string | null;
      tried: number;
      at: number;
    }>,
  ) =>
    query
      .update(labelIntents)
      .set({
        state: sql`${v.state}`,
        problem: sql`${v.problem}`,
        attempts: sql`${labelIntents.attempts} + ${v.tried}`,
        updatedAt: sql`${v.at}`,
      })
      .where(eq(labelIntents.intentId, v.intentId)),
);

export const setCost = writeQuery(
  (query, v: Named<{ intentId: string; costMinor: number; currency: string }>) =>
    query
      .update(labelIntents)
      .set({ costMinor: sql`${v.costMinor}`, currency: sql`${v.currency}` })
      .where(eq(labelIntents.intentId, v.intentId)),
);

export const intentById = readQuery((query, v: Named<{ intentId: string }>) =>
  query.select().from(labelIntents).where(eq(labelIntents.intentId, v.intentId)),
);

export type IntentRow = NonNullable<ReturnType<typeof intentById.get>>;

/** The one intent of a parcel that counts; those that came to nothing are left out. */
export const standingIntent = readQuery((query, v: Named<{ parcelId: string }>) =>
  query
    .select()
    .from(labelIntents)
    .where(
      and(eq(labelIntents.parcelId, v.parcelId), sql`${labelIntents.state} NOT IN ('refused', 'voided')`),
    ),
);

const Shown = z.object({
  intentId: z.string(),
  parcelId: z.string(),
  parcelNumber: z.string(),
  state: LabelIntentState,
  attempts: z.int(),
  problem: z.string().nullable(),
  costMinor: z.int(),
  currency: z.string(),
  updatedAt: z.int(),
});
export type ShownIntent = z.infer<typeof Shown>;

const SHOWN = `
  SELECT i.intent_id AS intentId, i.parcel_id AS parcelId, p.parcel_number AS parcelNumber, i.state, i.attempts, i.problem,
    i.cost_minor AS costMinor, i.currency, i.updated_at AS updatedAt
  FROM label_intents i JOIN parcels p ON p.parcel_id = i.parcel_id`;

export const shownIntent = sqlRead<{ intentId: string }, ShownIntent>(
  `${SHOWN} WHERE i.intent_id = @intentId`,
  Shown,
);

/** What waits for the carrier or a person; the list is what the index on standing intents does not hold many of. */
export const openIntents = sqlRead<object, ShownIntent>(
  `${SHOWN} WHERE i.state IN ('wanted', 'buying', 'in_doubt', 'parked', 'void_asked') ORDER BY i.created_at`,
  Shown,
);

export const intentsIn = readQuery((query, v: Named<{ state: LabelIntentState }>) =>
  query.select().from(labelIntents).where(eq(labelIntents.state, v.state)),
);

export const insertLabel = writeQuery(
  (
    query,
    v: Named<{
      labelId: string;
      intentId: string;
      parcelId: string;
      carrier: string;
      service: string;
      tracking: string;
      trackingUrl: string | null;
      costMinor: number;
      currency: string;
      file: Buffer;
      mediaType: string;
      demo: boolean;
      boughtAt: number;
    }>,
  ) =>
    query.insert(labels).values({
      labelId: v.labelId,
      intentId: v.intentId,
      parcelId: v.parcelId,
      carrier: v.carrier,
      service: v.service,
      tracking: v.tracking,
      trackingUrl: v.trackingUrl,
      costMinor: v.costMinor,
      currency: v.currency,
      file: v.file,
      mediaType: v.mediaType,
      demo: v.demo,
      boughtAt: v.boughtAt,
    }),
);

export const labelOfIntent = readQuery((query, v: Named<{ intentId: string }>) =>
  query.select().from(labels).where(eq(labels.intentId, v.intentId)),
);

export const labelByTracking = readQuery((query, v: Named<{ tracking: string }>) =>
  query
    .select({ parcelId: labels.parcelId, voidedAt: labels.voidedAt })
    .from(labels)
    .where(eq(labels.tracking, v.tracking)),
);

export const voidLabel = sqlWrite<{ intentId: string; at: number }>(
  'UPDATE labels SET voided_at = @at WHERE intent_id = @intentId AND voided_at IS NULL',
);

export const setParcel = sqlWrite<{ parcelId: string; state: string; verifiedAt: number | null }>(
  'UPDATE parcels SET state = @state, label_verified_at = @verifiedAt WHERE parcel_id = @parcelId',
);

export const handOverParcel = sqlWrite<{ parcelId: string; manifestId: string; at: number }>(
  `UPDATE parcels SET state = 'handed_over', manifest_id = @manifestId, handed_over_at = @at WHERE parcel_id = @parcelId`,
);

export const insertManifest = writeQuery(
  (
    query,
    v: Named<{
      manifestId: string;
      manifestNumber: string;
      carrier: string;
      createdAt: number;
      createdBy: string;
    }>,
  ) =>
    query.insert(manifests).values({
      manifestId: v.manifestId,
      manifestNumber: v.manifestNumber,
      carrier: v.carrier,
      createdAt: v.createdAt,
      createdBy: v.createdBy,
    }),
);

const ShownManifest = z.object({
  manifestId: z.string(),
  manifestNumber: z.string(),
  carrier: z.string(),
  createdAt: z.int(),
  createdBy: z.string(),
  parcels: z.int(),
});

export const recentManifests = sqlRead<{ limit: number }, z.infer<typeof ShownManifest>>(
  `SELECT m.manifest_id AS manifestId, m.manifest_number AS manifestNumber, m.carrier, m.created_at AS createdAt,
     coalesce(u.display_name, m.created_by) AS createdBy,
     (SELECT count(*) FROM parcels p WHERE p.manifest_id = m.manifest_id) AS parcels
   FROM manifests m LEFT JOIN people u ON u.user_id = m.created_by ORDER BY m.created_at DESC, m.manifest_number DESC LIMIT @limit`,
  ShownManifest,
);

export const manifestById = readQuery((query, v: Named<{ manifestId: string }>) =>
  query.select().from(manifests).where(eq(manifests.manifestId, v.manifestId)),
);

export const parcelsOfManifest = readQuery((query, v: Named<{ manifestId: string }>) =>
  query
    .select({ parcelNumber: parcels.parcelNumber, tracking: labels.tracking, service: labels.service })
    .from(parcels)
    .innerJoin(labels, and(eq(labels.parcelId, parcels.parcelId), sql`${labels.voidedAt} IS NULL`))
    .where(eq(parcels.manifestId, v.manifestId))
    .orderBy(parcels.parcelNumber),
);

/** Changes nothing when the carrier has told this before. */
export const insertTracking = sqlWrite<{
  parcelId: string;
  at: number;
  status: string;
  detail: string | null;
  eventId: string;
}>(
  `INSERT INTO tracking_events (parcel_id, at, status, detail, provider_event)
   VALUES (@parcelId, @at, @status, @detail, @eventId) ON CONFLICT (provider_event) DO NOTHING`,
);

export const setState = sqlWrite<{ parcelId: string; state: string }>(
  'UPDATE parcels SET state = @state WHERE parcel_id = @parcelId',
);

/** Since a restore it is open whether a label was bought for this envelope. `at`: when the restore was found. */
export const parcelDoubt = sqlRead<{ parcelId: string }, { at: number }>(
  'SELECT at FROM restore_doubts WHERE parcel_id = @parcelId AND settled_at IS NULL',
  z.object({ at: z.int() }),
);

export const settleParcelDoubt = sqlWrite<{ parcelId: string; at: number; by: string; outcome: string }>(
  `UPDATE restore_doubts SET settled_at = @at, settled_by = @by, outcome = @outcome
   WHERE parcel_id = @parcelId AND settled_at IS NULL`,
);

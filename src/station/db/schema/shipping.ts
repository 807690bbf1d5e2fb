/** Envelopes and postage. */
import { blob, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { ParcelState } from '../../../contract/station/packing.ts';
import type { LabelIntentState } from '../../../contract/station/shipping.ts';

export const parcels = sqliteTable('parcels', {
  parcelId: text('parcel_id').primaryKey(),
  parcelNumber: text('parcel_number').notNull(),
  state: text('state').$type<ParcelState>().notNull(),
  address: text('address').notNull(),
  addressKey: text('address_key').notNull(),
  createdAt: integer('created_at').notNull(),
  createdBy: text('created_by').notNull(),
  packedAt: integer('packed_at'),
  labelVerifiedAt: integer('label_verified_at'),
  manifestId: text('manifest_id'),
  handedOverAt: integer('handed_over_at'),
});

export const parcelPieces = sqliteTable(
  'parcel_pieces',
  {
    parcelId: text('parcel_id').notNull(),
    pieceId: text('piece_id').notNull(),
    packedAt: integer('packed_at').notNull(),
    takenOutAt: integer('taken_out_at'),
  },
  (table) => [primaryKey({ columns: [table.parcelId, table.pieceId, table.packedAt] })],
);

export const labelIntents = sqliteTable('label_intents', {
  intentId: text('intent_id').primaryKey(),
  parcelId: text('parcel_id').notNull(),
  rateId: text('rate_id').notNull(),
  carrier: text('carrier').notNull(),
  service: text('service').notNull(),
  costMinor: integer('cost_minor').notNull(),
  currency: text('currency').notNull(),
  state: text('state').$type<LabelIntentState>().notNull(),
  attempts: integer('attempts').notNull().default(0),
  problem: text('problem'),
  createdAt: integer('created_at').notNull(),
  createdBy: text('created_by').notNull(),
  updatedAt: integer('updated_at').notNull(),
});

export const labels = sqliteTable('labels', {
  labelId: text('label_id').primaryKey(),
  intentId: text('intent_id').notNull(),
  parcelId: text('parcel_id').notNull(),
  carrier: text('carrier').notNull(),
  service: text('service').notNull(),
  tracking: text('tracking').notNull(),
  trackingUrl: text('tracking_url'),
  costMinor: integer('cost_minor').notNull(),
  currency: text('currency').notNull(),
  file: blob('file', { mode: 'buffer' }).notNull(),
  mediaType: text('media_type').notNull(),
  demo: integer('demo', { mode: 'boolean' }).notNull(),
  boughtAt: integer('bought_at').notNull(),
  voidedAt: integer('voided_at'),
});

export const manifests = sqliteTable('manifests', {
  manifestId: text('manifest_id').primaryKey(),
  manifestNumber: text('manifest_number').notNull(),
  carrier: text('carrier').notNull(),
  createdAt: integer('created_at').notNull(),
  createdBy: text('created_by').notNull(),
});

export const trackingEvents = sqliteTable('tracking_events', {
  trackingRow: integer('tracking_row').primaryKey(),
  parcelId: text('parcel_id').notNull(),
  at: integer('at').notNull(),
  status: text('status').notNull(),
  detail: text('detail'),
  providerEvent: text('provider_event').notNull(),
});

export const returns = sqliteTable('returns', {
  returnId: text('return_id').primaryKey(),
  parcelId: text('parcel_id').notNull(),
  at: integer('at').notNull(),
  userId: text('user_id').notNull(),
  reason: text('reason').notNull(),
  note: text('note'),
});

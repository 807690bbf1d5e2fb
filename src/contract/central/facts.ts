/** Facts: what happened at a station, in its own order. A fact is never refused; one that is at odds is raised as a conflict. */
import { z } from 'zod';
import { PostalAddress } from '../../domain/address.ts';
import { Money } from '../../domain/money.ts';
import { MovementKind } from '../../domain/stock/ledger.ts';
import { PieceEvent, PieceStage } from '../../domain/work/stages.ts';
import { Instant, procedure } from './base.ts';

/** Epochs of the leases under which the pieces in an envelope were begun, by certificate id. Absent: told before this was. */
const epochs = { epochs: z.record(z.string(), z.int()).optional() };

const happened = { at: Instant, userId: z.string().nullable() };

export const Fact = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('piece'),
    ...happened,
    pieceId: z.string(),
    deliverableId: z.string(),
    certificateId: z.string(),
    attempt: z.int(),
    /** The lease's epoch under which it was begun. */
    epoch: z.int(),
    event: PieceEvent,
    stage: PieceStage,
    /** What becomes of the deliverable: a spoiled piece puts it back to `queued`. */
    deliverableStage: PieceStage,
    batchNumber: z.string().nullable(),
    sheetSerial: z.string().nullable(),
    /** SHA-256 of the rendered page, hex. */
    pageHash: z.string().nullable(),
    reason: z.string().nullable(),
  }),
  z.object({
    kind: z.literal('label'),
    ...happened,
    intentId: z.string(),
    parcelId: z.string(),
    certificateIds: z.array(z.string()),
    ...epochs,
    outcome: z.enum(['bought', 'voided']),
    carrier: z.string(),
    service: z.string(),
    tracking: z.string(),
    trackingUrl: z.string().nullable(),
    cost: Money,
  }),
  z.object({
    kind: z.literal('parcel'),
    ...happened,
    parcelId: z.string(),
    certificateIds: z.array(z.string()),
    ...epochs,
    event: z.enum(['handed_over', 'in_transit', 'delivered', 'returned', 'lost']),
    manifestNumber: z.string().nullable(),
    /** Why it came back, where a person had it in hand. */
    reason: z.string().nullable().optional(),
  }),
  z.object({
    kind: z.literal('address_corrected'),
    ...happened,
    certificateIds: z.array(z.string()),
    address: PostalAddress,
    reason: z.string(),
  }),
  z.object({
    kind: z.literal('sheets'),
    ...happened,
    stockItemId: z.string(),
    movement: MovementKind,
    sheets: z.int(),
    firstSerial: z.string().nullable(),
    reference: z.string().nullable(),
  }),
  z.object({
    kind: z.literal('pulled'),
    ...happened,
    pieceId: z.string(),
    certificateId: z.string(),
    note: z.string().nullable(),
  }),
]);
export type Fact = z.infer<typeof Fact>;

export const FactConflict = z.object({
  sequence: z.int(),
  kind: z.enum([
    'stale_epoch',
    'lease_expired',
    'not_active',
    'second_print',
    'unknown_certificate',
    'out_of_order',
  ]),
  detail: z.string(),
});
export type FactConflict = z.infer<typeof FactConflict>;

/** A conflict as supervisors see it. */
export const RaisedConflict = FactConflict.extend({
  conflictId: z.int(),
  stationId: z.string(),
  certificateId: z.string().nullable(),
  raisedAt: Instant,
  settledAt: Instant.nullable(),
  settledBy: z.string().nullable(),
});
export type RaisedConflict = z.infer<typeof RaisedConflict>;

export const factsContract = {
  /**
   * Takes facts in order. `sequence` counts from 1 per station without gaps; what was applied already is passed over, a gap
   * is answered with where to go on from. A number that is applied already under another fact means that the station's
   * database is an older one: nothing is applied then, and `divergedAt` names the first such number. With no facts it only says
   * how far this station's were applied.
   */
  push: procedure('station')
    .route({
      method: 'POST',
      path: '/v1/facts',
      summary: 'Report what happened; each (station, sequence) is applied once',
    })
    .input(
      z.object({
        facts: z.array(z.object({ sequence: z.int().min(1), fact: Fact })).max(1000),
      }),
    )
    .output(
      z.object({
        appliedThrough: z.int(),
        conflicts: z.array(FactConflict),
        divergedAt: z.int().nullable().default(null),
      }),
    ),
  /** What facts were at odds with, for a supervisor; newest first. */
  conflicts: procedure('administrator')
    .route({ method: 'GET', path: '/v1/conflicts', summary: 'Facts at odds with what central knew' })
    .input(z.object({ settled: z.enum(['true', 'false']).default('false') }))
    .output(z.array(RaisedConflict)),
  settle: procedure('administrator')
    .route({ method: 'POST', path: '/v1/conflicts/{conflictId}/settle', summary: 'A person looked at it' })
    .input(z.object({ conflictId: z.coerce.number().int(), by: z.string().trim().min(1).max(120) }))
    .output(RaisedConflict),
};

/** Postage, the label on the envelope, hand-over to the carrier. Money is spent at most once per label intent. */
import { z } from 'zod';
import { PostalAddress } from '../../domain/address.ts';
import { Money } from '../../domain/money.ts';
import { PieceStage } from '../../domain/work/stages.ts';
import { Instant, PageCursor, procedure } from './base.ts';
import { Parcel, ParcelState } from './packing.ts';
import { SpoiledSerial, spoiledSerialErrors } from './qc.ts';

export const Rate = z.object({
  rateId: z.string(),
  carrier: z.string(),
  service: z.string(),
  cost: Money,
  estimatedDays: z.int().nullable(),
  /** Arrives before the deadline by the carrier's estimate; null where there is no deadline or estimate. */
  meetsDeadline: z.boolean().nullable(),
  demo: z.boolean(),
});
export type Rate = z.infer<typeof Rate>;

/** `in_doubt`: the carrier did not answer clearly; it is looked up until known, and never bought again meanwhile. */
export const LabelIntentState = z.enum([
  'wanted',
  'buying',
  'bought',
  'in_doubt',
  'refused',
  'parked',
  'void_asked',
  'voided',
]);
export type LabelIntentState = z.infer<typeof LabelIntentState>;

export const LabelIntent = z.object({
  intentId: z.string(),
  parcelId: z.string(),
  parcelNumber: z.string(),
  state: LabelIntentState,
  attempts: z.int(),
  problem: z.string().nullable(),
  cost: Money.nullable(),
  updatedAt: Instant,
});
export type LabelIntent = z.infer<typeof LabelIntent>;

export const Manifest = z.object({
  manifestId: z.string(),
  manifestNumber: z.string(),
  carrier: z.string(),
  createdAt: Instant,
  createdBy: z.string(),
  parcels: z.int(),
});
export type Manifest = z.infer<typeof Manifest>;

/** Is the label on the envelope this parcel's? */
export const LabelVerdict = z.enum(['match', 'other_parcels_label', 'not_a_label']);
export type LabelVerdict = z.infer<typeof LabelVerdict>;

/** Why an envelope came back. */
export const ReturnReason = z.enum(['refused', 'moved', 'unknown_address', 'damaged', 'unclaimed', 'other']);
export type ReturnReason = z.infer<typeof ReturnReason>;

/** An envelope that came back and is not done with. `reason` null: the carrier says so, and nobody has had it in hand. */
export const ReturnedParcel = z.object({
  parcel: Parcel,
  tracking: z.string().nullable(),
  returnedAt: Instant,
  recordedBy: z.string().nullable(),
  reason: ReturnReason.nullable(),
  note: z.string().nullable(),
  /** Pieces that may not go out again, and why: their paper is to be destroyed. */
  stopped: z.array(z.object({ pieceId: z.string(), reason: z.string() })),
});
export type ReturnedParcel = z.infer<typeof ReturnedParcel>;

const wrongState = { WRONG_STATE: { status: 409, data: z.object({ state: ParcelState }) } } as const;
const notMailable = {
  NOT_MAILABLE: {
    status: 409,
    data: z.object({ pieces: z.array(z.object({ certificateNumber: z.string(), reason: z.string() })) }),
  },
} as const;

export const shippingContract = {
  parcels: procedure('queue.read')
    .input(
      z.object({
        states: z.array(ParcelState).optional(),
        cursor: PageCursor.optional(),
        limit: z.int().min(1).max(200).default(50),
      }),
    )
    .output(z.object({ rows: z.array(Parcel), next: PageCursor.nullable() })),
  rates: procedure('label.buy')
    .input(z.object({ parcelId: z.string().max(100) }))
    .output(z.array(Rate))
    .errors({
      ...wrongState,
      CARRIER_UNREACHABLE: { status: 503, data: z.object({ carrier: z.string() }) },
      ADDRESS_REFUSED: { status: 422, data: z.object({ message: z.string() }) },
      /** Nobody has said yet where this school sends from. */
      SENDER_MISSING: { status: 409 },
    }),
  /** Records the intent, buys once, keeps the label. The same parcel again answers with the label it has. */
  buyLabel: procedure('label.buy')
    .input(z.object({ parcelId: z.string().max(100), rateId: z.string().max(200) }))
    .output(z.object({ intent: LabelIntent, parcel: Parcel }))
    .errors({
      ...wrongState,
      ...notMailable,
      CARRIER_REFUSED: { status: 422, data: z.object({ message: z.string() }) },
      CARRIER_UNREACHABLE: { status: 503, data: z.object({ carrier: z.string() }) },
      SENDER_MISSING: { status: 409 },
      RATE_EXPIRED: { status: 409 },
    }),
  /** One key for many: every packed parcel gets the cheapest rate that meets its deadline. */
  buyMany: procedure('label.buy')
    .input(z.object({ parcelIds: z.array(z.string().max(100)).min(1).max(500) }))
    .output(
      z.object({
        bought: z.array(z.string()),
        failed: z.array(z.object({ parcelId: z.string(), reason: z.string() })),
      }),
    ),
  labelFile: procedure('label.buy')
    .input(z.object({ parcelId: z.string().max(100) }))
    .output(z.file()),
  /** The label as a picture for the screen. */
  labelPicture: procedure('label.buy')
    .input(z.object({ parcelId: z.string().max(100) }))
    .output(z.file()),
  /** The label stuck on the envelope is scanned: is it this parcel's? Then the parcel is closed. */
  verifyLabel: procedure('label.buy')
    .input(z.object({ parcelId: z.string().max(100), text: z.string().min(1).max(2000) }))
    .output(z.object({ verdict: LabelVerdict, parcel: Parcel }))
    .errors({ ...wrongState, ...notMailable }),
  voidLabel: procedure('label.void')
    .input(
      z.object({
        parcelId: z.string().max(100),
        reason: z.string().trim().min(3).max(300),
        approvalId: z.string().max(100).optional(),
      }),
    )
    .output(LabelIntent)
    .errors({
      ...wrongState,
      APPROVAL_NEEDED: { status: 409, data: z.object({ action: z.literal('void_label_after_hand_over') }) },
    }),
  /** Intents that wait for the carrier or a person. */
  openIntents: procedure('label.buy').output(z.array(LabelIntent)),
  /** The closed parcels go to the carrier's driver; one manifest per carrier. Those that may not go are left out and named. */
  handOver: procedure('handover')
    .input(z.object({ parcelIds: z.array(z.string().max(100)).min(1).max(1000) }))
    .output(
      z.object({
        manifests: z.array(Manifest),
        leftOut: z.array(z.object({ parcelId: z.string(), parcelNumber: z.string(), reason: z.string() })),
      }),
    )
    .errors({ HOLD_SHIPPING: { status: 409, data: z.object({ reason: z.string() }) } }),
  manifests: procedure('queue.read')
    .input(z.object({ limit: z.int().min(1).max(100).default(20) }))
    .output(z.array(Manifest)),
  manifestFile: procedure('handover')
    .input(z.object({ manifestId: z.string().max(100) }))
    .output(z.file()),
  /** Envelopes that came back and wait for what next, the longest first. */
  returned: procedure('queue.read').output(z.array(ReturnedParcel)),
  /** An envelope that came back is in hand: its label, or a certificate in it, is scanned or typed. */
  recordReturn: procedure('return.record')
    .input(
      z.object({
        text: z.string().trim().min(1).max(2000),
        reason: ReturnReason,
        note: z.string().trim().max(300).optional(),
      }),
    )
    .output(ReturnedParcel)
    .errors(wrongState),
  /**
   * The sheets are undamaged: they go back to the packing bench for a new envelope, to the address that is given or the one
   * on record. What may not be mailed any more stays behind.
   */
  resumeReturn: procedure('return.record')
    .input(
      z.object({
        parcelId: z.string().max(100),
        address: PostalAddress.optional(),
        reason: z.string().trim().min(3).max(300).default('returned envelope'),
      }),
    )
    .output(z.object({ resumed: z.int(), left: z.int() }))
    .errors(wrongState),
  /** A sheet of a returned envelope cannot be mailed again: it is spoiled, and a new piece is queued for its certificate. */
  spoilReturned: procedure('return.record')
    .input(
      z.object({
        pieceId: z.string().max(100),
        note: z.string().trim().max(300).optional(),
        address: PostalAddress.optional(),
        approvalId: z.string().max(100).optional(),
        ...SpoiledSerial,
      }),
    )
    .output(z.object({ requeued: z.boolean() }))
    .errors({
      ...spoiledSerialErrors,
      WRONG_STAGE: { status: 409, data: z.object({ stage: PieceStage }) },
      APPROVAL_NEEDED: { status: 409, data: z.object({ action: z.literal('spoil_numbered_sheet') }) },
    }),
};

/** Postage, the label on the envelope, hand-over to the carrier. Money is spent at most once per label intent. */
import { z } from 'zod';
import { Money } from '../../domain/money.ts';
import { Instant, PageCursor, procedure } from './base.ts';
import { Parcel, ParcelState } from './packing.ts';

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
    }),
  /** Records the intent, buys once, keeps the label. The same parcel again answers with the label it has. */
  buyLabel: procedure('label.buy')
    .input(z.object({ parcelId: z.string().max(100), rateId: z.string().max(200) }))
    .output(z.object({ intent: LabelIntent, parcel: Parcel }))
    .errors({
      ...wrongState,
      ...notMailable,
      CARRIER_REFUSED: { status: 422, data: z.object({ message: z.string() }) },
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
};

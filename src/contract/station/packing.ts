/** Passed sheets go into envelopes: one parcel, one address. */
import { z } from 'zod';
import { AddressProblem, PostalAddress } from '../../domain/address.ts';
import { Verdict } from '../../domain/work/scanText.ts';
import { Instant, procedure } from './base.ts';
import { ScannedPiece } from './qc.ts';

/** What a scan at the packing bench can answer, beyond what any scan can. */
export const PackVerdict = z.enum([
  ...Verdict.options,
  /** In its envelope now (`pass` is not used here). */
  'packed',
  'already_packed',
  /** Belongs into another open envelope: the answer's parcel. */
  'other_parcel',
  /** Not passed by quality control yet. */
  'not_passed',
]);
export type PackVerdict = z.infer<typeof PackVerdict>;

export const ParcelState = z.enum([
  'open',
  'packed',
  'labelled',
  'closed',
  'handed_over',
  'in_transit',
  'delivered',
  'returned',
  'lost',
]);
export type ParcelState = z.infer<typeof ParcelState>;

export const Parcel = z.object({
  parcelId: z.string(),
  /** For people: `P-2026-0042`. */
  parcelNumber: z.string(),
  state: ParcelState,
  address: PostalAddress,
  addressProblems: z.array(AddressProblem),
  pieces: z.array(ScannedPiece),
  /** Certificates for the same address that are not in this envelope yet. */
  stillExpected: z.array(
    z.object({ certificateNumber: z.string(), issuedName: z.string(), stage: z.string() }),
  ),
  label: z
    .object({
      labelId: z.string(),
      carrier: z.string(),
      service: z.string(),
      tracking: z.string(),
      cost: z.string(),
      demo: z.boolean(),
      verified: z.boolean(),
    })
    .nullable(),
  dueAt: Instant.nullable(),
});
export type Parcel = z.infer<typeof Parcel>;

export const packingContract = {
  /** A sheet (or a parcel's own code) is scanned at the packing bench: which envelope does it go into? */
  scan: procedure('pack')
    .input(z.object({ text: z.string().min(1).max(2000), parcelId: z.string().max(100).optional() }))
    .output(
      z.object({
        verdict: PackVerdict,
        parcel: Parcel.nullable(),
        piece: ScannedPiece.nullable(),
        reason: z.string().nullable(),
      }),
    ),
  /** The envelope is complete. */
  close: procedure('pack')
    .input(
      z.object({
        parcelId: z.string().max(100),
        checklist: z.array(z.enum(['sheet_in', 'letter_in', 'address_shows'])).max(3),
      }),
    )
    .output(Parcel)
    .errors({
      WRONG_STATE: { status: 409, data: z.object({ state: ParcelState }) },
      CHECKLIST_INCOMPLETE: { status: 409, data: z.object({ missing: z.array(z.string()) }) },
      NOT_MAILABLE: {
        status: 409,
        data: z.object({ pieces: z.array(z.object({ certificateNumber: z.string(), reason: z.string() })) }),
      },
    }),
  /** Takes a piece out of an envelope that has no label yet. */
  takeOut: procedure('pack')
    .input(
      z.object({
        parcelId: z.string().max(100),
        pieceId: z.string().max(100),
        reason: z.string().trim().min(3).max(300),
      }),
    )
    .output(Parcel)
    .errors({ WRONG_STATE: { status: 409, data: z.object({ state: ParcelState }) } }),
  correctAddress: procedure('pack')
    .input(
      z.object({
        parcelId: z.string().max(100),
        address: PostalAddress,
        reason: z.string().trim().min(3).max(300),
      }),
    )
    .output(Parcel)
    .errors({ WRONG_STATE: { status: 409, data: z.object({ state: ParcelState }) } }),
  /** Everything of a batch that can be packed without a scan of each sheet being skipped: what waits, by address. */
  waiting: procedure('pack').output(z.object({ pieces: z.array(ScannedPiece), parcels: z.array(Parcel) })),
  get: procedure('pack')
    .input(z.object({ parcelId: z.string().max(100) }))
    .output(Parcel),
};

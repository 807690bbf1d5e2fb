/** What a postage provider is to the station, whatever stands behind it. */
import type { PostalAddress } from '../../domain/address.ts';
import type { Money } from '../../domain/money.ts';
import type { Result } from '../../domain/result.ts';

/** One envelope to be sent. `weightGrams` counts the sheets, the letter and the envelope. */
export interface Shipment {
  readonly parcelId: string;
  readonly parcelNumber: string;
  readonly from: PostalAddress;
  readonly to: PostalAddress;
  readonly weightGrams: number;
}

/** An offer. `rateId` is the provider's own name for it. */
export interface QuotedRate {
  readonly rateId: string;
  /** As people know it: `USPS`. */
  readonly carrier: string;
  readonly service: string;
  readonly cost: Money;
  readonly estimatedDays: number | null;
}

/** A label that was paid for. `file` prints on 4 x 6 inch labels. */
export interface Purchase {
  readonly purchaseId: string;
  readonly carrier: string;
  readonly service: string;
  readonly tracking: string;
  readonly trackingUrl: string | null;
  readonly cost: Money;
  readonly file: Uint8Array;
  readonly mediaType: string;
}

/** Why there are no rates. */
export type RateProblem =
  | { readonly tag: 'unreachable' }
  | { readonly tag: 'address_refused'; readonly message: string };

/**
 * What a purchase came to. `refused` is certain: no money was spent. Everything that is not certain is `in_doubt`; the
 * purchase may then exist, now or a little later.
 */
export type BuyAnswer =
  | { readonly tag: 'bought'; readonly purchase: Purchase }
  | { readonly tag: 'refused'; readonly reason: 'rate_expired' | 'other'; readonly message: string }
  | { readonly tag: 'in_doubt'; readonly detail: string };

/** What the provider knows of an intent. `not_found` says nothing about a purchase that is still on its way. */
export type FindAnswer =
  | { readonly tag: 'found'; readonly purchase: Purchase }
  | { readonly tag: 'not_found' }
  | { readonly tag: 'unreachable'; readonly detail: string };

/** What the provider knows of an envelope, whoever bought for it. `intentId` and `rateId` are as they were when it was sold. */
export type FindParcelAnswer =
  | { readonly tag: 'found'; readonly intentId: string; readonly rateId: string; readonly purchase: Purchase }
  | { readonly tag: 'not_found' }
  | { readonly tag: 'unreachable'; readonly detail: string };

/** Taking postage back. Asking again is harmless. */
export type VoidAnswer =
  | { readonly tag: 'voided' }
  | { readonly tag: 'refused'; readonly message: string }
  | { readonly tag: 'in_doubt'; readonly detail: string };

/** One event that the provider saw; `eventId` is the same each time it is told. `at`: epoch milliseconds. */
export interface TrackedEvent {
  readonly eventId: string;
  readonly at: number;
  readonly status: 'accepted' | 'in_transit' | 'delivered' | 'returned' | 'lost';
  readonly detail: string | null;
}

/** One postage provider. No method throws for what a provider can do wrong. */
export interface CarrierAdapter {
  readonly id: string;
  readonly name: string;
  /** No postage is real. */
  readonly demo: boolean;
  /** How long after a purchase was sent its absence at the provider proves that there is none. Milliseconds. */
  readonly settlesAfterMs: number;
  rates(shipment: Shipment): Promise<Result<readonly QuotedRate[], RateProblem>>;
  /** Sends exactly one purchase, never repeats it, and writes `intentId` on it so that it can be found again. */
  buy(intentId: string, rate: QuotedRate, shipment: Shipment): Promise<BuyAnswer>;
  findByIntent(intentId: string): Promise<FindAnswer>;
  /** The label that stands for an envelope, by the reference that every purchase carries. */
  findByParcel(parcelId: string): Promise<FindParcelAnswer>;
  void(intentId: string): Promise<VoidAnswer>;
  /** Tells the provider which labels go with the driver. Answers with its reference, or null where it needs none. */
  manifest(
    carrier: string,
    tracking: readonly string[],
  ): Promise<Result<string | null, { readonly detail: string }>>;
  track(tracking: string): Promise<Result<readonly TrackedEvent[], { readonly detail: string }>>;
}

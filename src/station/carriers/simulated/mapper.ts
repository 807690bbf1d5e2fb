import { createHash } from 'node:crypto';
import type { PostalAddress } from '../../../domain/address.ts';
import type { Money } from '../../../domain/money.ts';
import type { QuotedRate, Shipment } from '../adapter.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** Days that an offer stands, as with the large providers. */
const OFFER_DAYS = 7;

const services: readonly {
  readonly code: string;
  readonly name: string;
  readonly days: { readonly home: number; readonly abroad: number };
  readonly cents: { readonly home: number; readonly abroad: number };
}[] = [
  {
    code: 'first',
    name: 'First-Class Mail',
    days: { home: 4, abroad: 14 },
    cents: { home: 189, abroad: 495 },
  },
  {
    code: 'ground',
    name: 'Ground Advantage',
    days: { home: 3, abroad: 12 },
    cents: { home: 478, abroad: 1265 },
  },
  {
    code: 'priority',
    name: 'Priority Mail',
    days: { home: 2, abroad: 8 },
    cents: { home: 895, abroad: 3120 },
  },
  {
    code: 'express',
    name: 'Priority Mail Express',
    days: { home: 1, abroad: 4 },
    cents: { home: 3045, abroad: 6790 },
  },
];

/** The simulated carrier's name on screens. */
export const CARRIER = 'Demo Post';

function offerDay(now: number): number {
  return Math.floor(now / DAY_MS);
}

function fingerprint(shipment: Shipment): string {
  const { from, to, parcelId, weightGrams } = shipment;
  return createHash('sha256')
    .update(JSON.stringify([parcelId, from, to, weightGrams]))
    .digest('hex')
    .slice(0, 16);
}

function costOf(cents: number, weightGrams: number): Money {
  const extraOunces = Math.max(0, Math.ceil(weightGrams / 28.35) - 1);
  return { minor: cents + extraOunces * 24, currency: 'USD' };
}

/** All offers for a shipment, cheapest first. The same shipment on the same day has the same ids. */
export function ratesOf(shipment: Shipment, now: number): readonly QuotedRate[] {
  const where = shipment.to.country === 'US' ? 'home' : 'abroad';
  return services.map((service) => ({
    rateId: `demo_${service.code}_${offerDay(now)}_${fingerprint(shipment)}`,
    carrier: CARRIER,
    service: service.name,
    cost: costOf(service.cents[where], shipment.weightGrams),
    estimatedDays: service.days[where],
  }));
}

/** Does the offer still stand, and is it for this shipment? */
export function offerStands(rateId: string, shipment: Shipment, now: number): boolean {
  const [, , day, print] = rateId.split('_');
  const age = offerDay(now) - Number(day);
  return print === fingerprint(shipment) && age >= 0 && age < OFFER_DAYS;
}

/** The lines of an address as they stand on an envelope. */
export function addressLines(address: PostalAddress): readonly string[] {
  const place = [address.city, [address.region, address.postalCode].filter(Boolean).join(' ')].filter(
    Boolean,
  );
  const lines = [address.name, address.street1, address.street2 ?? '', place.join(', ')];
  return [...lines, address.country === 'US' ? '' : address.country].filter((line) => line !== '');
}

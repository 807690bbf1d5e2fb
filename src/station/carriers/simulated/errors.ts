import { addressProblems } from '../../../domain/address.ts';
import type { AddressProblem } from '../../../domain/address.ts';
import type { Shipment } from '../adapter.ts';

/** What a carrier cannot deliver to; the rest is only odd. */
const REFUSED: Readonly<Partial<Record<AddressProblem, string>>> = {
  street_missing: 'The street is missing.',
  city_missing: 'The city is missing.',
  region_missing: 'The state is missing.',
  region_unknown: 'There is no such state.',
  postal_code_missing: 'The postal code is missing.',
  postal_code_odd: 'There is no such postal code.',
};

/** Why the carrier will not take this shipment, in its own words, or null. */
export function refusalOf(shipment: Shipment): string | null {
  const messages = addressProblems(shipment.to).flatMap((problem) => REFUSED[problem] ?? []);
  return messages.length === 0 ? null : messages.join(' ');
}

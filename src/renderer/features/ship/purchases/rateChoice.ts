import type { Rate } from '../../../../contract/station/shipping.ts';

/** The cheapest rate that comes before the deadline; when none does, the fastest. */
export function cheapestInTime(rates: readonly Rate[]): Rate | null {
  const inTime = rates.filter(({ meetsDeadline }) => meetsDeadline !== false);
  const byCost = inTime.toSorted((left, right) => left.cost.minor - right.cost.minor);
  if (byCost[0] !== undefined) return byCost[0];
  const days = (rate: Rate) => rate.estimatedDays ?? Number.POSITIVE_INFINITY;
  return rates.toSorted((left, right) => days(left) - days(right))[0] ?? null;
}

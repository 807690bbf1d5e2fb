import { z } from 'zod';

/** An amount in the currency's smallest unit (cents for USD); currency is an ISO 4217 code. */
export const Money = z.object({
  minor: z.int(),
  currency: z.string().regex(/^[A-Z]{3}$/u, 'an ISO 4217 code such as USD'),
});
export type Money = z.infer<typeof Money>;

/**
 * The sum of two amounts of one currency.
 *
 * @throws RangeError when the currencies differ or the sum leaves the safe integers: no caller may let that happen.
 */
export function add(left: Money, right: Money): Money {
  if (left.currency !== right.currency) {
    throw new RangeError(`Cannot add ${right.currency} to ${left.currency}`);
  }
  const minor = left.minor + right.minor;
  if (!Number.isSafeInteger(minor)) throw new RangeError('The sum is too large to be exact');
  return { minor, currency: left.currency };
}

/**
 * Writes an amount as people of that locale do, with as many decimals as the currency has: `$12.34`, `¥500`.
 *
 * @param locale a BCP 47 tag.
 */
export function format(amount: Money, locale = 'en-US'): string {
  const formatter = new Intl.NumberFormat(locale, { style: 'currency', currency: amount.currency });
  const decimals = formatter.resolvedOptions().maximumFractionDigits ?? 2;
  return formatter.format(amount.minor / 10 ** decimals);
}

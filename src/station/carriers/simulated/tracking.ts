import { createHash } from 'node:crypto';

/** A number of so many digits that depends on the seed alone. */
function digits(seed: string, count: number): string {
  const hash = createHash('sha256').update(seed).digest();
  let text = '';
  for (const byte of hash) text += String(byte % 10);
  return text.slice(0, count);
}

/** The check digit of an Intelligent Mail package barcode: modulo 10, weights 3 and 1 from the right (USPS Publication 199). */
function packageCheckDigit(number: string): number {
  const sum = Array.from(number)
    .toReversed()
    .reduce((total, digit, index) => total + Number(digit) * (index % 2 === 0 ? 3 : 1), 0);
  return (10 - (sum % 10)) % 10;
}

/** The check digit of an S10 item identifier: modulo 11, weights 8 6 4 2 3 5 9 7 (UPU S10). */
function s10CheckDigit(serial: string): number {
  const weights = [8, 6, 4, 2, 3, 5, 9, 7];
  const sum = weights.reduce((total, weight, index) => total + weight * Number(serial.charAt(index)), 0);
  const check = 11 - (sum % 11);
  return check === 10 ? 0 : check === 11 ? 5 : check;
}

/**
 * A tracking number in the form that the post uses: 22 digits for mail within the US, a UPU S10 number for mail that
 * crosses borders. The mailer and the prefix are of nobody's real mail.
 *
 * @param seed the purchase; the same one always has the same number.
 */
export function trackingNumber(seed: string, country: string): string {
  if (country === 'US') {
    const number = `9400100000000${digits(seed, 8)}`;
    return number + String(packageCheckDigit(number));
  }
  const serial = digits(seed, 8);
  return `LZ${serial}${s10CheckDigit(serial)}US`;
}

import { z } from 'zod';
import { err, ok } from '../result.ts';
import type { Result } from '../result.ts';
import { CODE_ALPHABET } from './verificationCode.ts';

/** Letters in front of a certificate number; no hyphen, so that the number can be taken apart again. */
const NumberPrefix = z
  .string()
  .regex(/^[A-Z][A-Z0-9]{0,7}$/u, 'one to eight capitals and digits, a letter first');

/** How a course numbers its certificates: `CA-2025-000001` (sequential) or `CCT-2025-A1B2C3` (random). */
export const NumberScheme = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('sequential'), prefix: NumberPrefix, digits: z.int().min(4).max(12) }),
  z.object({ kind: z.literal('random'), prefix: NumberPrefix }),
]);
export type NumberScheme = z.infer<typeof NumberScheme>;

/** A certificate number taken apart. */
export type ParsedCertificateNumber =
  | { readonly kind: 'sequential'; readonly prefix: string; readonly year: number; readonly serial: number }
  | { readonly kind: 'random'; readonly prefix: string; readonly year: number; readonly suffix: string };

/** Why a text is no certificate number, or not one of the scheme asked for. */
export const NumberProblem = z.enum(['not_a_certificate_number', 'other_scheme']);
export type NumberProblem = z.infer<typeof NumberProblem>;

const SUFFIX_LENGTH = 6;
const SHAPE = /^([A-Z][A-Z0-9]{0,7})-([0-9]{4})-([A-Z0-9]+)$/u;

function yearText(year: number): string {
  if (!Number.isInteger(year) || year < 1900 || year > 9999)
    throw new RangeError(`No certificate year: ${year}`);
  return String(year);
}

/**
 * Writes a number of a sequential scheme: `CA-2025-000001`. A serial that outgrows the digits is written in full, so
 * that no number is ever used twice.
 *
 * @param serial from 1; the sequence of that prefix and year gives it.
 */
export function formatSequential(
  scheme: { readonly prefix: string; readonly digits: number },
  year: number,
  serial: number,
): string {
  if (!Number.isSafeInteger(serial) || serial < 1) throw new RangeError(`No serial: ${serial}`);
  return `${NumberPrefix.parse(scheme.prefix)}-${yearText(year)}-${String(serial).padStart(scheme.digits, '0')}`;
}

/** Writes a number of a random scheme: `CCT-2025-A1B2C3`; the suffix comes from {@link randomSuffix}. */
export function formatRandom(scheme: { readonly prefix: string }, year: number, suffix: string): string {
  if (!/^[A-Z0-9]{6}$/u.test(suffix)) throw new RangeError('A random suffix has six capitals and digits');
  return `${NumberPrefix.parse(scheme.prefix)}-${yearText(year)}-${suffix}`;
}

/**
 * Six readable random characters, at least one of them a letter: so the text of a certificate number alone says which
 * kind of scheme made it. About a thousand million possibilities: uniqueness is the caller's to check.
 *
 * @param random gives n random bytes from a secure source.
 */
export function randomSuffix(random: (count: number) => Uint8Array): string {
  for (let attempt = 0; attempt < 1000; attempt += 1) {
    const suffix = Array.from(random(SUFFIX_LENGTH), (byte) => CODE_ALPHABET.charAt(byte & 31)).join('');
    if (suffix.length === SUFFIX_LENGTH && /[A-Z]/u.test(suffix)) return suffix;
  }
  throw new Error('The random source gives no letter in a thousand tries: it is not random');
}

/**
 * Takes a certificate number apart; any case, any kind of dash, spaces around it are fine.
 *
 * Without a scheme, digits alone are a serial (no suffix of ours is digits alone) and six characters with a letter
 * are a suffix. With a scheme, the scheme decides: numbers taken over from an older system may have a suffix of six
 * digits, and a text that the scheme could not have made is `other_scheme`.
 */
export function parseCertificateNumber(
  text: string,
  scheme?: NumberScheme,
): Result<ParsedCertificateNumber, NumberProblem> {
  const [, prefix, yearDigits, tail] =
    SHAPE.exec(
      text
        .trim()
        .toUpperCase()
        .replace(/\p{Pd}/gu, '-'),
    ) ?? [];
  if (prefix === undefined || yearDigits === undefined || tail === undefined)
    return err('not_a_certificate_number');
  const year = Number(yearDigits);
  if (year < 1900) return err('not_a_certificate_number');
  if (scheme !== undefined && scheme.prefix !== prefix) return err('other_scheme');
  const digitsAlone = /^[0-9]+$/u.test(tail);
  const kind = scheme?.kind ?? (digitsAlone ? 'sequential' : 'random');
  if (kind === 'random') {
    if (tail.length === SUFFIX_LENGTH) return ok({ kind, prefix, year, suffix: tail });
    return err(scheme === undefined ? 'not_a_certificate_number' : 'other_scheme');
  }
  const serial = Number(tail);
  const plausible = digitsAlone && tail.length >= 4 && Number.isSafeInteger(serial) && serial >= 1;
  if (!plausible) return err(scheme === undefined ? 'not_a_certificate_number' : 'other_scheme');
  if (scheme?.kind === 'sequential' && tail !== String(serial).padStart(scheme.digits, '0'))
    return err('other_scheme');
  return ok({ kind, prefix, year, serial });
}

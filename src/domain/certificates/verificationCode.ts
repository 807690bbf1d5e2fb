import { z } from 'zod';
import { err, ok } from '../result.ts';
import type { Result } from '../result.ts';

/** Crockford's base 32: digits and capitals without I, L, O and U, which are misread or misheard. */
export const CODE_ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Characters of a verification code: 26 random (130 bits) and 2 that check them. */
export const CODE_LENGTH = 28;

/** A verification code as it is stored and sent: 28 characters, no grouping. The check characters are not tested here. */
export const VerificationCode = z
  .string()
  .regex(/^[0-9A-HJKMNP-TV-Z]{28}$/u, 'a verification code of 28 characters');
export type VerificationCode = z.infer<typeof VerificationCode>;

/** Why a text is no verification code: not its shape, or its check characters say that something was mistyped. */
export const CodeProblem = z.enum(['not_a_code', 'mistyped']);
export type CodeProblem = z.infer<typeof CodeProblem>;

const RANDOM_LENGTH = 26;
/** The largest prime below 32 squared, so that two characters hold any remainder. */
const CHECK_PRIME = 1021;

function checkOf(symbols: string): string {
  let remainder = 0;
  for (const symbol of symbols) remainder = (remainder * 32 + CODE_ALPHABET.indexOf(symbol)) % CHECK_PRIME;
  return CODE_ALPHABET.charAt(remainder >> 5) + CODE_ALPHABET.charAt(remainder & 31);
}

/**
 * Makes a verification code that nobody can guess: 130 random bits in 26 characters, and two characters that reveal
 * every single wrong character and every swap of neighbours.
 *
 * @param random gives n random bytes from a secure source.
 */
export function newVerificationCode(random: (count: number) => Uint8Array): string {
  const noise = random(RANDOM_LENGTH);
  if (noise.length !== RANDOM_LENGTH) throw new RangeError(`Asked for ${RANDOM_LENGTH} random bytes`);
  const symbols = Array.from(noise, (byte) => CODE_ALPHABET.charAt(byte & 31)).join('');
  return symbols + checkOf(symbols);
}

/**
 * Reads a code as people and scanners write it: any case, spaces and dashes anywhere, O for 0, I and L for 1. Gives the
 * stored form, or why there is none.
 */
export function normalizeVerificationCode(text: string): Result<string, CodeProblem> {
  const code = text
    .toUpperCase()
    .replace(/[\s\p{Pd}]/gu, '')
    .replaceAll('O', '0')
    .replace(/[IL]/gu, '1');
  if (!VerificationCode.safeParse(code).success) return err('not_a_code');
  return checkOf(code.slice(0, RANDOM_LENGTH)) === code.slice(RANDOM_LENGTH) ? ok(code) : err('mistyped');
}

/** Writes a stored code for people: seven groups of four, joined with hyphens. */
export function displayVerificationCode(code: string): string {
  return code.replace(/.{4}(?=.)/gu, '$&-');
}

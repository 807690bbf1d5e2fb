import { z } from 'zod';

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

import { z } from 'zod';

/** Letters in front of a certificate number; no hyphen, so that the number can be taken apart again. */
export const NumberPrefix = z
  .string()
  .regex(/^[A-Z][A-Z0-9]{0,7}$/u, 'one to eight capitals and digits, a letter first');
export type NumberPrefix = z.infer<typeof NumberPrefix>;

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

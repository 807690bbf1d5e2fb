import { z } from 'zod';

/** A PIN: 4 to 12 digits. */
export const PinFormat = z.string().regex(/^[0-9]{4,12}$/u, '4 to 12 digits');

/** What the station keeps on failed tries of one person; `lockedUntil` is milliseconds since 1970 or null. */
export const PinAttempts = z.object({
  wrongInARow: z.int().min(0),
  lockedUntil: z.int().nullable(),
});
export type PinAttempts = z.infer<typeof PinAttempts>;

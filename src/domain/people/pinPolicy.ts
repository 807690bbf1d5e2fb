import { z } from 'zod';

/** A PIN: 4 to 12 digits. */
export const PinFormat = z.string().regex(/^[0-9]{4,12}$/u, '4 to 12 digits');

/** What the station keeps on failed tries of one person; `lockedUntil` is milliseconds since 1970 or null. */
export const PinAttempts = z.object({
  wrongInARow: z.int().min(0),
  lockedUntil: z.int().nullable(),
});
export type PinAttempts = z.infer<typeof PinAttempts>;

/** Wrong tries in a row that are forgiven before the first lock. */
export const FREE_TRIES = 5;
const FIRST_LOCK_MS = 60_000;
const LONGEST_LOCK_MS = 8 * 60 * 60_000;

/** Nothing tried wrongly yet. */
export const noAttempts: PinAttempts = { wrongInARow: 0, lockedUntil: null };

/** How long, in milliseconds, so many wrong tries in a row lock: a minute at the fifth, doubling, at most eight hours. */
export function lockDurationMs(wrongInARow: number): number {
  if (wrongInARow < FREE_TRIES) return 0;
  return Math.min(LONGEST_LOCK_MS, FIRST_LOCK_MS * 2 ** Math.min(wrongInARow - FREE_TRIES, 30));
}

/** Milliseconds until this person may try again; 0 when that is now. While it is not 0, no PIN is looked at. */
export function lockedForMs(attempts: PinAttempts, now: number): number {
  return attempts.lockedUntil === null ? 0 : Math.max(0, attempts.lockedUntil - now);
}

/** The record after one more wrong PIN at `now` (milliseconds since 1970). A right PIN sets it to {@link noAttempts}. */
export function afterWrongPin(attempts: PinAttempts, now: number): PinAttempts {
  const wrongInARow = attempts.wrongInARow + 1;
  const duration = lockDurationMs(wrongInARow);
  return { wrongInARow, lockedUntil: duration === 0 ? null : now + duration };
}

/** Is a PIN among the first that anyone would try: one digit repeated, or digits counting up or down? */
export function isWeakPin(pin: string): boolean {
  const steps = new Set(
    Array.from(pin.slice(1), (digit, index) => Number(digit) - Number(pin.charAt(index))),
  );
  const [step] = steps;
  return steps.size === 1 && step !== undefined && Math.abs(step) <= 1;
}

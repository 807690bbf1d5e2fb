import { z } from 'zod';
import type { IsoInstant } from './dates.ts';

/** How near the deadline is, seen from the usual time to fulfil. */
export const RiskClass = z.enum(['late', 'at_risk', 'soon', 'fine']);
export type RiskClass = z.infer<typeof RiskClass>;

/** Minutes left to the deadline minus the usual time to fulfil, and what that means. No deadline: null minutes, fine. */
export const Slack = z.object({ minutes: z.int().nullable(), risk: RiskClass });
export type Slack = z.infer<typeof Slack>;

/** Slack below which a certificate is due soon: one day. */
const SOON_MINUTES = 24 * 60;

/**
 * Time left to the legal deadline minus the usual time to fulfil, in whole minutes rounded down: the order of the queue.
 * `late`: the deadline is over; `at_risk`: the usual time no longer fits; `soon`: less than a day to spare; else `fine`.
 *
 * @param work.deadline the instant at which the deadline's day is over (`deadlineOf(...).at`), or null for none.
 * @param work.now the instant now.
 */
export function slackOf(work: {
  readonly deadline: IsoInstant | null;
  readonly now: IsoInstant;
  readonly usualFulfilHours: number;
}): Slack {
  if (work.deadline === null) return { minutes: null, risk: 'fine' };
  const leftMs = Date.parse(work.deadline) - Date.parse(work.now);
  const minutes = Math.floor(leftMs / 60_000 - work.usualFulfilHours * 60);
  if (!Number.isFinite(minutes)) throw new RangeError('Slack needs two instants and a number of hours');
  if (leftMs <= 0) return { minutes, risk: 'late' };
  if (minutes < 0) return { minutes, risk: 'at_risk' };
  return { minutes, risk: minutes < SOON_MINUTES ? 'soon' : 'fine' };
}

import { z } from 'zod';
import { Jurisdiction } from '../certificates/snapshot.ts';
import { isTimeZone } from './dates.ts';

/** Where a rule comes from. `verified: false` marks a demonstration value that nobody has checked against the law. */
const Citation = z.object({
  rule: z.string().min(1),
  source: z.string().min(1),
  url: z.url().nullable(),
  verified: z.boolean(),
  note: z.string().optional(),
});

/**
 * How long there is, counted from the day after `from`. `ifNotWorkday` says where a deadline goes that falls on a
 * weekend or holiday; `previous` is the careful reading, because nothing is mailed on such a day.
 */
const DeadlineRule = z.object({
  count: z.int().min(1).max(3650),
  unit: z.enum(['calendar_days', 'working_days']),
  from: z.enum(['completion', 'issue']),
  ifNotWorkday: z.enum(['keep', 'previous', 'next']),
});

/** One jurisdiction's rules, versioned and cited; `deadline` null means that no rule sets one. */
export const RulePack = z.object({
  jurisdiction: Jurisdiction,
  version: z.string().min(1).max(40),
  title: z.string().min(1),
  citations: z.array(Citation),
  deadline: DeadlineRule.nullable(),
  deliveryCounts: z.enum(['mailed', 'delivered']),
  paperOwed: z.boolean(),
  numberedStock: z.boolean(),
  witnessesForSpoil: z.int().min(0).max(2),
  retentionYears: z.int().min(0).max(100),
  timeZone: z.string().refine(isTimeZone, 'a time zone of the IANA database'),
  extraHolidays: z.array(z.iso.date()),
  duplicateKeepsNumber: z.boolean(),
});
export type RulePack = z.infer<typeof RulePack>;

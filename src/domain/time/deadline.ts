import { addDays, endOfDay } from './dates.ts';
import type { IsoDate, IsoInstant } from './dates.ts';
import type { RulePack } from './rulePack.ts';
import { addWorkdays, toWorkday } from './workdays.ts';

/** The last day on which a certificate may go out, and the instant at which that day is over in its time zone. */
export type Deadline = { readonly date: IsoDate; readonly at: IsoInstant };

const computed = new WeakMap<RulePack, Map<IsoDate, Deadline>>();

/**
 * The legal deadline of a certificate, or null where the rule pack sets none. The day of completion (or issue) is day
 * zero, as in Tex. Gov't Code 311.014(a) and Cal. Civ. Code 10; where the last day is no workday, `ifNotWorkday` decides.
 */
export function deadlineOf(
  pack: RulePack,
  dates: { readonly completionDate: IsoDate; readonly issueDate: IsoDate },
): Deadline | null {
  const rule = pack.deadline;
  if (rule === null) return null;
  const start = rule.from === 'completion' ? dates.completionDate : dates.issueDate;
  // A queue of 100,000 certificates has a few hundred different days.
  const ofPack = computed.get(pack) ?? new Map<IsoDate, Deadline>();
  computed.set(pack, ofPack);
  const known = ofPack.get(start);
  if (known !== undefined) return known;
  const counted =
    rule.unit === 'working_days'
      ? addWorkdays(start, rule.count, pack.extraHolidays)
      : addDays(start, rule.count);
  const date =
    rule.ifNotWorkday === 'keep' ? counted : toWorkday(counted, rule.ifNotWorkday, pack.extraHolidays);
  const deadline = { date, at: endOfDay(date, pack.timeZone) };
  ofPack.set(start, deadline);
  return deadline;
}

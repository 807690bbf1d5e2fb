import { Temporal } from 'temporal-polyfill';
import type { IsoDate } from './dates.ts';

function nthWeekday(year: number, month: number, weekday: number, nth: number): Temporal.PlainDate {
  const first = Temporal.PlainDate.from({ year, month, day: 1 });
  return first.add({ days: ((weekday - first.dayOfWeek + 7) % 7) + (nth - 1) * 7 });
}

function lastMonday(year: number, month: number): Temporal.PlainDate {
  const first = Temporal.PlainDate.from({ year, month, day: 1 });
  const last = first.with({ day: first.daysInMonth });
  return last.subtract({ days: last.dayOfWeek - 1 });
}

/** A holiday on Saturday is kept on Friday, one on Sunday on Monday (5 U.S.C. 6103(b), Executive Order 11582). */
function observed(date: Temporal.PlainDate): Temporal.PlainDate {
  if (date.dayOfWeek === 6) return date.subtract({ days: 1 });
  return date.dayOfWeek === 7 ? date.add({ days: 1 }) : date;
}

function holidaysOf(year: number): readonly Temporal.PlainDate[] {
  const fixed = [[1, 1], ...(year >= 2021 ? [[6, 19]] : []), [7, 4], [11, 11], [12, 25]].map(
    ([month = 1, day = 1]) => observed(Temporal.PlainDate.from({ year, month, day })),
  );
  return [
    ...fixed,
    nthWeekday(year, 1, 1, 3),
    nthWeekday(year, 2, 1, 3),
    lastMonday(year, 5),
    nthWeekday(year, 9, 1, 1),
    nthWeekday(year, 10, 1, 2),
    nthWeekday(year, 11, 4, 4),
  ];
}

const byYear = new Map<number, ReadonlySet<IsoDate>>();

/**
 * The federal holidays of the United States on which work rests in that calendar year, as observed (5 U.S.C. 6103(a)):
 * ten a year, eleven since Juneteenth was added in 2021; New Year's Day of the next year may be kept on the last of
 * December. For the years from 1986 on, when the present rules were complete.
 */
export function usFederalHolidays(year: number): ReadonlySet<IsoDate> {
  const known = byYear.get(year);
  if (known !== undefined) return known;
  const dates = [
    ...holidaysOf(year),
    observed(Temporal.PlainDate.from({ year: year + 1, month: 1, day: 1 })),
  ];
  const holidays = new Set(dates.filter((date) => date.year === year).map((date) => date.toString()));
  byYear.set(year, holidays);
  return holidays;
}

function rests(day: Temporal.PlainDate, extraHolidays: readonly IsoDate[]): boolean {
  if (day.dayOfWeek > 5) return true;
  const text = day.toString();
  return usFederalHolidays(day.year).has(text) || extraHolidays.includes(text);
}

/** Is this a day of work: Monday to Friday, no federal holiday, none of the extra ones? */
export function isWorkday(date: IsoDate, extraHolidays: readonly IsoDate[] = []): boolean {
  return !rests(Temporal.PlainDate.from(date), extraHolidays);
}

/**
 * The date itself when it is a workday, else the nearest one after (`next`) or before (`previous`).
 */
export function toWorkday(
  date: IsoDate,
  direction: 'next' | 'previous',
  extraHolidays: readonly IsoDate[] = [],
): IsoDate {
  let day = Temporal.PlainDate.from(date);
  while (rests(day, extraHolidays)) day = day.add({ days: direction === 'next' ? 1 : -1 });
  return day.toString();
}

/**
 * Counts workdays on from a date: the day after it that is a workday is the first. Negative counts go back; 0 is the date
 * itself, be it a workday or not.
 */
export function addWorkdays(date: IsoDate, count: number, extraHolidays: readonly IsoDate[] = []): IsoDate {
  if (!Number.isInteger(count)) throw new RangeError(`Workdays come whole, got ${count}`);
  const step = Math.sign(count);
  let day = Temporal.PlainDate.from(date);
  for (let left = Math.abs(count); left > 0;) {
    day = day.add({ days: step });
    if (!rests(day, extraHolidays)) left -= 1;
  }
  return day.toString();
}

/**
 * Workdays after `from` up to and including `to`; negative, and counted from `to` on before `from`, when `to` is earlier.
 * So `workdaysBetween(date, addWorkdays(date, n))` is n.
 */
export function workdaysBetween(from: IsoDate, to: IsoDate, extraHolidays: readonly IsoDate[] = []): number {
  const step = Math.sign(Temporal.PlainDate.compare(to, from));
  const end = Temporal.PlainDate.from(to);
  let count = 0;
  for (let day = Temporal.PlainDate.from(from); !day.equals(end);) {
    day = day.add({ days: step });
    if (!rests(day, extraHolidays)) count += step;
  }
  return count;
}

import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';

/** A calendar date `YYYY-MM-DD` that exists, years 0001 to 9999; which time zone it belongs to is said by its owner. */
export const IsoDate = z.iso.date();
export type IsoDate = z.infer<typeof IsoDate>;

/** An instant in UTC, `2026-11-20T18:30:00.000Z`; fractions of a second are optional, an offset other than Z is not UTC. */
export const IsoInstant = z.iso.datetime();
export type IsoInstant = z.infer<typeof IsoInstant>;

/** The date so many days later (or earlier, when negative). */
export function addDays(date: IsoDate, days: number): IsoDate {
  return Temporal.PlainDate.from(date).add({ days }).toString();
}

/** Days from one date to another; negative when the second is earlier. */
export function daysBetween(from: IsoDate, to: IsoDate): number {
  return Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to), { largestUnit: 'day' }).days;
}

/** The day of the week, 1 Monday to 7 Sunday (ISO 8601). */
export function weekday(date: IsoDate): number {
  return Temporal.PlainDate.from(date).dayOfWeek;
}

/**
 * Which date it is at an instant in a time zone of the IANA database. An unknown time zone throws a RangeError: rule packs
 * are checked when they are read, see {@link isTimeZone}.
 */
export function dateAt(instant: IsoInstant, timeZone: string): IsoDate {
  return Temporal.Instant.from(instant).toZonedDateTimeISO(timeZone).toPlainDate().toString();
}

/**
 * The instant at which a date is over in a time zone: the first of the next day, whatever daylight saving does. UTC with
 * milliseconds, so such texts sort by time.
 */
export function endOfDay(date: IsoDate, timeZone: string): IsoInstant {
  const next = Temporal.PlainDate.from(date).add({ days: 1 }).toZonedDateTime(timeZone);
  return next.toInstant().toString({ smallestUnit: 'millisecond' });
}

/** Does this runtime know the time zone? */
export function isTimeZone(timeZone: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(timeZone);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

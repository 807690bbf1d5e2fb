import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addDays,
  dateAt,
  daysBetween,
  endOfDay,
  IsoDate,
  IsoInstant,
  isTimeZone,
  weekday,
} from '../../../src/domain/time/dates.ts';
import { isoDate } from '../arbitraries.ts';

const zone = fc.constantFrom(
  'America/Los_Angeles',
  'America/Chicago',
  'America/New_York',
  'UTC',
  'Pacific/Honolulu',
);

describe('dates', () => {
  test('added and subtracted lead back', () => {
    fc.assert(
      fc.property(isoDate, fc.integer({ min: -4000, max: 4000 }), (date, days) => {
        expect(addDays(addDays(date, days), -days)).toBe(date);
        expect(daysBetween(date, addDays(date, days))).toBe(days);
        expect(weekday(addDays(date, 7 * days))).toBe(weekday(date));
        expect(IsoDate.safeParse(addDays(date, days)).success).toBe(true);
      }),
    );
  });

  test('end at the last moment that is still that date in the time zone', () => {
    fc.assert(
      fc.property(isoDate, zone, (date, timeZone) => {
        const end = endOfDay(date, timeZone);
        expect(IsoInstant.safeParse(end).success).toBe(true);
        expect(dateAt(end, timeZone)).toBe(addDays(date, 1));
        expect(dateAt(new Date(Date.parse(end) - 1).toISOString(), timeZone)).toBe(date);
      }),
    );
  });

  test('have 23 and 25 hours when daylight saving begins and ends', () => {
    const hours = (date: string): number =>
      (Date.parse(endOfDay(date, 'America/Chicago')) -
        Date.parse(endOfDay(addDays(date, -1), 'America/Chicago'))) /
      3_600_000;
    expect([hours('2026-03-08'), hours('2026-03-09'), hours('2026-11-01')]).toEqual([23, 24, 25]);
  });

  test('differ across the country at the same instant', () => {
    const instant = '2026-11-21T05:30:00.000Z';
    expect(dateAt(instant, 'America/Los_Angeles')).toBe('2026-11-20');
    expect(dateAt(instant, 'America/New_York')).toBe('2026-11-21');
  });

  test('that the calendar does not have are no dates', () => {
    for (const text of ['2026-02-29', '2026-13-01', '2026-1-1', '20261120', '2026-11-20T00:00:00Z']) {
      expect(IsoDate.safeParse(text).success).toBe(false);
    }
    expect(IsoDate.safeParse('2028-02-29').success).toBe(true);
  });

  test('need a time zone that exists', () => {
    expect(isTimeZone('America/Chicago')).toBe(true);
    expect(isTimeZone('America/Springfield')).toBe(false);
  });
});

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, daysBetween, weekday } from '../../../src/domain/time/dates.ts';
import {
  addWorkdays,
  isWorkday,
  toWorkday,
  usFederalHolidays,
  workdaysBetween,
} from '../../../src/domain/time/workdays.ts';
import { isoDate } from '../arbitraries.ts';

const count = fc.integer({ min: 1, max: 60 });
const extra = fc.array(isoDate, { maxLength: 3 });

describe('federal holidays', () => {
  test('are those that the Office of Personnel Management publishes', () => {
    expect([...usFederalHolidays(2026)].toSorted()).toEqual([
      '2026-01-01',
      '2026-01-19',
      '2026-02-16',
      '2026-05-25',
      '2026-06-19',
      '2026-07-03',
      '2026-09-07',
      '2026-10-12',
      '2026-11-11',
      '2026-11-26',
      '2026-12-25',
    ]);
    expect([...usFederalHolidays(2021)].toSorted()).toEqual([
      '2021-01-01',
      '2021-01-18',
      '2021-02-15',
      '2021-05-31',
      '2021-06-18',
      '2021-07-05',
      '2021-09-06',
      '2021-10-11',
      '2021-11-11',
      '2021-11-25',
      '2021-12-24',
      '2021-12-31',
    ]);
  });

  test('never fall on a weekend, because they are kept on a day beside it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1986, max: 2200 }), (year) => {
        for (const holiday of usFederalHolidays(year)) {
          expect(weekday(holiday)).toBeLessThanOrEqual(5);
          expect(holiday.slice(0, 4)).toBe(String(year));
        }
      }),
    );
  });

  test('include Juneteenth only since it is one', () => {
    expect(usFederalHolidays(2020).has('2020-06-19')).toBe(false);
    expect(usFederalHolidays(2023).has('2023-06-19')).toBe(true);
  });
});

describe('workdays', () => {
  test('counted on and counted back are the same number', () => {
    fc.assert(
      fc.property(isoDate, count, extra, (date, days, holidays) => {
        const later = addWorkdays(date, days, holidays);
        const earlier = addWorkdays(date, -days, holidays);
        expect(workdaysBetween(date, later, holidays)).toBe(days);
        expect(workdaysBetween(date, earlier, holidays)).toBe(-days);
      }),
    );
  });

  test('added to a workday and taken away again lead back to it', () => {
    fc.assert(
      fc.property(isoDate, count, extra, (date, days, holidays) => {
        const start = toWorkday(date, 'next', holidays);
        expect(addWorkdays(addWorkdays(start, days, holidays), -days, holidays)).toBe(start);
      }),
    );
  });

  test('are never a weekend or a holiday, and zero of them is the date itself', () => {
    fc.assert(
      fc.property(isoDate, count, extra, (date, days, holidays) => {
        const later = addWorkdays(date, days, holidays);
        expect(isWorkday(later, holidays)).toBe(true);
        expect(weekday(later)).toBeLessThanOrEqual(5);
        expect(holidays).not.toContain(later);
        expect(addWorkdays(date, 0, holidays)).toBe(date);
      }),
    );
  });

  test('agree with counting the days one by one', () => {
    fc.assert(
      fc.property(isoDate, fc.nat({ max: 120 }), (date, days) => {
        const each = Array.from({ length: days }, (_, index) => addDays(date, index + 1));
        expect(workdaysBetween(date, addDays(date, days))).toBe(each.filter((day) => isWorkday(day)).length);
      }),
      { numRuns: 30 },
    );
  });

  test('nearest to a date are that date when it is one, else the first after or before', () => {
    fc.assert(
      fc.property(isoDate, (date) => {
        expect(daysBetween(date, toWorkday(date, 'next'))).toBeGreaterThanOrEqual(0);
        expect(daysBetween(date, toWorkday(date, 'previous'))).toBeLessThanOrEqual(0);
        expect(toWorkday(date, 'next') === date).toBe(isWorkday(date));
      }),
    );
    expect(toWorkday('2026-11-28', 'previous', ['2026-11-27'])).toBe('2026-11-25');
  });

  test('come whole', () => {
    expect(() => addWorkdays('2026-11-20', 1.5)).toThrow(RangeError);
  });
});

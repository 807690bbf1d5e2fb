import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  columnHeight,
  deadlineColumns,
  localDay,
  plusDays,
} from '../../../src/renderer/features/queue/deadlines.ts';

describe('the deadline bar', () => {
  it('begins today, marks only today, and runs over month and year ends', () => {
    const { days } = deadlineColumns([], '2026-12-30', 4);
    expect(days.map(({ day }) => day)).toEqual(['2026-12-30', '2026-12-31', '2027-01-01', '2027-01-02']);
    expect(days.map(({ isToday }) => isToday)).toEqual([true, false, false, false]);
    expect(days.map(({ isWeekend }) => isWeekend)).toEqual([false, false, false, true]);
  });

  it('adds up what is overdue and keeps every count that is due within its days', () => {
    const day = fc.integer({ min: -40, max: 13 }).map((offset) => plusDays('2026-11-20', offset));
    fc.assert(
      fc.property(fc.array(fc.record({ day, waiting: fc.nat({ max: 5000 }) })), (dueByDay) => {
        const { overdue, days, most } = deadlineColumns(dueByDay, '2026-11-20');
        const shown = overdue + days.reduce((sum, { waiting }) => sum + waiting, 0);
        expect(shown).toBe(dueByDay.reduce((sum, { waiting }) => sum + waiting, 0));
        for (const { waiting } of days) expect(waiting).toBeLessThanOrEqual(most);
        expect(overdue).toBeLessThanOrEqual(most);
      }),
    );
  });

  it('shows one certificate beside ten thousand, and nothing where nothing is due', () => {
    expect(columnHeight(1, 10_000)).toBe(6);
    expect(columnHeight(0, 10_000)).toBe(0);
    expect(columnHeight(10_000, 10_000)).toBe(100);
  });

  it('takes the day of the wall clock', () => {
    expect(localDay(new Date(2026, 0, 5, 23, 59))).toBe('2026-01-05');
  });
});

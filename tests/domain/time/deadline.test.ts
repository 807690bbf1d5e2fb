import { readdirSync, readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, dateAt } from '../../../src/domain/time/dates.ts';
import { deadlineOf } from '../../../src/domain/time/deadline.ts';
import { RulePack } from '../../../src/domain/time/rulePack.ts';
import { isWorkday, workdaysBetween } from '../../../src/domain/time/workdays.ts';
import { isoDate } from '../arbitraries.ts';

const folder = new URL('../../../resources/rules/', import.meta.url);
const packs = readdirSync(folder).map((name) => {
  const text = readFileSync(new URL(name, folder), 'utf8');
  return { name, text, pack: RulePack.parse(JSON.parse(text)) };
});

function bundled(jurisdiction: string): RulePack {
  const found = packs.find(({ pack }) => pack.jurisdiction === jurisdiction);
  if (found === undefined) throw new Error(`No bundled rule pack for ${jurisdiction}`);
  return found.pack;
}

const rule = fc.record({
  count: fc.integer({ min: 1, max: 60 }),
  unit: fc.constantFrom('calendar_days' as const, 'working_days' as const),
  from: fc.constantFrom('completion' as const, 'issue' as const),
  ifNotWorkday: fc.constantFrom('keep' as const, 'previous' as const, 'next' as const),
});
const withRule = (deadline: RulePack['deadline']): RulePack => ({ ...bundled('US-CA'), deadline });

describe('a deadline', () => {
  test('never falls on a day when nothing is mailed, unless the rule keeps the day', () => {
    fc.assert(
      fc.property(rule, isoDate, isoDate, (drawn, completionDate, issueDate) => {
        fc.pre(drawn.ifNotWorkday !== 'keep' || drawn.unit === 'working_days');
        const found = deadlineOf(withRule(drawn), { completionDate, issueDate });
        expect(isWorkday(found?.date ?? '', bundled('US-CA').extraHolidays)).toBe(true);
      }),
    );
  });

  const { extraHolidays } = bundled('US-CA');
  const days = fc.integer({ min: 1, max: 60 });
  const rolled = (start: string, count: number, ifNotWorkday: 'keep' | 'previous' | 'next'): string => {
    const rules = withRule({ count, unit: 'calendar_days', from: 'issue', ifNotWorkday });
    return deadlineOf(rules, { completionDate: '2000-01-01', issueDate: start })?.date ?? '';
  };

  test('in working days lies exactly so many after its start', () => {
    fc.assert(
      fc.property(rule, isoDate, isoDate, (drawn, completionDate, issueDate) => {
        const rules = withRule({ ...drawn, unit: 'working_days' });
        const date = deadlineOf(rules, { completionDate, issueDate })?.date ?? '';
        const start = drawn.from === 'completion' ? completionDate : issueDate;
        expect(workdaysBetween(start, date, extraHolidays)).toBe(drawn.count);
      }),
    );
  });

  test('in calendar days is moved from a closed day to the nearest workday that the rule says', () => {
    fc.assert(
      fc.property(isoDate, days, (start, count) => {
        const counted = addDays(start, count);
        const [keep, previous, next] = (['keep', 'previous', 'next'] as const).map((each) =>
          rolled(start, count, each),
        );
        expect(keep).toBe(counted);
        expect(workdaysBetween(previous ?? '', counted, extraHolidays)).toBe(0);
        expect(workdaysBetween(counted, next ?? '', extraHolidays)).toBe(
          isWorkday(counted, extraHolidays) ? 0 : 1,
        );
      }),
    );
  });

  test('is over when its day is over where the law applies, and the same each time it is asked', () => {
    fc.assert(
      fc.property(rule, isoDate, isoDate, (drawn, completionDate, issueDate) => {
        const rules = withRule(drawn);
        const found = deadlineOf(rules, { completionDate, issueDate });
        expect(deadlineOf(rules, { completionDate, issueDate })).toEqual(found);
        expect(deadlineOf({ ...rules }, { completionDate, issueDate })).toEqual(found);
        expect(dateAt(found?.at ?? '', rules.timeZone)).toBe(addDays(found?.date ?? '', 1));
      }),
    );
  });

  test('comes no earlier for a later start', () => {
    fc.assert(
      fc.property(rule, isoDate, fc.nat({ max: 30 }), (drawn, date, later) => {
        const from = (start: string): string =>
          deadlineOf(withRule(drawn), { completionDate: start, issueDate: start })?.date ?? '';
        expect(from(addDays(date, later)) >= from(date)).toBe(true);
      }),
    );
  });

  test('in Texas is the end of the fifteenth working day after completion', () => {
    const found = deadlineOf(bundled('US-TX'), { completionDate: '2026-11-20', issueDate: '2026-11-23' });
    expect(found).toEqual({ date: '2026-12-14', at: '2026-12-15T06:00:00.000Z' });
  });

  test('does not exist where no rule sets one', () => {
    expect(deadlineOf(bundled('NONE'), { completionDate: '2026-11-20', issueDate: '2026-11-20' })).toBeNull();
  });
});

describe('the bundled rule packs', () => {
  test('are California, Texas and none, each in the file of its name', () => {
    expect(packs.map(({ name }) => name).toSorted()).toEqual(['none.json', 'us-ca.json', 'us-tx.json']);
    for (const { name, pack: each } of packs) expect(name).toBe(`${each.jurisdiction.toLowerCase()}.json`);
  });

  test('hold nothing that the program would drop', () => {
    for (const { text, pack: each } of packs) expect(JSON.parse(text)).toEqual(each);
  });

  test('cite a source for every rule, and call no demonstration value verified', () => {
    const rules = [
      'deadline',
      'deliveryCounts',
      'paperOwed',
      'numberedStock',
      'witnessesForSpoil',
      'retentionYears',
    ];
    for (const { pack: each } of packs.filter(({ pack: { jurisdiction } }) => jurisdiction !== 'NONE')) {
      const cited = each.citations.map(({ rule }) => rule);
      for (const rule of [...rules, 'duplicateKeepsNumber']) expect(cited).toContain(rule);
      for (const citation of each.citations.filter(({ verified }) => verified)) {
        expect(citation.url).not.toBeNull();
        expect(citation.source).not.toMatch(/demonstration/iu);
      }
    }
  });

  test('are refused with a time zone that does not exist', () => {
    expect(RulePack.safeParse({ ...bundled('US-TX'), timeZone: 'Texas/Austin' }).success).toBe(false);
  });
});

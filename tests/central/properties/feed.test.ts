import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openSchool, pairStation } from '../school.ts';
import type { TestStation } from '../school.ts';
import { bump } from '../slowChange.ts';

/** Follows the feed to its end and notes the newest version of each person; a version that goes backward fails. */
async function follow(
  station: TestStation,
  seen: Map<string, number>,
  cursor: string | undefined,
): Promise<string> {
  for (;;) {
    const page = await station.feed(cursor, 50);
    for (const change of page.changes) {
      if (change.kind !== 'person') continue;
      const version = Number(change.person.displayName);
      expect(version).toBeGreaterThanOrEqual(seen.get(change.person.userId) ?? 0);
      seen.set(change.person.userId, version);
    }
    cursor = page.cursor;
    if (!page.more) return cursor;
  }
}

test('property 15: the feed loses nothing', async () => {
  const school = await openSchool('postgres');
  const stations = await Promise.all(Array.from({ length: 8 }, () => pairStation(school)));
  const step = fc.record({
    who: fc.integer({ min: 0, max: 39 }),
    slow: fc.integer({ min: 0, max: 8 }),
    abort: fc.boolean(),
  });
  const kept = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(step, { minLength: 4, maxLength: 12 }), { minLength: 16, maxLength: 16 }),
      async (plans) => {
        const writing = { now: true };
        const followers = stations.map(async (station) => {
          const seen = new Map<string, number>();
          let cursor: string | undefined;
          while (writing.now) cursor = await follow(station, seen, cursor);
          await follow(station, seen, cursor);
          return seen;
        });
        await Promise.all(
          plans.map(async (plan) => {
            for (const { who, slow, abort } of plan) await bump(school, `person-${who}`, slow, abort);
          }),
        );
        writing.now = false;
        for (const { who, abort } of plans.flat())
          if (!abort) kept.set(`person-${who}`, (kept.get(`person-${who}`) ?? 0) + 1);
        for (const seen of await Promise.all(followers))
          expect(Object.fromEntries(seen)).toEqual(Object.fromEntries(kept));
      },
    ),
    { numRuns: 4 },
  );
}, 120_000);

import { expect, test } from 'vitest';
import { z } from 'zod';
import { seedDemoSchool } from '../../src/central/services/demo/seed.ts';
import { furnish, openSchool, pairStation } from './school.ts';

const Counts = z.object({
  certificates: z.int(),
  revoked: z.int(),
  people: z.int(),
  attention: z.int(),
  households: z.int(),
});
const countsSql = `SELECT (SELECT count(*) FROM certificates) AS certificates,
  (SELECT count(*) FROM certificates WHERE validity = 'revoked') AS revoked, (SELECT count(*) FROM people) AS people,
  (SELECT count(*) FROM completions WHERE state = 'attention') AS attention,
  (SELECT count(*) FROM (SELECT address->>'street1', address->>'street2' FROM deliverables GROUP BY 1, 2, address->>'city' HAVING count(*) > 1) AS h) AS households`;

test('The demo school is whole also when its first start was cut off in the middle', async () => {
  const school = await openSchool('postgres');
  let answered = 0;
  const failing = {
    ...school.context,
    db: {
      ...school.context.db,
      write: ((work) => {
        answered += 1;
        if (answered > 15) throw new Error('cut off');
        return school.context.db.write(work);
      }) satisfies typeof school.context.db.write,
    },
  };
  await expect(seedDemoSchool(failing)).rejects.toThrow('cut off');
  school.clock.advance(3_600_000);
  await seedDemoSchool(school.context);
  await seedDemoSchool(school.context);
  const counts = await school.context.db.reader.one(Counts, countsSql);
  expect(counts).toMatchObject({ certificates: 298, people: 5, attention: 1 });
  expect(counts?.households).toBeGreaterThan(10);
  const certificates = await (await pairStation(school)).certificates();
  expect(new Set(certificates.map((each) => each.physical?.dueAt)).size).toBeGreaterThan(15);
  for (const script of [
    /\p{Script=Arabic}/u,
    /\p{Script=Devanagari}/u,
    /\p{Script=Hangul}/u,
    /\p{Script=Thai}/u,
    /O'Brien/u,
  ]) {
    expect(certificates.some((each) => script.test(each.issuedName))).toBe(true);
  }
}, 60_000);

test('A database with courses of its own is not turned into a demo', async () => {
  const school = await openSchool('postgres');
  await furnish(school);
  await seedDemoSchool(school.context);
  expect((await school.context.db.reader.one(Counts, countsSql))?.people).toBe(0);
});

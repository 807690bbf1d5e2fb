import { expect, test } from 'vitest';
import { z } from 'zod';
import { announce } from '../../src/central/services/feed/announce.ts';
import { furnish, issueMany, openSchool, pairStation } from './school.ts';
import { bump } from './slowChange.ts';

test('A change that commits late is neither lost nor holds up what commits before it', async () => {
  const school = await openSchool('postgres');
  const station = await pairStation(school);
  let finish: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (finish = resolve));
  let announced: () => void = () => undefined;
  const started = new Promise<void>((resolve) => (announced = resolve));
  const slow = school.context.db.write(async (writer) => {
    await writer.run(`INSERT INTO people VALUES ('slow', '1', '[]', 'x', true)`);
    await announce(writer, 'person', ['slow']);
    announced();
    await held;
  });
  await started;
  await bump(school, 'fast', 0, false);
  const before = await station.feed();
  expect(
    before.changes.flatMap((change) => (change.kind === 'person' ? [change.person.userId] : [])),
  ).toEqual(['fast']);
  finish();
  await slow;
  const after = await station.feed(before.cursor);
  expect(after.changes.flatMap((change) => (change.kind === 'person' ? [change.person.userId] : []))).toEqual(
    ['slow'],
  );
});

test.for(['postgres', 'pglite'] as const)(
  'A new station gets the whole school page by page, and then only what changes (%s)',
  { timeout: 60_000 },
  async (kind) => {
    const school = await openSchool(kind);
    const templateVersion = await furnish(school);
    await issueMany(school, 25);
    const station = await pairStation(school);
    const kinds = new Map<string, number>();
    let cursor: string | undefined;
    for (;;) {
      const page = await station.feed(cursor, 7);
      expect(page.changes.length).toBeLessThanOrEqual(7);
      expect(page.certificatesTotal).toBe(25);
      for (const change of page.changes) kinds.set(change.kind, (kinds.get(change.kind) ?? 0) + 1);
      cursor = page.cursor;
      if (!page.more) break;
    }
    expect(kinds.get('certificate')).toBe(25);
    expect(kinds.get('template')).toBe(1);
    expect(kinds.get('key')).toBe(1);
    expect(kinds.get('rulePack')).toBe(3);
    expect((await station.feed(cursor)).changes).toEqual([]);
    const [lease] = await station.take(1);
    const changed = await station.feed(cursor);
    expect(changed.changes).toMatchObject([
      { kind: 'certificate', certificate: { certificateId: lease?.certificateId, templateVersion } },
    ]);
  },
);

test('A backlog larger than one transaction takes is placed in its order, each subject once', async () => {
  const school = await openSchool('postgres');
  await school.context.db.write(async (writer) => {
    await writer.run(
      `INSERT INTO people SELECT 'p' || n, n::text, '[]', 'x', true FROM generate_series(1, 5) AS n`,
    );
    await writer.run(
      `INSERT INTO feed_pending (kind, subject_id) SELECT 'person', 'p' || (n % 7 + 1) FROM generate_series(1, 45000) AS n`,
    );
  });
  const page = await (await pairStation(school)).feed();
  expect(page.changes.flatMap((change) => (change.kind === 'person' ? [change.person.userId] : []))).toEqual(
    ['p1', 'p2', 'p3', 'p4', 'p5'].toSorted((left, right) => lastOf(left) - lastOf(right)),
  );
  const left = await school.context.db.reader.one(
    z.object({ n: z.int() }),
    'SELECT count(*) AS n FROM feed_pending',
  );
  expect(left?.n).toBe(0);
});

/** The last of 45,000 changes that is about a person. */
function lastOf(person: string): number {
  let last = 45_000;
  while (`p${(last % 7) + 1}` !== person) last -= 1;
  return last;
}

test('A cursor of another database begins anew instead of skipping', async () => {
  const school = await openSchool('postgres');
  await furnish(school);
  await issueMany(school, 3);
  const station = await pairStation(school);
  const page = await station.feed('00ff00ff00ff00ff.999999');
  expect(page.changes.filter((change) => change.kind === 'certificate')).toHaveLength(3);
});

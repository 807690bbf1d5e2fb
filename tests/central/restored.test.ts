import { expect, test } from 'vitest';
import type { Fact } from '../../src/contract/central/facts.ts';
import { furnish, issueMany, NOON, openSchool, pairStation } from './school.ts';

const sheets = (count: number): Fact => ({
  kind: 'sheets',
  at: NOON,
  userId: 'carla',
  stockItemId: 'paper',
  movement: 'received',
  sheets: count,
  firstSerial: null,
  reference: null,
});
const numbered = (counts: readonly number[], from = 1) =>
  counts.map((count, index) => ({ sequence: from + index, fact: sheets(count) }));

test('A station restored from a backup that counts its facts anew loses none of them, however many there are', async () => {
  const school = await openSchool('postgres');
  await furnish(school);
  const station = await pairStation(school);
  const push = async (counts: readonly number[], from = 1) =>
    (await station.call('POST', '/v1/facts', { facts: numbered(counts, from) })).body;
  await push([1, 2, 3, 4]);
  expect(await push([3, 4], 3)).toEqual({ appliedThrough: 4, conflicts: [], divergedAt: null });
  // The backup knew two facts; since then four others happened.
  expect(await push([1, 2, 30, 40, 50, 60])).toEqual({ appliedThrough: 4, conflicts: [], divergedAt: 3 });
  expect(await push([30, 40, 50, 60], 5)).toEqual({ appliedThrough: 8, conflicts: [], divergedAt: null });
});

test('After central was restored from a backup its stations hear what changes from then on, whatever they heard before', async () => {
  const school = await openSchool('postgres');
  await furnish(school);
  await issueMany(school, 3);
  const station = await pairStation(school);
  const early = await station.feed();
  await issueMany(school, 5, 'ca', 3);
  const late = await station.feed(early.cursor);
  // The backup is of the early moment: the feed of what was issued later is gone.
  await school.context.db.write((writer) =>
    writer.run('DELETE FROM feed WHERE position > $1', [Number(early.cursor.split('.')[1])]),
  );
  const again = await station.feed(late.cursor);
  expect(again.changes.filter((change) => change.kind === 'certificate')).toHaveLength(3);
  const [lease] = await station.take(1);
  const told = await station.feed(late.cursor);
  expect(told.changes).toMatchObject([
    { kind: 'certificate', certificate: { certificateId: lease?.certificateId } },
  ]);
});

import { expect, test } from 'vitest';
import { z } from 'zod';
import { err } from '../../../src/domain/result.ts';
import { DiskFull } from '../../../src/station/db/problems.ts';
import { sqlRead, sqlWrite } from '../../../src/station/db/statements.ts';
import type { Reader, Writer } from '../../../src/station/db/statements.ts';
import { stationUnderTest } from '../stationUnderTest.ts';

const set = sqlWrite<{ key: string; value: string }>(
  'INSERT INTO settings (key, value) VALUES (@key, @value)',
);
const keys = sqlRead('SELECT key FROM settings ORDER BY key', z.object({ key: z.string() }));

test('what is written is there, and what a write threw away is not', async () => {
  const { ctx } = await stationUnderTest();
  ctx.db.write((tx) => set.run(tx, { key: 'a', value: '1' }));
  expect(() =>
    ctx.db.write((tx) => {
      set.run(tx, { key: 'b', value: '1' });
      throw new Error('changed my mind');
    }),
  ).toThrow('changed my mind');
  const refused = ctx.db.attempt((tx) => {
    set.run(tx, { key: 'c', value: '1' });
    return err('no');
  });
  expect(refused).toEqual({ ok: false, error: 'no' });
  expect(ctx.db.read((tx) => keys.all(tx, {}))).toEqual([{ key: 'a' }]);
});

test('what follows a commit runs after it, and never after a rollback', async () => {
  const { ctx } = await stationUnderTest();
  const seen: number[] = [];
  ctx.db.write((tx) => {
    tx.afterCommit(() => seen.push(ctx.db.read((reading) => keys.all(reading, {})).length));
    set.run(tx, { key: 'a', value: '1' });
    expect(seen).toEqual([]);
  });
  ctx.db.attempt((tx) => {
    tx.afterCommit(() => seen.push(-1));
    return err('no');
  });
  expect(seen).toEqual([1]);
});

test('a transaction begins inside no other and never waits', async () => {
  const { ctx } = await stationUnderTest();
  expect(() => ctx.db.write(() => ctx.db.read(() => 1))).toThrow('inside another');
  expect(() => ctx.db.read(() => ctx.db.write(() => 1))).toThrow('inside another');
  expect(() => ctx.db.write(async () => Promise.resolve(1))).toThrow('cannot be async');
  expect(ctx.db.write(() => 'still works')).toBe('still works');
});

test('what only reads cannot write, neither for the compiler nor for SQLite', async () => {
  const { ctx } = await stationUnderTest();
  // @ts-expect-error a Reader is no Writer
  const wrong = (tx: Reader) => set.run(tx, { key: 'x', value: '1' });
  expect(() => ctx.db.read(wrong)).toThrow(TypeError);
  expect(() => ctx.db.read((tx) => tx.reads.sqlite.exec(`INSERT INTO settings VALUES ('x', '1')`))).toThrow(
    'readonly',
  );
  const right = (tx: Writer) => set.run(tx, { key: 'x', value: '1' });
  expect(ctx.db.write(right)).toBe(1);
});

test('a full disk rolls the transaction back, says so, and leaves the station working', async () => {
  const { ctx } = await stationUnderTest();
  ctx.db.write((tx) => set.run(tx, { key: 'before', value: '1' }));
  const limit = ctx.db.write((tx) => Number(tx.writes.sqlite.pragma('page_count', { simple: true })));
  ctx.db.write((tx) => tx.writes.sqlite.pragma(`max_page_count = ${limit}`));
  const fill = () =>
    ctx.db.write((tx) => {
      for (let index = 0; index < 200; index += 1)
        set.run(tx, { key: `full-${index}`, value: 'x'.repeat(4000) });
    });
  expect(fill).toThrow(DiskFull);
  expect(ctx.db.read((tx) => keys.all(tx, {}))).toEqual([{ key: 'before' }]);
  ctx.db.write((tx) => tx.writes.sqlite.pragma('max_page_count = 1000000'));
  fill();
  expect(ctx.db.read((tx) => keys.all(tx, {}))).toHaveLength(201);
});

import { Client } from 'pg';
import { expect, it } from 'vitest';
import { postgresDatabase } from '../support/postgres.ts';

async function ask(url: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

it('gives each test a real and empty PostgreSQL of its own', async () => {
  const [first, second] = await Promise.all([postgresDatabase(), postgresDatabase()]);
  await ask(first, 'CREATE TABLE sheets (serial text)');
  const count = `SELECT count(*)::int AS tables FROM information_schema.tables WHERE table_schema = 'public'`;
  expect(await ask(first, count)).toEqual([{ tables: 1 }]);
  expect(await ask(second, count)).toEqual([{ tables: 0 }]);
});

it('lets two connections wait for each other, as only a real server does', async () => {
  const url = await postgresDatabase();
  await ask(url, 'CREATE TABLE work (id int); INSERT INTO work VALUES (1), (2)');
  const [left, right] = [new Client({ connectionString: url }), new Client({ connectionString: url })];
  await Promise.all([left.connect(), right.connect()]);
  try {
    await Promise.all([left.query('BEGIN'), right.query('BEGIN')]);
    const take = 'SELECT id FROM work ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED';
    expect((await left.query(take)).rows).toEqual([{ id: 1 }]);
    expect((await right.query(take)).rows).toEqual([{ id: 2 }]);
  } finally {
    await Promise.all([left.end(), right.end()]);
  }
});

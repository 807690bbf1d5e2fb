import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { expect, onTestFinished, test, vi } from 'vitest';
import { z } from 'zod';
import { serve } from '../../src/central/commands/serve.ts';
import type { RunningServer, ServeSettings } from '../../src/central/commands/serve.ts';
import { DatabaseBusy } from '../../src/central/db/database.ts';
import { openPostgres } from '../../src/central/db/postgres.ts';
import type { CentralSettings } from '../../src/central/settings.ts';
import { postgresDatabase } from '../support/postgres.ts';
import { ADMINISTRATOR, openSchool, settingsFor } from './school.ts';

type Postgres = Extract<CentralSettings['database'], { kind: 'postgres' }>;

async function served(
  database: Partial<Postgres> = {},
  server: Partial<ServeSettings> = {},
): Promise<RunningServer & { readonly databaseUrl: string }> {
  const url = await postgresDatabase();
  const quiet = () => undefined;
  const running = await serve(
    settingsFor({ kind: 'postgres', url, connections: 8, ...database }),
    { host: '127.0.0.1', port: 0, ...server },
    {
      clock: { now: () => Date.now() },
      random: (count) => crypto.getRandomValues(new Uint8Array(count)),
      log: { info: quiet, warn: quiet, error: quiet },
    },
  );
  onTestFinished(() => running.stop());
  return { ...running, databaseUrl: url };
}

/** Makes every check wait in the middle of its work, until it is let go. */
async function holdLog(url: string): Promise<{ waiting(): Promise<number>; letGo(): Promise<void> }> {
  const db = await openPostgres(url, { connections: 2, onLost: () => undefined });
  await db.write(async (writer) => {
    await writer.run(`CREATE FUNCTION hold() RETURNS trigger LANGUAGE plpgsql AS
      'BEGIN PERFORM pg_advisory_xact_lock_shared(1); RETURN NEW; END'`);
    await writer.run(
      'CREATE TRIGGER hold BEFORE INSERT ON verification_logs FOR EACH ROW EXECUTE FUNCTION hold()',
    );
  });
  let letGo: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (letGo = resolve));
  let locked: () => void = () => undefined;
  const begun = new Promise<void>((resolve) => (locked = resolve));
  const holding = db.write(async (writer) => {
    await writer.run('SELECT pg_advisory_xact_lock(1)');
    locked();
    await held;
  });
  await begun;
  const end = async () => {
    letGo();
    await holding;
  };
  onTestFinished(async () => {
    await end();
    await db.close();
  });
  return {
    letGo: end,
    async waiting() {
      const row = await db.reader.one(
        z.object({ n: z.int() }),
        `SELECT count(*) AS n FROM pg_locks WHERE NOT granted AND locktype = 'advisory' AND objid = 1`,
      );
      return row?.n ?? 0;
    },
  };
}

/** A connection on which calls are written by hand. */
async function line(url: string): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  onTestFinished(() => void socket.destroy());
  return socket;
}

test('What was asked before the stop is answered, whole and logged; nothing is asked any more; and it says that it is not ready', async () => {
  const running = await served();
  const log = await holdLog(running.databaseUrl);
  const ask = async (path: string) =>
    (await running.central.handler(new Request(`http://central.test${path}`))).status;
  expect(await ask('/readyz')).toBe(200);
  const asked = Array.from({ length: 60 }, async (_, index) => {
    const response = await fetch(`${running.url}/v1/verify/ASKED${index}`);
    return { status: response.status, body: await response.json() };
  });
  const outcomes = Promise.allSettled(asked);
  await vi.waitFor(async () => expect(await log.waiting()).toBeGreaterThan(0));
  let stopped = false;
  const stopping = running.stop().then(() => (stopped = true));
  await vi.waitFor(async () => expect(await ask('/robots.txt')).toBe(503));
  expect([await ask('/readyz'), await ask('/v1/verify/LATE'), await ask('/healthz')]).toEqual([
    503, 503, 200,
  ]);
  await expect(fetch(`${running.url}/healthz`)).rejects.toThrow('fetch failed');
  expect(stopped).toBe(false);
  await log.letGo();
  await stopping;
  // What had not been read by then found the door closed or was told to come again; nothing was answered by halves.
  const answers = (await outcomes).flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
  const answered = answers.filter(({ status }) => status === 200);
  expect(answers.filter(({ status }) => status !== 200 && status !== 503)).toEqual([]);
  expect(answered.length).toBeGreaterThan(0);
  const again = await openPostgres(running.databaseUrl, { connections: 1, onLost: () => undefined });
  const logged = await again.reader.one(
    z.object({ n: z.int() }),
    'SELECT count(*) AS n FROM verification_logs',
  );
  await again.close();
  expect(logged?.n).toBe(answered.length);
});

test('While it drains it says that it is not ready, and answers all the same', async () => {
  const running = await served();
  running.central.drain();
  expect((await fetch(`${running.url}/readyz`)).status).toBe(503);
  expect((await fetch(`${running.url}/v1/verify/x`)).status).toBe(200);
});

test('When no connection to the database comes free, calls are told to come again instead of hanging', async () => {
  const running = await served({ connections: 1, waitMs: 100 });
  const log = await holdLog(running.databaseUrl);
  const first = fetch(`${running.url}/v1/verify/FIRST`);
  await vi.waitFor(async () => expect(await log.waiting()).toBe(1));
  const busy = [
    await fetch(`${running.url}/v1/verify/SECOND`),
    await fetch(`${running.url}/verify/THIRD`),
    await fetch(`${running.url}/v1/stations/codes`, {
      method: 'POST',
      headers: { authorization: `Bearer ${ADMINISTRATOR}` },
    }),
  ];
  for (const response of busy) {
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '2']);
    expect(await response.json()).toMatchObject({ code: 'UNAVAILABLE', status: 503 });
  }
  await log.letGo();
  expect((await first).status).toBe(200);
  expect((await fetch(`${running.url}/v1/verify/FOURTH`)).status).toBe(200);
});

test('Callers who send or read slowly hold no connection to the database', async () => {
  const running = await served({ connections: 1, waitMs: 1_000 });
  const slow = await Promise.all(Array.from({ length: 8 }, () => line(running.url)));
  for (const socket of slow.slice(0, 4)) {
    socket.write(
      `POST /v1/events HTTP/1.1\r\nHost: central\r\nAuthorization: Bearer ${ADMINISTRATOR}\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"events": [`,
    );
  }
  for (const socket of slow.slice(4)) {
    socket.pause();
    for (let index = 0; index < 10; index += 1) {
      socket.write('GET /openapi.json HTTP/1.1\r\nHost: central\r\n\r\n');
      socket.write('GET /verify/SLOW HTTP/1.1\r\nHost: central\r\n\r\n');
    }
  }
  for (let index = 0; index < 20; index += 1)
    expect((await fetch(`${running.url}/verify/QUICK`)).status).toBe(200);
});

test('A statement that takes too long is ended, and a connection that is cut costs one call and not the process', async () => {
  const url = await postgresDatabase();
  const lost: Error[] = [];
  const db = await openPostgres(url, {
    connections: 2,
    statementMs: 200,
    onLost: (error) => void lost.push(error),
  });
  onTestFinished(() => db.close());
  const Anything = z.object({});
  await expect(db.reader.all(Anything, 'SELECT pg_sleep(60)')).rejects.toThrow(DatabaseBusy);
  await expect(db.write((writer) => writer.run('SELECT pg_sleep(60)'))).rejects.toThrow(DatabaseBusy);
  const other = await openPostgres(url, { connections: 1, onLost: () => undefined });
  onTestFinished(() => other.close());
  const cut = db.write(async (writer) => {
    const own = await writer.one(z.object({ pid: z.int() }), 'SELECT pg_backend_pid() AS pid');
    await other.reader.all(Anything, 'SELECT pg_terminate_backend($1)', [own?.pid ?? 0]);
    await vi.waitFor(() => expect(lost).not.toEqual([]));
    await writer.run('SELECT 1');
  });
  await expect(cut).rejects.toThrow(/terminat|not queryable|closed/iu);
  expect(await db.reader.one(z.object({ one: z.int() }), 'SELECT 1 AS one')).toEqual({ one: 1 });
});

test('The address of a caller behind our proxies is the one that they saw, and nobody else’s word is taken for it', async () => {
  const running = await served({}, { proxies: ['127.0.0.0/8', '10.0.0.0/8'] });
  const school = running.central.context();
  const from = async (forwarded: string) => {
    await fetch(`${running.url}/v1/verify/x`, { headers: { 'x-forwarded-for': forwarded } });
    const row = await school.db.reader.one(
      z.object({ address: z.string() }),
      'SELECT address FROM verification_logs ORDER BY log_id DESC LIMIT 1',
    );
    return row?.address;
  };
  expect(await from('203.0.113.9')).toBe('203.0.113.9');
  expect(await from('1.2.3.4, 203.0.113.9, 10.1.2.3')).toBe('203.0.113.9');
  expect(await from('::ffff:203.0.113.9')).toBe('203.0.113.9');
  expect(await from('garbage, 10.1.2.3')).toBe('127.0.0.1');
  const alone = await served();
  await fetch(`${alone.url}/v1/verify/x`, { headers: { 'x-forwarded-for': '203.0.113.9' } });
  const seen = await alone.central
    .context()
    .db.reader.one(z.object({ address: z.string() }), 'SELECT address FROM verification_logs');
  expect(seen?.address).toBe('127.0.0.1');
});

test('Whoever has one address of IPv6 has many: they are counted together', async () => {
  const school = await openSchool('postgres', { verifyPerMinute: 2 });
  const check = async (from: string) =>
    (await school.call('GET', '/v1/verify/x', undefined, null, { 'x-central-caller-address': from })).status;
  expect(await check('2001:db8:1:2::1')).toBe(200);
  expect(await check('2001:0DB8:1:2:ffff:0:0:9')).toBe(200);
  expect(await check('2001:db8:1:2:3:4:5:6')).toBe(429);
  expect(await check('2001:db8:1:3::1')).toBe(200);
});

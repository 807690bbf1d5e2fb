import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { issueDue } from '../../src/central/services/issuing/issue.ts';
import { sendMails } from '../../src/central/services/telling/send.ts';
import { callEndpoints } from '../../src/central/services/webhooks/call.ts';
import type { CentralSettings } from '../../src/central/settings.ts';
import { postgresDatabase } from '../support/postgres.ts';
import { openMailServer } from './mailServer.ts';
import { codeOf, completionOf, furnish, issueMany, openSchool, pairStation, SCHOOL } from './school.ts';
import type { TestSchool } from './school.ts';

/** Two centrals on one new database. */
async function twoCentrals(more: Partial<CentralSettings> = {}): Promise<[TestSchool, TestSchool]> {
  const url = await postgresDatabase();
  const first = await openSchool({ url }, more);
  return [first, await openSchool({ url }, more)];
}

const tally = (values: readonly number[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
};

test('Several centrals on one PostgreSQL are one school: no lease overlaps, no number is given twice, a revocation holds everywhere', async () => {
  const url = await postgresDatabase();
  const schools = await Promise.all([openSchool({ url }), openSchool({ url }), openSchool({ url })]);
  const [first, second, third] = schools;
  if (first === undefined || second === undefined || third === undefined)
    throw new Error('three were started');
  await furnish(first);
  await Promise.all(schools.map((school, index) => issueMany(school, 30, 'ca', index * 30)));
  const numbers = await first.context.db.reader.all(
    z.object({ number: z.string() }),
    'SELECT certificate_number AS number FROM certificates ORDER BY 1',
  );
  expect(numbers.map((each) => each.number)).toEqual(
    Array.from({ length: 90 }, (_, index) => `CA-2026-${String(index + 1).padStart(6, '0')}`),
  );
  const stations = await Promise.all(schools.map((school) => pairStation(school)));
  const taken = await Promise.all(
    stations.map(async (station) => {
      const own: string[] = [];
      for (let round = 0; round < 6; round += 1)
        own.push(...(await station.take(7)).map((lease) => lease.deliverableId));
      return own;
    }),
  );
  expect(new Set(taken.flat()).size).toBe(taken.flat().length);
  // Paired at the first, known at the second, shut out at the third.
  const [station] = stations;
  if (station === undefined) throw new Error('three were paired');
  const elsewhere = () => second.call('GET', '/v1/feed', undefined, station.token());
  expect((await elsewhere()).status).toBe(200);
  await third.call('POST', `/v1/stations/${station.id}/revoke`, { reason: 'Lost on the way' });
  expect(codeOf(await elsewhere())).toBe('STATION_REVOKED');
});

test('A hundred completions told to three centrals at once issue one certificate', async () => {
  const url = await postgresDatabase();
  const schools = await Promise.all([openSchool({ url }), openSchool({ url }), openSchool({ url })]);
  const [first] = schools;
  if (first === undefined) throw new Error('three were started');
  await furnish(first);
  const events = completionOf('p', 'tx');
  const replies = await Promise.all(
    Array.from({ length: 100 }, async (_, index) => {
      const told = events.map((event) => ({ ...event, eventId: `${event.eventId}-${index}` }));
      return (await (schools[index % 3] ?? first).call('POST', '/v1/events', { events: told }, SCHOOL))
        .status;
    }),
  );
  expect(replies.filter((status) => status !== 200)).toEqual([]);
  const count = await first.context.db.reader.one(
    z.object({ n: z.int() }),
    'SELECT count(*) AS n FROM certificates',
  );
  expect(count?.n).toBe(1);
});

test('A station changes its key while others go on, and the old one is worth nothing from then on', async () => {
  const school = await openSchool('postgres');
  const [station, other] = [await pairStation(school), await pairStation(school)];
  const { publicKey } = generateKeyPairSync('ed25519');
  const rotated = await station.call('POST', '/v1/stations/rotate', {
    publicKey: publicKey.export({ format: 'jwk' }).x,
  });
  expect(rotated.status).toBe(200);
  expect((await station.call('GET', '/v1/feed')).status).toBe(401);
  expect((await other.call('GET', '/v1/feed')).status).toBe(200);
});

test('Checks are limited for all centrals together: one address, and in total', async () => {
  const schools = await twoCentrals({ verifyPerMinute: 10, verifyTotalPerMinute: 25 });
  const check = async (count: number, from: string) =>
    tally(
      await Promise.all(
        Array.from({ length: count }, async (_, index) => {
          const school = index % 2 === 0 ? schools[0] : schools[1];
          const headers = { 'x-central-caller-address': from };
          return (await school.call('GET', `/v1/verify/CODE${index}`, undefined, null, headers)).status;
        }),
      ),
    );
  expect(await check(30, '10.0.0.1')).toEqual({ 200: 10, 429: 20 });
  expect(await check(30, '10.0.0.2')).toEqual({ 200: 10, 429: 20 });
  expect(await check(30, '10.0.0.3')).toEqual({ 200: 5, 429: 25 });
  for (const school of schools) school.clock.advance(60_000);
  expect(await check(30, '10.0.0.3')).toEqual({ 200: 10, 429: 20 });
  const logged = await schools[0].context.db.reader.one(
    z.object({ n: z.int() }),
    'SELECT count(*) AS n FROM verification_logs',
  );
  expect(logged?.n).toBe(35);
});

test('A download link opens once, and a pairing code pairs once, whichever centrals are asked at the same time', async () => {
  const schools = await twoCentrals();
  const [first] = schools;
  await furnish(first);
  await issueMany(first, 1, 'plain');
  const [certificate] = await (await pairStation(first)).certificates();
  const link = await first.call('POST', `/v1/certificates/${certificate?.certificateId}/links`, {}, SCHOOL);
  const { url } = z.object({ url: z.string() }).parse(link.body);
  const opened = await Promise.all(
    Array.from(
      { length: 12 },
      async (_, index) =>
        (await schools[index % 2 === 0 ? 0 : 1].call('GET', new URL(url).pathname, undefined, null)).status,
    ),
  );
  expect(tally(opened)).toEqual({ 200: 1, 410: 11 });
  const { code } = z
    .object({ code: z.string() })
    .parse((await first.call('POST', '/v1/stations/codes')).body);
  const paired = await Promise.all(
    Array.from({ length: 12 }, async (_, index) => {
      const publicKey = generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' }).x;
      const reply = await schools[index % 2 === 0 ? 0 : 1].call(
        'POST',
        '/v1/stations/pair',
        { code, name: `Station ${index}`, publicKey },
        null,
      );
      return reply.status === 200 ? 'paired' : codeOf(reply);
    }),
  );
  expect(paired.filter((each) => each === 'paired')).toHaveLength(1);
  expect(paired.filter((each) => each === 'PAIRING_REFUSED')).toHaveLength(11);
});

test('A key that was changed at one central is worth nothing at another at once', async () => {
  const [first, second] = await twoCentrals();
  const station = await pairStation(first);
  const elsewhere = async () => (await second.call('GET', '/v1/feed', undefined, station.token())).status;
  expect(await elsewhere()).toBe(200);
  const { publicKey } = generateKeyPairSync('ed25519');
  await station.call('POST', '/v1/stations/rotate', { publicKey: publicKey.export({ format: 'jwk' }).x });
  expect(await elsewhere()).toBe(401);
});

test('Jobs of two centrals share the work: each completion is issued once, each mail and each call made once', async () => {
  const server = await openMailServer();
  const schools = await twoCentrals();
  const [first] = schools;
  await furnish(first);
  for (const school of schools) Object.assign(school.context.settings, { mail: server.settings() });
  const called: string[] = [];
  const other = createServer((request, response) => {
    called.push(String(request.headers['webhook-id']));
    request.resume().once('end', () => response.end());
  });
  other.listen(0, '127.0.0.1');
  await once(other, 'listening');
  onTestFinished(() => void other.close());
  const { port } = z.object({ port: z.int() }).parse(other.address());
  await first.call('POST', '/v1/webhooks', {
    url: `http://127.0.0.1:${port}/hook`,
    topics: ['certificate.issued'],
  });
  const paused = await first.call('POST', '/v1/emergencies', {
    kind: 'pause_issuance',
    reason: 'Everybody at once',
    startedBy: 'Ada',
    endsAt: null,
  });
  const { emergencyId } = z.object({ emergencyId: z.string() }).parse(paused.body);
  const events = Array.from({ length: 60 }, (_, index) =>
    completionOf(`p${index}`, 'ca').map((event) =>
      event.kind === 'learner' ? { ...event, email: `p${index}@learners.example` } : event,
    ),
  ).flat();
  expect((await first.call('POST', '/v1/events', { events }, SCHOOL)).body).toMatchObject({ rejected: [] });
  await first.call('POST', `/v1/emergencies/${emergencyId}/end`, { endedBy: 'Vera' });
  // One that finds all rows claimed by others ends early, so the last round is of one alone.
  const both = async (job: (context: TestSchool['context']) => Promise<unknown>) => {
    await Promise.all([...schools, ...schools].map((school) => job(school.context)));
    await job(first.context);
  };
  await both(async (context) => {
    while ((await issueDue(context, 7)) > 0);
  });
  await both(async (context) => {
    while (await sendMails(context));
  });
  await both(async (context) => {
    while (await callEndpoints(context));
  });
  const issued = await first.context.db.reader.all(
    z.object({ number: z.string() }),
    'SELECT certificate_number AS number FROM certificates ORDER BY 1',
  );
  expect(issued.map((each) => each.number)).toEqual(
    Array.from({ length: 60 }, (_, index) => `CA-2026-${String(index + 1).padStart(6, '0')}`),
  );
  expect(called.toSorted()).toEqual([...new Set(called)].toSorted());
  expect(called).toHaveLength(60);
  const to = server.taken.map((mail) => mail.to);
  expect(to.toSorted()).toEqual([...new Set(to)].toSorted());
  expect(to).toHaveLength(60);
});

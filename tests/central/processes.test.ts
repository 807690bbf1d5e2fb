import { generateKeyPairSync } from 'node:crypto';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { postgresDatabase } from '../support/postgres.ts';
import { codeOf, completionOf, furnish, issueMany, openSchool, pairStation, SCHOOL } from './school.ts';

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

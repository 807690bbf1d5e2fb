import { expect, test } from 'vitest';
import { furnish, issueMany, openSchool, pairStation } from './school.ts';

const HOUR = 3_600_000;

test('Eight stations that take work as fast as they can never get the same certificate', async () => {
  const school = await openSchool('postgres');
  await furnish(school);
  await issueMany(school, 400);
  const stations = await Promise.all(
    Array.from({ length: 8 }, (_, index) => pairStation(school, `Station ${index}`)),
  );
  const taken = await Promise.all(
    stations.map(async (station) => {
      const own: string[] = [];
      for (;;) {
        const leases = await station.take(7);
        if (leases.length === 0) return own;
        own.push(...leases.map((lease) => lease.deliverableId));
      }
    }),
  );
  const all = taken.flat();
  expect(new Set(all).size).toBe(all.length);
  // A station that finds every free row locked by others stops early; nothing is lost by that.
  const rest = await (stations[0] ?? (await pairStation(school))).take(400);
  expect(all.length + rest.length).toBe(400);
});

test.for(['postgres', 'pglite'] as const)(
  'The most urgent work is granted first, a repeated request once (%s)',
  { timeout: 60_000 },
  async (kind) => {
    const school = await openSchool(kind);
    await furnish(school);
    await issueMany(school, 4, 'plain');
    await issueMany(school, 3, 'tx', 10);
    await issueMany(school, 3, 'ca', 20);
    const station = await pairStation(school);
    const known = new Map((await station.certificates()).map((each) => [each.certificateId, each]));
    const first = await station.take(4, 'request-1');
    expect(first.map((lease) => known.get(lease.certificateId)?.jurisdiction)).toEqual([
      'US-CA',
      'US-CA',
      'US-CA',
      'US-TX',
    ]);
    expect(await station.take(4, 'request-1')).toEqual(first);
    const rest = await station.take(100);
    expect(rest.map((lease) => known.get(lease.certificateId)?.jurisdiction)).toEqual(['US-TX', 'US-TX']);
  },
);

test('Work of a silent station goes to nobody else until a person frees it, and then under a new epoch', async () => {
  const school = await openSchool('postgres');
  await furnish(school);
  await issueMany(school, 2);
  const [silent, other] = [await pairStation(school, 'Silent'), await pairStation(school, 'Other')];
  const held = await silent.take(2);
  school.clock.advance(25 * HOUR);
  expect(await other.take(2)).toEqual([]);
  const stuck = await school.call('GET', '/v1/leases/stuck');
  expect(stuck.body).toMatchObject(
    held.map((lease) => ({ deliverableId: lease.deliverableId, stationName: 'Silent' })),
  );
  const freed = await school.call('POST', '/v1/leases/free', {
    deliverableIds: [held[0]?.deliverableId],
    reason: 'The disk of that station is gone, and its tray is empty.',
    by: 'Vera',
  });
  expect(freed.body).toEqual({ freed: 1 });
  const again = await other.take(2);
  expect(again).toHaveLength(1);
  expect(again[0]?.epoch).toBeGreaterThan(held[0]?.epoch ?? 0);
  const renewal = await silent.call('POST', '/v1/leases/renew', { leases: held });
  expect(renewal.body).toMatchObject({
    lost: [held[0]?.deliverableId],
    renewed: [{ deliverableId: held[1]?.deliverableId }],
  });
});

test('A station gets its own expired work back, and what it gives back is free at once', async () => {
  const school = await openSchool('postgres');
  await furnish(school);
  await issueMany(school, 2);
  const [station, other] = [await pairStation(school), await pairStation(school)];
  const before = await station.take(2);
  school.clock.advance(30 * HOUR);
  const after = await station.take(2);
  expect(after.map((lease) => lease.deliverableId).toSorted()).toEqual(
    before.map((lease) => lease.deliverableId).toSorted(),
  );
  const stale = await station.call('POST', '/v1/leases/release', { leases: before });
  expect(stale.body).toEqual({ released: 0 });
  const released = await station.call('POST', '/v1/leases/release', { leases: after });
  expect(released.body).toEqual({ released: 2 });
  expect(await other.take(2)).toHaveLength(2);
});

test('Revoked certificates are granted to nobody, and reinstated ones again', async () => {
  const school = await openSchool('postgres');
  await furnish(school);
  await issueMany(school, 1);
  const station = await pairStation(school);
  const [certificate] = await station.certificates();
  const path = `/v1/certificates/${certificate?.certificateId}`;
  await school.call('POST', `${path}/suspend`, { reason: 'Identity is being checked' });
  expect(await station.take(1)).toEqual([]);
  await school.call('POST', `${path}/reinstate`, { reason: 'Identity is proven' });
  expect(await station.take(1)).toHaveLength(1);
});

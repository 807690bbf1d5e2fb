import { expect, test } from 'vitest';
import { z } from 'zod';
import { codeOf, furnish, issueMany, openSchool, pairStation } from './school.ts';

const KEY = 'A'.repeat(42) + 'E';

test('A pairing code works once, for an hour, in any spelling, and nothing else works', async () => {
  const school = await openSchool('postgres');
  const { code } = z
    .object({ code: z.string() })
    .parse((await school.call('POST', '/v1/stations/codes')).body);
  expect(code).toMatch(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/u);
  const pair = (with_: string) =>
    school.call('POST', '/v1/stations/pair', { code: with_, name: 'Desk', publicKey: KEY }, null);
  expect((await pair('0000-0000')).body).toMatchObject({ data: { reason: 'unknown_code' } });
  const paired = await pair(code.toLowerCase().replace('-', ' '));
  expect(paired.body).toMatchObject({
    schoolName: 'Test School',
    verifyBaseUrl: 'https://certificates.example.org/verify',
  });
  expect((await pair(code)).body).toMatchObject({ data: { reason: 'code_used' } });
  const late = z
    .object({ code: z.string() })
    .parse((await school.call('POST', '/v1/stations/codes')).body).code;
  school.clock.advance(3_600_001);
  expect((await pair(late)).body).toMatchObject({ data: { reason: 'code_expired' } });
});

test('A code raced by ten stations pairs one', async () => {
  const school = await openSchool('postgres');
  const { code } = z
    .object({ code: z.string() })
    .parse((await school.call('POST', '/v1/stations/codes')).body);
  const replies = await Promise.all(
    Array.from({ length: 10 }, (_, index) =>
      school.call('POST', '/v1/stations/pair', { code, name: `Desk ${index}`, publicKey: KEY }, null),
    ),
  );
  expect(replies.filter((reply) => reply.status === 200)).toHaveLength(1);
});

test('Only a paired station with a fresh token of its own is let in, until it is revoked', async () => {
  const school = await openSchool('postgres');
  await furnish(school);
  await issueMany(school, 1);
  const [station, other] = [await pairStation(school), await pairStation(school)];
  expect((await station.call('GET', '/v1/feed')).status).toBe(200);
  const tries: [string, string | null][] = [
    ['no token', null],
    ['nonsense', 'nonsense'],
    ['another audience', station.token({ audience: 'elsewhere' })],
    ['an hour long', station.token({ lifeSeconds: 3600 })],
    ['expired', station.token({ lifeSeconds: -300 })],
    ['an administrator', 'administrator-token-for-tests'],
    [
      'the head of one, the rest of another',
      [station.token().split('.')[0], ...other.token().split('.').slice(1)].join('.'),
    ],
  ];
  for (const [what, token] of tries) {
    const reply = await school.call('GET', '/v1/feed', undefined, token);
    expect([what, reply.status, codeOf(reply)]).toEqual([what, 401, 'UNAUTHORIZED']);
  }
  const [lease] = await station.take(1);
  await school.call('POST', `/v1/stations/${station.id}/revoke`, { reason: 'Stolen from the office' });
  expect(codeOf(await station.call('GET', '/v1/feed'))).toBe('STATION_REVOKED');
  expect((await other.call('GET', '/v1/feed')).status).toBe(200);
  // Its paper may exist: nobody gets the work until somebody says that it does not.
  expect(await other.take(1)).toEqual([]);
  await school.call('POST', `/v1/stations/${station.id}/revoke`, {
    reason: 'Stolen from the office',
    paperAccountedFor: true,
  });
  expect((await other.take(1)).map((each) => each.deliverableId)).toEqual([lease?.deliverableId]);
});

test('People travel to stations with a hash of their PIN and without the PIN', async () => {
  const school = await openSchool('postgres');
  expect((await school.call('POST', '/v1/people', { displayName: 'No Pin', roles: ['clerk'] })).status).toBe(
    422,
  );
  const saved = await school.call('POST', '/v1/people', {
    displayName: 'Carla',
    roles: ['clerk'],
    pin: '7391',
  });
  expect(saved.status).toBe(200);
  const station = await pairStation(school);
  const people = (await station.feed()).changes.flatMap((change) =>
    change.kind === 'person' ? [change.person] : [],
  );
  expect(people).toHaveLength(1);
  expect(people[0]?.pinHash).toMatch(/^scrypt\$32768\$8\$1\$[\w-]{22}\$[\w-]{43}$/u);
  expect(JSON.stringify(people)).not.toContain('7391');
});

test('An administrator’s calls are closed to stations and to the school’s systems', async () => {
  const school = await openSchool('postgres');
  const station = await pairStation(school);
  expect((await station.call('GET', '/v1/people')).status).toBe(401);
  expect((await school.call('GET', '/v1/people', undefined, 'school-token-for-tests-only')).status).toBe(403);
  expect((await school.call('GET', '/v1/people', undefined, null)).status).toBe(401);
});

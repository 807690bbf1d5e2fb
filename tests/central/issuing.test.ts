import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { CentralCertificate } from '../../src/contract/central/certificates.ts';
import { verifySnapshotSignature } from '../../src/domain/certificates/qrPayload.ts';
import { certificatesOf, tell } from './issued.ts';
import { ADDRESS, codeOf, completionOf, furnish, NOON, openSchool, pairStation } from './school.ts';

test('What is told in any order and any number of times comes to the same certificates', async () => {
  const school = await openSchool('postgres');
  await furnish(school);
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray([0, 1, 2, 0, 1, 2], { minLength: 6 }),
      fc.uuid(),
      async (order, learnerId) => {
        const events = completionOf(learnerId, 'plain');
        for (const index of order) await tell(school, [events[index]]);
        const mine = (await certificatesOf(school)).filter((row) => row.learner === learnerId);
        expect(mine).toHaveLength(1);
      },
    ),
    { numRuns: 15 },
  );
});

test('A snapshot is signed, and no later change of profile or course changes it', async () => {
  const school = await openSchool('postgres');
  const templateVersion = await furnish(school);
  await tell(school, completionOf('p', 'ca', { name: '  Zoe\u0308\u202E   Carter ' }));
  const station = await pairStation(school);
  const [before] = await station.certificates();
  expect(before).toMatchObject({
    issuedName: 'Zoë Carter',
    courseTitle: 'ca',
    issueDate: '2026-11-20',
    templateVersion,
  });
  await tell(school, [
    {
      eventId: 'new-name',
      at: NOON + 1,
      kind: 'learner',
      learnerId: 'p',
      name: 'Other',
      email: null,
      address: ADDRESS,
    },
  ]);
  await school.call('PUT', '/v1/courses/ca', {
    title: 'Renamed',
    jurisdiction: 'US-CA',
    numberScheme: { kind: 'random', prefix: 'X' },
  });
  const [after] = await station.certificates();
  expect(after).toEqual(before);
  const keys = z
    .object({ keys: z.array(z.object({ keyId: z.string(), publicKey: z.string() })) })
    .parse((await school.call('GET', '/v1/certificate-keys', undefined, null)).body).keys;
  if (before === undefined) throw new Error('nothing was issued');
  const published = keys.map((key) => ({ ...key, notBefore: '2026-11-20', notAfter: null }));
  const signature = { keyId: before.keyId, signature: before.signature };
  expect(await verifySnapshotSignature(published, before, signature)).toBe('valid');
  expect(await verifySnapshotSignature(published, { ...before, issuedName: 'Zoe Carter' }, signature)).toBe(
    'bad_signature',
  );
});

test('Unhappy data are not issued but listed with the reason, and issued when they are mended', async () => {
  const school = await openSchool('postgres');
  await furnish(school);
  const unhappy = [
    completionOf('no-name', 'ca', { name: ' \u200B ' }),
    completionOf('no-date', 'ca', { date: '' }),
    completionOf('odd-date', 'ca', { date: '2026-02-30' }),
    completionOf('future', 'ca', { date: '2026-11-23' }),
    completionOf('smiley', 'ca', { name: 'Ann 😀' }),
    completionOf('nowhere', 'no-such-course'),
  ];
  await tell(school, unhappy.flat());
  expect(await certificatesOf(school)).toEqual([]);
  const listed = await school.call('GET', '/v1/needs-attention');
  const problems = Object.fromEntries(
    z
      .array(z.object({ learnerId: z.string(), problem: z.string() }))
      .parse(listed.body)
      .map((each) => [each.learnerId, each.problem]),
  );
  expect(problems).toEqual({
    'no-name': 'the learner has no name',
    'no-date': 'there is no completion date',
    'odd-date': 'the completion date is no date of the calendar',
    future: 'the completion date lies in the future',
    smiley: 'the name has pictures in it, which no certificate font prints',
    nowhere: 'the course no-such-course is not known',
  });
  await tell(school, [
    {
      eventId: 'mended',
      at: NOON + 1,
      kind: 'learner',
      learnerId: 'no-name',
      name: 'Ada Reed',
      email: null,
      address: ADDRESS,
    },
  ]);
  expect(await certificatesOf(school)).toHaveLength(1);
});

test('A corrected name makes a new certificate that supersedes the old one, which is never used again', async () => {
  const school = await openSchool('postgres');
  await furnish(school);
  await tell(school, completionOf('p', 'ca', { name: 'Jon Smith' }));
  const [old] = await (await pairStation(school)).certificates();
  const bad = await school.call('POST', `/v1/certificates/${old?.certificateId}/reissue`, {
    issuedName: ' ',
    reason: 'Spelled wrong',
  });
  expect(codeOf(bad)).toBe('BAD_NAME');
  const reply = await school.call('POST', `/v1/certificates/${old?.certificateId}/reissue`, {
    issuedName: 'John Smith',
    reason: 'Spelled wrong',
  });
  const fresh = CentralCertificate.parse(reply.body);
  expect(fresh).toMatchObject({ issuedName: 'John Smith', validity: 'active', stage: 'queued' });
  expect(fresh.certificateNumber).not.toBe(old?.certificateNumber);
  const checked = await school.call('GET', `/v1/verify/${old?.verificationCode}`, undefined, null);
  expect(checked.body).toEqual({ result: 'superseded', certificateNumber: old?.certificateNumber });
  expect(
    codeOf(
      await school.call('POST', `/v1/certificates/${old?.certificateId}/reissue`, { reason: 'Once more' }),
    ),
  ).toBe('WRONG_STATE');
});

test('Paused issuance keeps what becomes due and issues it on resume, in order', async () => {
  const school = await openSchool('postgres');
  await furnish(school);
  const started = await school.call('POST', '/v1/emergencies', {
    kind: 'pause_issuance',
    reason: 'Wrong template',
    startedBy: 'Vera',
    endsAt: null,
  });
  const { emergencyId } = z.object({ emergencyId: z.string() }).parse(started.body);
  for (const [index, learner] of ['c', 'a', 'b'].entries())
    await tell(school, completionOf(learner, 'ca', { at: NOON - 5000 + index }));
  expect(await certificatesOf(school)).toEqual([]);
  await school.call('POST', `/v1/emergencies/${emergencyId}/end`, { endedBy: 'Otto' });
  expect((await certificatesOf(school)).map((row) => row.learner)).toEqual(['c', 'a', 'b']);
  expect(await school.call('GET', '/v1/emergencies')).toMatchObject({
    body: [{ startedBy: 'Vera', ended: true, endedBy: 'Otto' }],
  });
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { CentralCertificate } from '../../src/contract/central/certificates.ts';
import { parseCertificateNumber } from '../../src/domain/certificates/certificateNumber.ts';
import { verifySnapshotSignature } from '../../src/domain/certificates/qrPayload.ts';
import {
  ADDRESS,
  codeOf,
  completionOf,
  furnish,
  issueMany,
  NOON,
  openSchool,
  pairStation,
  SCHOOL,
} from './school.ts';
import type { TestSchool } from './school.ts';

const Rows = z.object({ number: z.string(), validity: z.string(), learner: z.string() });

function certificatesOf(school: TestSchool) {
  return school.context.db.reader.all(
    Rows,
    'SELECT certificate_number AS number, validity, learner_id AS learner FROM certificates ORDER BY certificate_number',
  );
}

const tell = (school: TestSchool, events: readonly unknown[]) =>
  school.call('POST', '/v1/events', { events }, SCHOOL);

test('13 one active certificate per learner and course: a hundred concurrent completions and requests issue one', async () => {
  const school = await openSchool('postgres');
  await furnish(school);
  const [learner, enrolled] = completionOf('p', 'ca');
  await tell(school, [learner, enrolled]);
  const replies = await Promise.all(
    Array.from({ length: 100 }, (_, index) =>
      index % 2 === 0
        ? tell(school, [
            {
              eventId: `c${index}`,
              at: NOON + index,
              kind: 'completed',
              learnerId: 'p',
              courseId: 'ca',
              completionDate: '2026-11-19',
            },
          ])
        : school.call('POST', '/v1/certificates', { learnerId: 'p', courseId: 'ca' }, SCHOOL),
    ),
  );
  expect(replies.filter((reply) => reply.status >= 500)).toEqual([]);
  expect(await certificatesOf(school)).toHaveLength(1);
});

test('6 serials are unique and well formed, sequential ones without a gap, whoever issues at the same time', async () => {
  const school = await openSchool('postgres');
  await furnish(school);
  await Promise.all(
    Array.from({ length: 12 }, (_, batch) =>
      issueMany(school, 10, batch % 3 === 0 ? 'tx' : 'ca', batch * 10),
    ),
  );
  const rows = await certificatesOf(school);
  expect(rows).toHaveLength(120);
  expect(new Set(rows.map((row) => row.number)).size).toBe(120);
  for (const { number } of rows) expect(parseCertificateNumber(number).ok).toBe(true);
  const serials = rows.filter((row) => row.number.startsWith('CA-')).map((row) => row.number);
  expect(serials).toEqual(
    Array.from({ length: 80 }, (_, index) => `CA-2026-${String(index + 1).padStart(6, '0')}`),
  );
});

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

test('14 partial refunds never revoke, full ones always do, in any order and however often they are told', async () => {
  const school = await openSchool('postgres');
  await furnish(school);
  let orders = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 1000 }),
      fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 1, maxLength: 5 }),
      fc.boolean(),
      async (amount, refunds, refundsFirst) => {
        orders += 1;
        const orderId = `order-${orders}`;
        const learnerId = `learner-${orders}`;
        const told = refunds.map((refunded, index) => ({
          eventId: `${orderId}-${index}`,
          at: NOON,
          kind: 'refunded',
          orderId,
          amountMinor: amount,
          amountRefundedMinor: refunded,
        }));
        const learning = completionOf(learnerId, 'plain', { orderId });
        await tell(school, refundsFirst ? told : learning);
        await tell(school, refundsFirst ? learning : told);
        await tell(school, told.toReversed());
        const full = Math.max(...refunds) >= amount;
        const validities = (await certificatesOf(school))
          .filter((row) => row.learner === learnerId)
          .map((row) => row.validity);
        expect(validities).toEqual(full ? (refundsFirst ? [] : ['revoked']) : ['active']);
      },
    ),
    { numRuns: 25 },
  );
});

test('12 revocation sets the state, explains it and is kept; a second one is refused', async () => {
  const school = await openSchool('postgres');
  await furnish(school);
  await fc.assert(
    fc.asyncProperty(
      fc.uuid(),
      fc.stringMatching(/^[a-z ]{3,40}$/u).filter((text) => text.trim().length > 2),
      async (learnerId, reason) => {
        await tell(school, completionOf(learnerId, 'plain'));
        const issued = await school.call(
          'POST',
          '/v1/certificates',
          { learnerId, courseId: 'plain' },
          SCHOOL,
        );
        const { certificateId } = z
          .object({ data: z.object({ certificateId: z.string() }) })
          .parse(issued.body).data;
        const path = `/v1/certificates/${certificateId}/revoke`;
        const revoked = await school.call('POST', path, { category: 'error', reason });
        expect(revoked.body).toMatchObject({ validity: 'revoked', validityReason: reason.trim() });
        const again = await school.call('POST', path, { category: 'fraud', reason: 'another reason' });
        expect([again.status, codeOf(again)]).toEqual([409, 'CERTIFICATE_ALREADY_REVOKED']);
        const kept = await school.call('GET', `/v1/certificates/${certificateId}`);
        expect(kept.body).toMatchObject({
          validity: 'revoked',
          validityReason: reason.trim(),
          lifecycle: 'revoked',
        });
        expect(
          codeOf(
            await school.call('POST', `/v1/certificates/${certificateId}/reinstate`, { reason: 'no way' }),
          ),
        ).toBe('WRONG_STATE');
      },
    ),
    { numRuns: 8 },
  );
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
  await school.call('POST', `/v1/emergencies/${emergencyId}/end`, {});
  expect((await certificatesOf(school)).map((row) => row.learner)).toEqual(['c', 'a', 'b']);
});

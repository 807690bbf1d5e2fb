import { expect, test } from 'vitest';
import { z } from 'zod';
import { issueFor } from '../../src/central/services/issuing/issue.ts';
import { CentralCertificate } from '../../src/contract/central/certificates.ts';
import { ADDRESS, codeOf, completionOf, furnish, NOON, openSchool, SCHOOL } from './school.ts';
import type { TestSchool } from './school.ts';

const Row = z.object({
  id: z.string(),
  control: z.string().nullable(),
  validity: z.string(),
  number: z.string(),
});

const certificatesOf = (school: TestSchool, learnerId: string) =>
  school.context.db.reader.all(
    Row,
    `SELECT certificate_id AS id, control_number AS control, validity, certificate_number AS number FROM certificates
     WHERE learner_id = $1 ORDER BY certificate_number`,
    [learnerId],
  );
const tell = (school: TestSchool, events: readonly unknown[]) =>
  school.call('POST', '/v1/events', { events }, SCHOOL);

test('A replacement gets a regulator’s number of its own, goes to where the learner lives now, and lifts no suspension', async () => {
  const school = await openSchool('postgres');
  await furnish(school);
  await school.call('PUT', '/v1/courses/reg', {
    title: 'Regulated',
    jurisdiction: 'US-CA',
    numberScheme: { kind: 'sequential', prefix: 'REG', digits: 6 },
    controlNumbers: true,
  });
  await school.call('POST', '/v1/control-numbers', {
    jurisdiction: 'US-CA',
    prefix: 'DMV',
    width: 4,
    first: 1,
    last: 2,
  });
  await tell(school, completionOf('p', 'reg', { name: 'Jon Smith' }));
  const [old] = await certificatesOf(school, 'p');
  await tell(school, [
    {
      eventId: 'moved',
      at: NOON + 1,
      kind: 'learner',
      learnerId: 'p',
      name: 'Jon Smith',
      email: null,
      address: { ...ADDRESS, street1: '9 New St' },
    },
  ]);
  const path = (id: string | undefined, what: string) => `/v1/certificates/${id}/${what}`;
  await school.call('POST', path(old?.id, 'suspend'), { reason: 'Under review' });
  const suspended = await school.call('POST', path(old?.id, 'reissue'), { reason: 'Spelled wrong' });
  expect([codeOf(suspended), suspended.status]).toEqual(['WRONG_STATE', 409]);
  await school.call('POST', path(old?.id, 'reinstate'), { reason: 'It was in order' });
  const reply = await school.call('POST', path(old?.id, 'reissue'), {
    issuedName: 'John Smith',
    reason: 'Spelled wrong',
  });
  const fresh = CentralCertificate.parse(reply.body);
  expect([old?.control, fresh.controlNumber]).toEqual(['DMV0001', 'DMV0002']);
  const goesTo = await school.context.db.reader.one(
    z.object({ street: z.string() }),
    `SELECT address->>'street1' AS street FROM deliverables WHERE certificate_id = $1`,
    [fresh.certificateId],
  );
  expect(goesTo).toEqual({ street: '9 New St' });
  // The regulator's numbers are used up: nothing changes, and nothing of the sequence is lost.
  const none = await school.call('POST', path(fresh.certificateId, 'reissue'), { reason: 'Once more' });
  expect([none.status, codeOf(none)]).toEqual([422, 'NEEDS_ATTENTION']);
  expect((await certificatesOf(school, 'p')).map((each) => each.validity)).toEqual(['superseded', 'active']);
  await school.call('POST', '/v1/control-numbers', {
    jurisdiction: 'US-CA',
    prefix: 'DMV',
    width: 4,
    first: 7,
    last: 9,
  });
  const third = CentralCertificate.parse(
    (await school.call('POST', path(fresh.certificateId, 'reissue'), { reason: 'Once more' })).body,
  );
  expect([third.controlNumber, third.certificateNumber]).toEqual(['DMV0007', 'REG-2026-000003']);
});

test('Random numbers that are nearly used up wait for a person, and hold up no other course', async () => {
  const school = await openSchool('postgres');
  await furnish(school);
  await tell(school, [
    ...completionOf('first', 'tx'),
    ...completionOf('p', 'tx').slice(0, 2),
    ...completionOf('p', 'ca').slice(1),
  ]);
  const [taken] = await certificatesOf(school, 'first');
  // A source whose every suffix is the one that is taken: as when the space of a prefix is full.
  const suffix = Array.from(taken?.number.slice(-6) ?? '', (letter) =>
    '0123456789ABCDEFGHJKMNPQRSTVWXYZ'.indexOf(letter),
  );
  const stuck = {
    ...school.context,
    random: (count: number) => (count === 6 ? Uint8Array.from(suffix) : school.context.random(count)),
  };
  await tell(school, [
    { eventId: 'c', at: NOON, kind: 'enrolled', learnerId: 'q', courseId: 'tx', orderId: null },
  ]);
  await school.context.db.write((writer) =>
    writer.run(
      `INSERT INTO completions (learner_id, course_id, completion_date, completed_at, state, since)
       VALUES ('p', 'tx', '2026-11-19', 1, 'due', 1)`,
    ),
  );
  const [outcome] = await school.context.db.write((writer) =>
    issueFor(stuck, writer, [{ learnerId: 'p', courseId: 'tx' }], 'asked_for'),
  );
  expect(outcome).toEqual({
    tag: 'attention',
    problem: 'random numbers TX-2026 are nearly used up: give the course another prefix',
  });
  const listed = await school.call('GET', '/v1/needs-attention');
  expect(listed.body).toMatchObject([{ learnerId: 'p', courseId: 'tx' }]);
  expect((await certificatesOf(school, 'p')).map((each) => each.number)).toEqual(['CA-2026-000001']);
});

test('A duplicate keeps the number where the rule pack says so, and both are told apart by their codes', async () => {
  const school = await openSchool('postgres');
  await furnish(school);
  await school.context.db.write((writer) =>
    writer.run(
      `UPDATE rule_packs SET pack = jsonb_set(pack, '{duplicateKeepsNumber}', 'true') WHERE jurisdiction = 'US-CA'`,
    ),
  );
  await tell(school, completionOf('p', 'ca', { name: 'Jon Smith' }));
  const [old] = await certificatesOf(school, 'p');
  const reply = await school.call('POST', `/v1/certificates/${old?.id}/reissue`, {
    issuedName: 'John Smith',
    reason: 'Spelled wrong',
  });
  const fresh = CentralCertificate.parse(reply.body);
  expect(fresh.certificateNumber).toBe(old?.number);
  await tell(school, completionOf('q', 'ca'));
  // The sequence goes on as if there had been no duplicate.
  expect((await certificatesOf(school, 'q')).map((each) => each.number)).toEqual(['CA-2026-000002']);
  const checked = await school.call('GET', `/verify/${old?.number}`, undefined, null, {
    accept: 'application/json',
  });
  expect(checked.body).toMatchObject({ result: 'valid', certificateNumber: old?.number });
});

import { expect, test } from 'vitest';
import { z } from 'zod';
import { ADDRESS, codeOf, completionOf, furnish, NOON, openSchool, SCHOOL } from './school.ts';
import type { TestSchool } from './school.ts';

const course = {
  title: 'Whole course',
  jurisdiction: 'US-CA',
  numberScheme: { kind: 'sequential', prefix: 'CA', digits: 6 },
};
const everything = {
  completion: 'derived',
  access: 'paid',
  allLessons: true,
  minimumMinutes: 90,
  finalExam: true,
  prerequisites: ['plain'],
};

let events = 0;
const tell = (school: TestSchool, ...told: object[]) =>
  school.call(
    'POST',
    '/v1/events',
    {
      events: told.map((each) => ({ eventId: `event-${(events += 1)}`, at: NOON - 1000 + events, ...each })),
    },
    SCHOOL,
  );

async function unmet(school: TestSchool): Promise<string[]> {
  const reply = await school.call('GET', '/v1/learners/p/courses/whole', undefined, SCHOOL);
  return z
    .object({ conditions: z.array(z.object({ condition: z.string(), met: z.boolean() })) })
    .parse(reply.body)
    .conditions.filter((each) => !each.met)
    .map((each) => each.condition);
}

test('A course issues by the event that fulfils the last of its conditions, and says which are missing until then', async () => {
  const school = await openSchool('postgres');
  await furnish(school);
  await school.call('PUT', '/v1/courses/whole', { ...course, requirements: everything });
  const inCourse = { learnerId: 'p', courseId: 'whole' };
  await tell(school, { kind: 'learner', learnerId: 'p', name: 'Ada Reed', email: null, address: ADDRESS });
  expect(await unmet(school)).toEqual([
    'access',
    'completed',
    'lessons',
    'seat_time',
    'exam',
    'prerequisites',
  ]);
  await tell(
    school,
    ...['l1', 'l2', 'l3'].map((lessonId) => ({
      kind: 'lesson',
      courseId: 'whole',
      lessonId,
      published: true,
    })),
    { kind: 'lesson_completed', ...inCourse, lessonId: 'l1' },
    { kind: 'lesson_completed', ...inCourse, lessonId: 'l2' },
    { kind: 'seat_time', ...inCourse, minutes: 50 },
    { kind: 'exam', ...inCourse, passed: false },
    { kind: 'ordered', ...inCourse, orderId: 'o1', amountMinor: 100 },
  );
  expect(await unmet(school)).toEqual(['completed', 'lessons', 'seat_time', 'exam', 'prerequisites']);
  // A lesson that is not published any more is not demanded.
  await tell(
    school,
    { kind: 'lesson', courseId: 'whole', lessonId: 'l3', published: false },
    { kind: 'exam', ...inCourse, passed: true },
  );
  expect(await unmet(school)).toEqual(['completed', 'seat_time', 'prerequisites']);
  await tell(school, { kind: 'seat_time', ...inCourse, minutes: 40 });
  expect(await unmet(school)).toEqual(['prerequisites']);
  await school.call('POST', '/v1/events', { events: completionOf('p', 'plain') }, SCHOOL);
  const reply = await school.call('GET', '/v1/learners/p/courses/whole', undefined, SCHOOL);
  expect(reply.body).toMatchObject({ eligible: true, certificateId: expect.any(String) });
});

test('A subscription gives access when the course is completed while it runs', async () => {
  const school = await openSchool('postgres');
  await furnish(school);
  await school.call('PUT', '/v1/courses/whole', { ...course, requirements: { access: 'paid' } });
  await tell(school, { kind: 'learner', learnerId: 'p', name: 'Ada Reed', email: null, address: ADDRESS });
  await tell(school, {
    kind: 'subscription',
    learnerId: 'p',
    subscriptionId: 's',
    startsAt: NOON - 9_000_000,
    endsAt: NOON - 8_000_000,
  });
  await tell(school, { kind: 'completed', learnerId: 'p', courseId: 'whole', completionDate: '2026-11-20' });
  expect(await unmet(school)).toEqual(['access']);
  await tell(school, {
    kind: 'subscription',
    learnerId: 'p',
    subscriptionId: 's',
    startsAt: NOON - 9_000_000,
    endsAt: null,
  });
  const reply = await school.call('GET', '/v1/learners/p/courses/whole', undefined, SCHOOL);
  expect(reply.body).toMatchObject({ eligible: true, certificateId: expect.any(String) });
});

test('An override needs a second person and a reason, and both stay in the history', async () => {
  const school = await openSchool('postgres');
  await furnish(school);
  await tell(school, { kind: 'learner', learnerId: 'p', name: 'Ada Reed', email: null, address: ADDRESS });
  const request = {
    learnerId: 'p',
    courseId: 'ca',
    completionDate: '2026-11-01',
    reason: 'Old records were lost',
    by: 'Ada',
  };
  expect(
    (await school.call('POST', '/v1/certificates/override', { ...request, approvedBy: 'ada' })).status,
  ).toBe(400);
  const reply = await school.call('POST', '/v1/certificates/override', { ...request, approvedBy: 'Vera' });
  const { certificateId } = z.object({ certificateId: z.string() }).parse(reply.body);
  const history = await school.call('GET', `/v1/certificates/${certificateId}`);
  expect(history.body).toMatchObject({
    events: [{ event: 'issued' }, { event: 'override', detail: { by: 'Ada', approvedBy: 'Vera' } }],
  });
});

test('Control numbers are allotted in the order of their ranges, none twice, and their end is said', async () => {
  const school = await openSchool('postgres');
  await furnish(school);
  await school.call('PUT', '/v1/courses/ca', { ...course, controlNumbers: true });
  const enter = (first: number, last: number) =>
    school.call('POST', '/v1/control-numbers', {
      jurisdiction: 'US-CA',
      prefix: 'DL',
      width: 5,
      first,
      last,
    });
  expect((await enter(100, 102)).status).toBe(200);
  expect(codeOf(await enter(102, 110))).toBe('OVERLAPS');
  school.clock.advance(1);
  expect((await enter(7, 8)).status).toBe(200);
  await Promise.all(
    Array.from({ length: 6 }, (_, index) =>
      school.call('POST', '/v1/events', { events: completionOf(`p${index}`, 'ca') }, SCHOOL),
    ),
  );
  const used = await school.context.db.reader.all(
    z.object({ number: z.string() }),
    'SELECT control_number AS number FROM certificates ORDER BY certificate_number',
  );
  expect(used.map((each) => each.number)).toEqual(['DL00100', 'DL00101', 'DL00102', 'DL00007', 'DL00008']);
  expect((await school.call('GET', '/v1/needs-attention')).body).toMatchObject([
    { problem: 'the control numbers of US-CA are used up' },
  ]);
});

test('A dry run of an import names every bad line by its number and changes nothing; a real one takes the good lines once', async () => {
  const school = await openSchool('postgres');
  await furnish(school);
  const csv = [
    'learner_id,name,email,street1,city,region,postal_code,course_id,completion_date',
    'p1,"Reed, Ada",ada@example.org,1 Main St,Fresno,CA,93721,ca,2026-11-02',
    'p2,Bob,,1 Main St,Fresno,CA,93721,ca,2026-13-02',
    ',Cid,,1 Main St,Fresno,CA,93721,ca,2026-11-02',
    'p4,"D ""Dee""',
    'Dot",,1 Main St,Fresno,CA,93721,nope,2026-11-02',
    'p5,Eve,,1 Main St,Fresno,CA,93721,ca',
    'p6,Fay,,1 Main St,Fresno,CA,93721,ca,2026-11-03',
    '',
  ].join('\r\n');
  const run = (dryRun: boolean) => school.call('POST', '/v1/import', { csv, dryRun }, SCHOOL);
  const dry = await run(true);
  expect(dry.body).toMatchObject({
    lines: 6,
    good: 2,
    accepted: 0,
    bad: [
      { line: 3, problem: 'the completion date is no date of the calendar' },
      { line: 4, problem: 'learner_id is empty' },
      { line: 5, problem: 'the course nope is not known' },
      { line: 7, problem: 'it has 8 fields, the header has 9' },
      { line: 7, problem: 'there is no completion date' },
    ],
  });
  expect((await school.call('GET', '/v1/courses')).body).toMatchObject([
    { certificates: 0 },
    { certificates: 0 },
    { certificates: 0 },
  ]);
  expect((await run(false)).body).toMatchObject({ good: 2, accepted: 6, repeated: 0 });
  expect((await run(false)).body).toMatchObject({ good: 2, accepted: 0, repeated: 6 });
  const names = await school.context.db.reader.all(
    z.object({ name: z.string() }),
    'SELECT issued_name AS name FROM certificates ORDER BY 1',
  );
  expect(names.map((each) => each.name)).toEqual(['Fay', 'Reed, Ada']);
});

test('An enrollment with a certificate cannot be deleted, one without can', async () => {
  const school = await openSchool('postgres');
  await furnish(school);
  await school.call('POST', '/v1/events', { events: completionOf('p', 'ca') }, SCHOOL);
  await tell(school, { kind: 'enrolled', learnerId: 'q', courseId: 'ca', orderId: null });
  expect(codeOf(await school.call('DELETE', '/v1/learners/p/courses/ca'))).toBe('HAS_CERTIFICATE');
  expect((await school.call('DELETE', '/v1/learners/q/courses/ca')).body).toEqual({ deleted: true });
});

test('Bad events are named by their place, and the good ones beside them are kept', async () => {
  const school = await openSchool('postgres');
  await furnish(school);
  const told = [
    ...completionOf('p', 'ca'),
    { eventId: 'x', at: NOON, kind: 'completed' },
    'nonsense',
    { kind: 'unknown', eventId: 'y' },
  ];
  const reply = await school.call('POST', '/v1/events', { events: told }, SCHOOL);
  expect(reply.body).toMatchObject({
    accepted: 3,
    repeated: 0,
    rejected: [
      { index: 3, eventId: 'x' },
      { index: 4, eventId: null },
      { index: 5, eventId: 'y' },
    ],
  });
});

import { expect, test } from 'vitest';
import { z } from 'zod';
import { issueDue } from '../../src/central/services/issuing/issue.ts';
import { takeEvents } from '../../src/central/services/learning/events.ts';
import { ADDRESS, codeOf, completionOf, furnish, NOON, openSchool, SCHOOL } from './school.ts';
import type { TestSchool } from './school.ts';

const DAY = 86_400_000;
const course = {
  title: 'Derived',
  jurisdiction: 'NONE',
  numberScheme: { kind: 'random', prefix: 'DRV' },
};

let events = 0;
const tell = (school: TestSchool, ...told: object[]) =>
  school.call(
    'POST',
    '/v1/events',
    { events: told.map((each) => ({ eventId: `event-${(events += 1)}`, at: NOON - DAY, ...each })) },
    SCHOOL,
  );

const named = (learnerId: string, name = 'Ada Reed') => ({
  kind: 'learner',
  learnerId,
  name,
  email: 'ada@example.org',
  language: 'es',
  address: ADDRESS,
});

async function standingOf(school: TestSchool, learnerId: string, courseId: string) {
  const reply = await school.call('GET', `/v1/learners/${learnerId}/courses/${courseId}`, undefined, SCHOOL);
  return z.object({ eligible: z.boolean(), certificateId: z.string().nullable() }).parse(reply.body);
}

test('An event with a character that no database keeps is named, and the others of its batch are kept', async () => {
  const school = await openSchool('postgres');
  await furnish(school);
  const reply = await tell(
    school,
    named('nul', 'Ann\u0000Bee'),
    { ...named('half'), learnerId: 'half-\ud800' },
    named('good', 'A backslash: \\u0000'),
  );
  expect(reply).toMatchObject({
    status: 200,
    body: { accepted: 1, rejected: [{ index: 0 }, { index: 1 }] },
  });
});

test('A body that is not JSON, or holds what no database keeps, is refused as such and not as a failure of ours', async () => {
  const school = await openSchool('postgres');
  const send = (body: string) =>
    school.central.handler(
      new Request('http://central.test/v1/courses/x', {
        method: 'PUT',
        headers: {
          authorization: 'Bearer administrator-token-for-tests',
          'content-type': 'application/json',
        },
        body,
      }),
    );
  expect((await send('{"title":')).status).toBe(400);
  expect((await send(JSON.stringify({ ...course, title: 'A\u0000B' }))).status).toBe(400);
  expect((await send(`"${'x'.repeat(17_000_000)}"`)).status).toBe(413);
  expect(school.log.filter(({ level }) => level === 'error')).toEqual([]);
});

test('An override that gives nothing leaves nothing behind that could issue by itself later', async () => {
  const school = await openSchool('postgres');
  await school.call('PUT', '/v1/courses/free', course);
  await tell(
    school,
    { ...named('o', ''), at: NOON - 2 * DAY },
    { kind: 'enrolled', learnerId: 'o', courseId: 'free', orderId: null },
  );
  const wanted = { learnerId: 'o', courseId: 'free', completionDate: '2026-11-01', reason: 'A reason' };
  const override = { ...wanted, by: 'Ann', approvedBy: 'Bob' };
  expect((await school.call('POST', '/v1/certificates/override', override)).status).toBe(422);
  await tell(school, named('o', 'Olga Orr'));
  expect(await standingOf(school, 'o', 'free')).toEqual({ eligible: false, certificateId: null });
});

test('A derived completion has the date of the last thing that was done, in whatever order events arrive', async () => {
  const school = await openSchool('postgres');
  await furnish(school);
  const requirements = { completion: 'derived', allLessons: true, finalExam: true };
  await school.call('PUT', '/v1/courses/derived', { ...course, requirements });
  const inCourse = { learnerId: 'd', courseId: 'derived' };
  await tell(
    school,
    named('d'),
    { kind: 'enrolled', ...inCourse, orderId: null },
    { kind: 'lesson', courseId: 'derived', lessonId: '1', published: true },
    { kind: 'exam', ...inCourse, passed: true, at: NOON - 2 * DAY },
    { kind: 'lesson_completed', ...inCourse, lessonId: '1', at: NOON - 19 * DAY },
  );
  const { certificateId } = await standingOf(school, 'd', 'derived');
  const certificate = await school.call('GET', `/v1/certificates/${certificateId}`);
  expect(certificate.body).toMatchObject({ completionDate: '2026-11-18' });
});

test.each(['lesson', 'course'])(
  'A derived course that demands less (%s) completes whoever has done the rest',
  async (what) => {
    const school = await openSchool('postgres');
    await furnish(school);
    const requirements = {
      completion: 'derived',
      allLessons: true,
      minimumMinutes: what === 'course' ? 60 : null,
    };
    await school.call('PUT', '/v1/courses/derived', { ...course, requirements });
    const inCourse = { learnerId: 'd', courseId: 'derived' };
    await tell(
      school,
      named('d'),
      { kind: 'enrolled', ...inCourse, orderId: null },
      { kind: 'lesson', courseId: 'derived', lessonId: '1', published: true },
      { kind: 'lesson', courseId: 'derived', lessonId: '2', published: what === 'lesson' },
      { kind: 'lesson_completed', ...inCourse, lessonId: '1' },
    );
    expect((await standingOf(school, 'd', 'derived')).eligible).toBe(false);
    if (what === 'lesson')
      await tell(school, { kind: 'lesson', courseId: 'derived', lessonId: '2', published: false, at: NOON });
    else
      await school.call('PUT', '/v1/courses/derived', {
        ...course,
        requirements: { ...requirements, minimumMinutes: null },
      });
    expect((await standingOf(school, 'd', 'derived')).eligible).toBe(true);
  },
);

test('An import without columns for address, e-mail and language leaves them as they are', async () => {
  const school = await openSchool('postgres');
  await furnish(school);
  await tell(school, named('kept'));
  const csv = 'learner_id,name,course_id,completion_date\nkept,Ada Reed,plain,2026-11-01\n';
  const reply = await school.call('POST', '/v1/import', { csv, dryRun: false }, SCHOOL);
  expect(reply.body).toMatchObject({ good: 1 });
  const data = await school.call('GET', '/v1/learners/kept/data');
  expect(data.body).toMatchObject({
    data: { learners: [{ email: 'ada@example.org', language: 'es', address: { city: ADDRESS.city } }] },
  });
});

test('New control numbers issue what waited for them', async () => {
  const school = await openSchool('postgres');
  await furnish(school);
  await school.call('PUT', '/v1/courses/numbered', {
    ...course,
    jurisdiction: 'US-NV',
    controlNumbers: true,
  });
  await tell(
    school,
    named('n'),
    { kind: 'enrolled', learnerId: 'n', courseId: 'numbered', orderId: null },
    { kind: 'completed', learnerId: 'n', courseId: 'numbered', completionDate: '2026-11-01' },
  );
  const waiting = () => school.call('GET', '/v1/needs-attention');
  expect((await waiting()).body).toMatchObject([{ problem: 'the control numbers of US-NV are used up' }]);
  await school.call('POST', '/v1/control-numbers', {
    jurisdiction: 'US-NV',
    prefix: 'N',
    width: 4,
    first: 1,
    last: 9,
  });
  expect((await waiting()).body).toEqual([]);
  await issueDue(school.context, 10);
  expect((await standingOf(school, 'n', 'numbered')).certificateId).not.toBeNull();
});

test('A course whose random numbers are used up waits for a person, and holds no other course up', async () => {
  const school = await openSchool('postgres');
  await furnish(school);
  const context = { ...school.context, random: (count: number) => new Uint8Array(count).fill(255) };
  const events = ['a', 'b'].flatMap((learnerId, n) => completionOf(learnerId, 'tx', { at: NOON - DAY + n }));
  const answer = await takeEvents(context, events);
  expect(answer).toMatchObject({ accepted: 6, rejected: [] });
  expect((await school.call('GET', '/v1/needs-attention')).body).toMatchObject([
    { courseId: 'tx', problem: expect.stringContaining('are nearly used up') },
  ]);
});

test('A replacement has a control number of its own and goes to the present address; a suspended one is not replaced', async () => {
  const school = await openSchool('postgres');
  await furnish(school);
  await school.context.db.write((writer) =>
    writer.run(`UPDATE courses SET control_numbers = true WHERE course_id = 'ca'`),
  );
  const block = { jurisdiction: 'US-CA', prefix: 'K', width: 3, first: 1, last: 2 };
  await school.call('POST', '/v1/control-numbers', block);
  await school.call('POST', '/v1/events', { events: completionOf('m', 'ca', { at: NOON - DAY }) }, SCHOOL);
  const { certificateId } = await standingOf(school, 'm', 'ca');
  await tell(school, { ...named('m'), at: NOON, address: { ...ADDRESS, city: 'Oakland' } });
  const reason = 'Misspelt';
  await school.call('POST', `/v1/certificates/${certificateId}/suspend`, { reason });
  const again = () => school.call('POST', `/v1/certificates/${certificateId}/reissue`, { reason });
  expect(codeOf(await again())).toBe('WRONG_STATE');
  await school.call('POST', `/v1/certificates/${certificateId}/reinstate`, { reason });
  const replaced = await again();
  expect(replaced.body).toMatchObject({ controlNumber: 'K002', validity: 'active' });
  const { certificateId: newId } = z.object({ certificateId: z.string() }).parse(replaced.body);
  const paper = await school.context.db.reader.one(
    z.object({ city: z.string() }),
    `SELECT address->>'city' AS city FROM deliverables WHERE certificate_id = $1`,
    [newId],
  );
  expect(paper?.city).toBe('Oakland');
  const once = await school.call('POST', `/v1/certificates/${newId}/reissue`, { reason });
  expect([codeOf(once), (await standingOf(school, 'm', 'ca')).certificateId]).toEqual([
    'NEEDS_ATTENTION',
    newId,
  ]);
});

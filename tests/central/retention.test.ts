import { expect, test } from 'vitest';
import { z } from 'zod';
import { anonymiseVerifiers, archiveOld } from '../../src/central/services/retention/archive.ts';
import { KeptData } from '../../src/contract/central/privacy.ts';
import { completionOf, furnish, issueMany, NOON, openSchool, pairStation, SCHOOL } from './school.ts';
import type { TestSchool } from './school.ts';

const YEAR = 366 * 24 * 3_600_000;
const Answer = z.object({ erased: z.record(z.string(), z.int()), kept: z.array(KeptData) });

async function erase(school: TestSchool, learnerId: string, dryRun = false) {
  const about = { reason: 'The learner asked for it', by: 'Vera', dryRun };
  return Answer.parse((await school.call('POST', `/v1/learners/${learnerId}/erase`, about)).body);
}

async function everything(school: TestSchool): Promise<string> {
  const tables = await school.context.db.reader.all(
    z.object({ name: z.string() }),
    `SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace`,
  );
  const rows = await Promise.all(
    tables.map(({ name }) =>
      school.context.db.reader.all(z.unknown(), `SELECT to_jsonb(t) - 'package' FROM ${name} t`),
    ),
  );
  return JSON.stringify(rows);
}

async function graduate(school: TestSchool, learnerId: string): Promise<string> {
  const [learner, ...rest] = completionOf(learnerId, 'ca', { name: 'Zenobia Private' });
  await school.call(
    'POST',
    '/v1/events',
    { events: [{ ...learner, email: 'zenobia@learners.example' }, ...rest] },
    SCHOOL,
  );
  const row = await school.context.db.reader.one(
    z.object({ id: z.string() }),
    'SELECT certificate_id AS id FROM certificates WHERE learner_id = $1',
    [learnerId],
  );
  return row?.id ?? '';
}

test('Certificates are archived after the years of their rules, not while paper is owed, and stay verifiable', async () => {
  const school = await openSchool('postgres');
  await furnish(school);
  await issueMany(school, 3);
  await issueMany(school, 2, 'plain', 10);
  const archived = async () =>
    (
      await school.context.db.reader.all(
        z.object({ course: z.string(), code: z.string() }),
        'SELECT course_id AS course, verification_code AS code FROM certificates WHERE archived_at IS NOT NULL ORDER BY 1',
      )
    ).map((each) => each);
  while (await archiveOld(school.context));
  expect(await archived()).toEqual([]);
  school.clock.advance(20 * YEAR);
  while (await archiveOld(school.context));
  const old = await archived();
  expect(old.map((each) => each.course)).toEqual(['plain', 'plain']);
  expect((await school.call('GET', `/v1/verify/${old[0]?.code}`, undefined, null)).body).toMatchObject({
    result: 'valid',
  });
});

test('Who verified is forgotten after the set time; what was asked and answered stays', async () => {
  const school = await openSchool('postgres', { keepVerifierDays: 30 });
  await furnish(school);
  await school.call('GET', '/v1/verify/NOSUCHCODE', undefined, null, {
    'x-central-caller-address': '203.0.113.9',
    'user-agent': 'Browser',
  });
  const logs = () =>
    school.context.db.reader.all(z.unknown(), 'SELECT result, address, agent FROM verification_logs');
  while (await anonymiseVerifiers(school.context));
  expect(await logs()).toEqual([{ result: 'not_found', address: '203.0.113.9', agent: 'Browser' }]);
  school.clock.advance(31 * 24 * 3_600_000);
  while (await anonymiseVerifiers(school.context));
  expect(await logs()).toEqual([{ result: 'not_found', address: null, agent: null }]);
});

test('A learner’s data can be handed over whole', async () => {
  const school = await openSchool('postgres');
  await furnish(school);
  await graduate(school, 'z');
  const data = JSON.stringify((await school.call('GET', '/v1/learners/z/data')).body);
  for (const part of [
    'Zenobia Private',
    'zenobia@learners.example',
    '1 Main St',
    'CA-2026-000001',
    '2026-11-19',
  ])
    expect(data).toContain(part);
});

test('Erasing keeps what the rules keep and says why; a dry run changes nothing', async () => {
  const school = await openSchool('postgres');
  await furnish(school);
  const id = await graduate(school, 'z');
  const before = await everything(school);
  const dry = await erase(school, 'z', true);
  expect(await everything(school)).toBe(before);
  const done = await erase(school, 'z');
  expect(done).toEqual({ ...dry, dryRun: undefined });
  expect(done.kept.map((each) => each.what)).toEqual(['certificate', 'course_records', 'address_of_paper']);
  expect(done.kept[0]?.until).toBeGreaterThan(NOON);
  const after = await everything(school);
  expect(after).not.toContain('zenobia@learners.example');
  const certificate = await school.call('GET', `/v1/certificates/${id}`);
  expect(certificate.body).toMatchObject({ issuedName: 'Zenobia Private', validity: 'active' });
});

test('When paper has arrived the address goes, also from what stations told; after the years the name goes', async () => {
  const school = await openSchool('postgres');
  await furnish(school);
  const certificateId = await graduate(school, 'z');
  const station = await pairStation(school);
  const about = { at: NOON, userId: null, certificateIds: [certificateId] };
  const address = {
    name: 'Zenobia Private',
    street1: '77 Hidden Rd',
    city: 'Reno',
    region: 'NV',
    postalCode: '89501',
    country: 'US',
  };
  await station.push([
    { sequence: 1, fact: { ...about, kind: 'address_corrected', address, reason: 'moved' } },
    {
      sequence: 2,
      fact: { ...about, kind: 'parcel', parcelId: 'p', event: 'handed_over', manifestNumber: null },
    },
  ]);
  expect((await erase(school, 'z')).kept.map((each) => each.what)).toContain('address_of_paper');
  expect(await everything(school)).toContain('77 Hidden Rd');
  await station.push([
    {
      sequence: 3,
      fact: { ...about, kind: 'parcel', parcelId: 'p', event: 'delivered', manifestNumber: null },
    },
  ]);
  await erase(school, 'z');
  expect(await everything(school)).not.toContain('77 Hidden Rd');
  expect(await everything(school)).toContain('Zenobia Private');
  school.clock.advance(20 * YEAR);
  expect((await erase(school, 'z')).kept).toEqual([]);
  const rest = await everything(school);
  expect(rest).not.toContain('Zenobia');
  expect(rest).toContain('CA-2026-000001');
  expect((await station.certificates()).map((each) => each.issuedName)).toEqual(['(erased)']);
});

test('Metrics are counts in the format of Prometheus, for whoever has the token', async () => {
  const school = await openSchool('postgres');
  await furnish(school);
  await graduate(school, 'z');
  expect((await school.call('GET', '/metrics', undefined, null)).status).toBe(401);
  expect((await school.call('GET', '/metrics', undefined, SCHOOL)).status).toBe(401);
  const reply = await school.call('GET', '/metrics');
  expect(reply.headers.get('content-type')).toContain('text/plain');
  const text = String(reply.body);
  expect(text).toContain('central_certificates{validity="active"} 1\n');
  expect(text).toContain('central_deliverables_owed{stage="queued"} 1\n');
  expect(text).toContain('central_deliverables_overdue 0\n');
  expect(text).not.toMatch(/Zenobia|learners\.example/u);
  for (const line of text.trim().split('\n'))
    expect(line).toMatch(/^(?:# (?:HELP|TYPE) .+|[a-z_]+(?:\{[a-z_]+="[^"]*"\})? -?[0-9.e+-]+)$/u);
});

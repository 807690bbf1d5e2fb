import { createHmac } from 'node:crypto';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { issueDue } from '../../src/central/services/issuing/issue.ts';
import { publishTemplate, readTemplateFolder } from '../../src/central/services/templates/store.ts';
import { completionOf, furnish, NOON, openSchool, SCHOOL } from './school.ts';
import type { Reply, TestSchool } from './school.ts';

const programFolder = join(import.meta.dirname, '..', '..');
const tell = (school: TestSchool, events: readonly unknown[]) =>
  school.call('POST', '/v1/events', { events }, SCHOOL);

const Id = z.object({ certificateId: z.string() });

async function inForce(school: TestSchool): Promise<string[]> {
  const rows = await school.context.db.reader.all(
    Id.extend({ validity: z.string() }),
    `SELECT certificate_id AS "certificateId", validity FROM certificates WHERE validity IN ('active', 'suspended')`,
  );
  return rows.map((each) => each.certificateId);
}

function stripe(school: TestSchool, id: string, orderId: string, amount: number): Promise<Reply> {
  const time = Math.floor(NOON / 1000);
  const body = JSON.stringify({
    id,
    type: 'charge.refunded',
    created: time,
    data: { object: { id: 'ch', amount: 500, amount_refunded: amount, metadata: { order_id: orderId } } },
  });
  const mac = createHmac('sha256', 'whsec_for_tests').update(`${time}.${body}`).digest('hex');
  return school.central
    .handler(
      new Request('http://central.test/webhooks/stripe', {
        method: 'POST',
        headers: { 'stripe-signature': `t=${time},v1=${mac}` },
        body,
      }),
    )
    .then(async (response) => ({
      status: response.status,
      body: await response.json(),
      headers: response.headers,
    }));
}

test('Issue, revoke, replace, suspend and refund of one learner at once: one certificate counts at most, none after the refund', async () => {
  const school = await openSchool('postgres');
  await furnish(school);
  for (let round = 0; round < 4; round += 1) {
    const orderId = `order-${round}`;
    const events = completionOf(`p${round}`, 'ca', { orderId });
    await tell(school, [
      {
        eventId: orderId,
        at: 1,
        kind: 'ordered',
        learnerId: `p${round}`,
        courseId: 'ca',
        orderId,
        amountMinor: 500,
      },
      ...events,
    ]);
    const [first = ''] = await inForce(school);
    const path = `/v1/certificates/${first}`;
    const reason = 'A reason';
    const replies = await Promise.all([
      ...[1, 2, 3].map((n) =>
        school.call('POST', `${path}/reissue`, {
          reason,
          issuedName: `Name ${String.fromCodePoint(64 + n)}`,
        }),
      ),
      school.call('POST', `${path}/suspend`, { reason }),
      school.call('POST', `${path}/reinstate`, { reason }),
      ...[1, 2].map(() => school.call('POST', `${path}/revoke`, { reason, category: 'error' })),
      ...[1, 2].map(() =>
        school.call('POST', '/v1/certificates', { learnerId: `p${round}`, courseId: 'ca' }),
      ),
      ...[1, 2].map(() => stripe(school, `same-${round}`, orderId, 500)),
      stripe(school, `part-${round}`, orderId, 200),
      tell(school, events),
    ]);
    expect(replies.map((each) => each.status).filter((each) => each >= 500)).toEqual([]);
    expect(await inForce(school)).toEqual([]);
  }
}, 120_000);

test('Two batches that tell of the same learners in opposite order both end, and each certificate is issued once', async () => {
  const school = await openSchool('postgres');
  await furnish(school);
  const all = Array.from({ length: 60 }, (_, n) => completionOf(`p${n}`, n % 2 === 0 ? 'ca' : 'plain'));
  const other = all.map((events) => events.map((each) => ({ ...each, eventId: `again-${each.eventId}` })));
  const replies = await Promise.all([
    tell(school, all.flat()),
    tell(school, other.toReversed().flat()),
    tell(school, all.toReversed().flat()),
    tell(school, other.flat()),
  ]);
  expect(replies.map((each) => each.status)).toEqual([200, 200, 200, 200]);
  expect(await inForce(school)).toHaveLength(60);
}, 120_000);

test('An import that runs twice at once issues once', async () => {
  const school = await openSchool('postgres');
  await furnish(school);
  const lines = Array.from({ length: 150 }, (_, n) => `i${n},Ann Lee,plain,2026-11-01`);
  const csv = ['learner_id,name,course_id,completion_date', ...lines].join('\n');
  const run = (text: string) => school.call('POST', '/v1/import', { csv: text, dryRun: false }, SCHOOL);
  const replies = await Promise.all([
    run(csv),
    run(csv),
    run(csv.split('\n').slice(0, 1).concat(lines.toReversed()).join('\n')),
  ]);
  expect(replies.map((each) => each.status)).toEqual([200, 200, 200]);
  expect(await inForce(school)).toHaveLength(150);
}, 120_000);

test('Control numbers that run out under a crowd are used once each, and the rest waits for a person', async () => {
  const school = await openSchool('postgres');
  await furnish(school);
  await school.context.db.write((writer) =>
    writer.run(`UPDATE courses SET control_numbers = true WHERE course_id = 'ca'`),
  );
  const block = { jurisdiction: 'US-CA', prefix: 'K', width: 3 };
  await school.call('POST', '/v1/control-numbers', { ...block, first: 1, last: 7 });
  await school.call('POST', '/v1/control-numbers', { ...block, first: 8, last: 10 });
  await Promise.all(Array.from({ length: 15 }, (_, n) => tell(school, completionOf(`p${n}`, 'ca'))));
  const numbers = await school.context.db.reader.all(
    z.object({ n: z.string() }),
    'SELECT control_number AS n FROM certificates ORDER BY 1',
  );
  expect(numbers.map((each) => each.n)).toEqual(
    Array.from({ length: 10 }, (_, n) => `K${String(n + 1).padStart(3, '0')}`),
  );
  expect((await school.call('GET', '/v1/needs-attention')).body).toHaveLength(5);
}, 120_000);

test('Completions that come in while a pause of issuance ends are all issued', async () => {
  const school = await openSchool('postgres');
  await furnish(school);
  const started = await school.call('POST', '/v1/emergencies', {
    kind: 'pause_issuance',
    reason: 'A storm',
    startedBy: 'Vera',
    endsAt: null,
  });
  const { emergencyId } = z.object({ emergencyId: z.string() }).parse(started.body);
  await tell(school, Array.from({ length: 20 }, (_, n) => completionOf(`before${n}`, 'plain')).flat());
  expect(await inForce(school)).toEqual([]);
  await Promise.all([
    ...Array.from({ length: 20 }, (_, n) => tell(school, completionOf(`meanwhile${n}`, 'plain'))),
    school.call('POST', `/v1/emergencies/${emergencyId}/end`, { endedBy: 'Vera' }),
    ...Array.from({ length: 20 }, (_, n) => tell(school, completionOf(`later${n}`, 'plain'))),
  ]);
  await issueDue(school.context, 500);
  expect(await inForce(school)).toHaveLength(60);
}, 120_000);

test('A template that is deleted while it is attached or issued with is either in use or gone, never both', async () => {
  const school = await openSchool('postgres');
  await furnish(school);
  const course = { title: 'C', jurisdiction: 'NONE', numberScheme: { kind: 'random', prefix: 'C' } };
  for (let round = 0; round < 6; round += 1) {
    const files = new Map(await readTemplateFolder(join(programFolder, 'templates', 'completion')));
    const json: unknown = JSON.parse(Buffer.from(files.get('template.json') ?? []).toString());
    files.set(
      'template.json',
      Buffer.from(
        JSON.stringify({ ...z.record(z.string(), z.unknown()).parse(json), name: `Round ${round}` }),
      ),
    );
    const version = await school.context.db.write((writer) =>
      publishTemplate(school.context, writer, files, { title: 'T', stockItemId: 'paper' }),
    );
    if (!version.ok) throw new Error(JSON.stringify(version.error));
    const templateVersion = version.value;
    await school.call('PUT', `/v1/courses/c${round}`, course);
    const remove = () => school.call('DELETE', `/v1/templates/${templateVersion}`);
    const attach = () => school.call('PUT', `/v1/courses/c${round}`, { ...course, templateVersion });
    if (round % 2 === 0) await Promise.all([attach(), remove(), attach()]);
    else {
      await attach();
      await Promise.all([
        ...Array.from({ length: 5 }, (_, n) => tell(school, completionOf(`t${round}-${n}`, `c${round}`))),
        school.call('PUT', `/v1/courses/c${round}`, course).then(remove),
      ]);
    }
  }
  const broken = await school.context.db.reader.all(
    z.object({ id: z.string() }),
    `SELECT course_id AS id FROM courses c JOIN template_versions t USING (template_version) WHERE NOT t.published
     UNION ALL SELECT certificate_id FROM certificates c JOIN template_versions t USING (template_version) WHERE NOT t.published`,
  );
  expect(broken).toEqual([]);
}, 120_000);

test('A learner who is erased while a certificate is issued has a name on it, or none is issued', async () => {
  const school = await openSchool('postgres');
  await furnish(school);
  await Promise.all(
    Array.from({ length: 12 }, (_, n) => n).flatMap((n) => [
      tell(school, completionOf(`p${n}`, 'plain')),
      school.call('POST', `/v1/learners/p${n}/erase`, { reason: 'Asked for it', by: 'Vera', dryRun: false }),
    ]),
  );
  const names = await school.context.db.reader.all(
    z.object({ name: z.string() }),
    'SELECT issued_name AS name FROM certificates',
  );
  expect(names.filter((each) => !each.name.startsWith('Learner'))).toEqual([]);
}, 120_000);

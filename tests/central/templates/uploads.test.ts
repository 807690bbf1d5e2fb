import { expect, test } from 'vitest';
import { z } from 'zod';
import { TemplateRecord } from '../../../src/contract/central/templates.ts';
import { codeOf, completionOf, furnish, issueMany, openSchool, pairStation, SCHOOL } from '../school.ts';
import type { TestSchool } from '../school.ts';
import { another, upload } from './uploading.ts';

const versionOf = (reply: { readonly body: unknown }) => TemplateRecord.parse(reply.body).templateVersion;
const listed = async (school: TestSchool) =>
  z.array(TemplateRecord).parse((await school.call('GET', '/v1/templates')).body);
const bytesOf = (school: TestSchool, version: string) =>
  school.context.db.reader.one(
    z.object({ bytes: z.int() }),
    'SELECT length(package) AS bytes FROM template_versions WHERE template_version = $1',
    [version],
  );

test('A sound template is published under its content’s name, stays, and goes only when nothing refers to it', async () => {
  const school = await openSchool('postgres');
  const used = await furnish(school);
  const files = await another('Another one');
  const first = await upload(school, files);
  expect(first.status).toBe(200);
  const templateVersion = versionOf(first);
  expect(templateVersion).not.toBe(used);
  expect((await upload(school, files)).body).toEqual(first.body);
  expect(codeOf(await school.call('DELETE', `/v1/templates/${used}`))).toBe('IN_USE');
  expect((await school.call('DELETE', `/v1/templates/${templateVersion}`)).body).toEqual({ deleted: true });
  expect((await listed(school)).map((each) => each.templateVersion)).toEqual([used]);
  expect(await bytesOf(school, templateVersion)).toEqual({ bytes: 0 });
  // The same content again is the same version, whole again.
  expect(versionOf(await upload(school, files))).toBe(templateVersion);
  expect((await bytesOf(school, templateVersion))?.bytes).toBeGreaterThan(1000);
});

test('Replacing a version moves its courses and takes away what nothing refers to, with its bytes; certificates keep theirs', async () => {
  const school = await openSchool('postgres');
  const old = await furnish(school);
  await issueMany(school, 1, 'plain');
  const station = await pairStation(school);
  const second = await upload(school, await another('Second'), { replaces: old });
  expect(TemplateRecord.parse(second.body)).toMatchObject({ courses: 3, certificates: 0 });
  // A certificate was issued on the old one: it can be printed and downloaded for ever.
  expect((await bytesOf(school, old))?.bytes).toBeGreaterThan(1000);
  expect((await listed(school)).find((each) => each.templateVersion === old)?.replacedBy).toBe(
    versionOf(second),
  );
  const third = await upload(school, await another('Third'), { replaces: versionOf(second) });
  expect(TemplateRecord.parse(third.body).courses).toBe(3);
  expect(await bytesOf(school, versionOf(second))).toEqual({ bytes: 0 });
  expect((await listed(school)).map((each) => each.title)).toEqual(['Completion', 'Uploaded']);
  const told = (await station.feed()).changes.flatMap((change) =>
    change.kind === 'template' ? [change.template] : [],
  );
  expect(new Map(told.map((each) => [each.templateVersion, each.published]))).toEqual(
    new Map([
      [old, true],
      [versionOf(second), false],
      [versionOf(third), true],
    ]),
  );
});

test('Signatory and jurisdiction text are part of the version: another signatory is another version', async () => {
  const school = await openSchool('postgres');
  await furnish(school);
  const files = await another('Signed by people', (json) =>
    json.replace(
      '{{courseTitle}}',
      '{{courseTitle}} {{signatory_name}}, {{signatory_title}} {{jurisdiction_text}}',
    ),
  );
  const signed = await upload(school, files, {
    signatoryName: 'Grace Hopper',
    signatoryTitle: 'Director',
    jurisdictionText: 'Approved by the Department',
  });
  const record = TemplateRecord.parse(signed.body);
  expect(record.about).toMatchObject({
    kind: 'pdf',
    signatoryName: 'Grace Hopper',
    signatoryTitle: 'Director',
    jurisdictionText: 'Approved by the Department',
    needs: [],
  });
  expect(record.about.placeholders).toContain('signatoryName');
  const other = await upload(school, files, {
    signatoryName: 'Ada Lovelace',
    signatoryTitle: 'Director',
    jurisdictionText: 'Approved by the Department',
  });
  expect(versionOf(other)).not.toBe(record.templateVersion);
  // Without them they are custom fields that every course must give.
  expect(TemplateRecord.parse((await upload(school, files)).body).about.needs).toEqual([
    'signatoryName',
    'signatoryTitle',
    'jurisdictionText',
  ]);
});

test('Custom fields come from the course or the completion, stay on the certificate, and are demanded where the template prints them', async () => {
  const school = await openSchool('postgres');
  await furnish(school);
  const files = await another('With a licence', (json) =>
    json.replace('{{courseTitle}}', '{{courseTitle}} {{instructor_licence}}'),
  );
  const templateVersion = versionOf(await upload(school, files));
  const course = (customFields: Record<string, string>) =>
    school.call('PUT', '/v1/courses/own', {
      title: 'Own',
      jurisdiction: 'NONE',
      numberScheme: { kind: 'random', prefix: 'OWN' },
      templateVersion,
      customFields,
    });
  expect((await course({})).status).toBe(200);
  const events = completionOf('p', 'own');
  await school.call('POST', '/v1/events', { events }, SCHOOL);
  const attention = await school.call('GET', '/v1/needs-attention');
  expect(attention.body).toMatchObject([
    {
      learnerId: 'p',
      problem: 'the template prints instructorLicence, which neither the course nor the completion gives',
    },
  ]);
  expect((await course({ instructorLicence: 'TX-1000' })).status).toBe(200);
  const told = completionOf('q', 'own').map((event) =>
    event.kind === 'completed' ? { ...event, customFields: { instructorLicence: ' TX-\u202E2000 ' } } : event,
  );
  await school.call('POST', '/v1/events', { events: told }, SCHOOL);
  await school.call('POST', '/v1/certificates', { learnerId: 'p', courseId: 'own' }, SCHOOL);
  const station = await pairStation(school);
  const before = await station.certificates();
  expect(
    before
      .map((each) => each.customFields)
      .toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)),
  ).toEqual([{ instructorLicence: 'TX-1000' }, { instructorLicence: 'TX-2000' }]);
  await course({ instructorLicence: 'TX-3000' });
  expect(await station.certificates()).toEqual(before);
});

test('A title with characters that hide or turn what it says is refused', async () => {
  const school = await openSchool('postgres');
  await furnish(school);
  for (const title of ['A\u0007B', 'A\u202Egpj', ' '])
    expect((await upload(school, await another('Titled'), { title })).status).toBe(400);
  expect(await listed(school)).toHaveLength(1);
});

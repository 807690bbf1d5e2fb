import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { TemplateRecord } from '../../../src/contract/central/templates.ts';
import { codeOf, completionOf, furnish, openSchool, SCHOOL } from '../school.ts';
import type { TestSchool } from '../school.ts';
import { another, bundled, upload } from '../templates/uploading.ts';

const versionOf = (reply: { readonly body: unknown }) => TemplateRecord.parse(reply.body).templateVersion;
const listed = async (school: TestSchool) =>
  z.array(TemplateRecord).parse((await school.call('GET', '/v1/templates')).body);

const required = ['issuedName', 'courseTitle', 'completionDate', 'certificateNumber'];

test('property 1: template attachment requires certificates enabled', async () => {
  const school = await openSchool('postgres');
  const used = await furnish(school);
  const other = versionOf(await upload(school, await another('Other')));
  let courses = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.boolean(),
      fc.boolean(),
      fc.constantFrom(null, used, other),
      fc.constantFrom(null, used, other),
      async (enabledBefore, enabledAfter, before, after) => {
        courses += 1;
        const path = `/v1/courses/course-${courses}`;
        const course = (certificatesEnabled: boolean, templateVersion: string | null) =>
          school.call('PUT', path, {
            title: 'A course',
            jurisdiction: 'NONE',
            numberScheme: { kind: 'random', prefix: 'X' },
            certificatesEnabled,
            templateVersion,
          });
        const first = await course(enabledBefore, before);
        expect(first.status).toBe(before === null || enabledBefore ? 200 : 409);
        const standing = first.status === 200 ? before : null;
        const second = await course(enabledAfter, after);
        const attaches = after !== null && after !== standing;
        const refused = attaches && !enabledAfter;
        expect([second.status, second.status === 200 ? '' : codeOf(second)]).toEqual(
          refused ? [409, 'CERTIFICATES_DISABLED'] : [200, ''],
        );
      },
    ),
    { numRuns: 20 },
  );
});

test('property 2: missing placeholders are refused', async () => {
  const school = await openSchool('postgres');
  await furnish(school);
  const whole = new TextDecoder().decode((await bundled()).get('template.json'));
  await fc.assert(
    fc.asyncProperty(fc.subarray(required, { minLength: 1 }), async (left) => {
      const without = left.reduce(
        (text, key) => text.replaceAll(new RegExp(`\\{\\{${key}[^}]*\\}\\}`, 'gu'), '-'),
        whole,
      );
      const reply = await upload(school, await another('Lacking', () => without));
      expect([reply.status, codeOf({ ...reply, headers: new Headers() })]).toEqual([422, 'NOT_SOUND']);
      expect(reply.faults).toHaveLength(left.length);
      for (const [index, key] of left.entries()) expect(reply.faults[index]).toContain(`{{${key}}}`);
    }),
    { numRuns: 6 },
  );
  expect(await listed(school)).toHaveLength(1);
}, 60_000);

test('property 3: default template fallback', async () => {
  const school = await openSchool('postgres');
  const first = await furnish(school);
  await upload(school, await another('Younger'));
  await school.call('PUT', '/v1/courses/own', {
    title: 'Own',
    jurisdiction: 'NONE',
    numberScheme: { kind: 'random', prefix: 'OWN' },
  });
  const templateOf = async (learnerId: string) => {
    await school.call('POST', '/v1/events', { events: completionOf(learnerId, 'own') }, SCHOOL);
    const row = await school.context.db.reader.one(
      z.object({ version: z.string() }),
      'SELECT template_version AS version FROM certificates WHERE learner_id = $1',
      [learnerId],
    );
    return row?.version;
  };
  let standing = first;
  let learners = 0;
  await fc.assert(
    fc.asyncProperty(fc.boolean(), async (replaced) => {
      learners += 1;
      if (replaced) {
        const fresh = await upload(school, await another(`Default ${learners}`), { replaces: standing });
        standing = versionOf(fresh);
      }
      expect(await templateOf(`learner-${learners}`)).toBe(standing);
    }),
    { numRuns: 6 },
  );
}, 60_000);

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ORPCError, safe } from '@orpc/client';
import { beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { chromiumPath } from '../../../scripts/chromium.mjs';
import { templateSchema } from '../../../src/documents/template/format.ts';
import { unpackTemplate } from '../../../src/documents/template/transfer.ts';
import { SPECIMENS, specimenTexts } from '../../../src/domain/certificates/specimens.ts';
import { signedInAs } from '../../support/demoWorld.ts';
import type { StationClient } from '../../support/demoWorld.ts';
import { worldOfFile } from '../../support/worldOfFile.ts';
import { root } from '../stationUnderTest.ts';

/** Starting programs and publishing take a while on a busy machine. */
const PATIENCE_MS = 120_000;

const world = worldOfFile();
let administrator: StationClient;
let clerk: StationClient;

async function asPerson(role: 'administrator' | 'clerk'): Promise<StationClient> {
  const nobody = await world().client(null);
  return world().client(await signedInAs(nobody, role));
}

async function codeOf(call: Promise<unknown>): Promise<string | null> {
  const { error } = await safe(call);
  return error === null ? null : error instanceof ORPCError ? error.code : String(error);
}

const Records = z.array(z.object({ templateVersion: z.string(), title: z.string(), courses: z.int() }));
const records = async () => Records.parse(await world().admin('GET', '/v1/templates'));

/** The text of a `template.json` with other settings. */
function edited(templateJson: string, change: (template: z.infer<typeof templateSchema>) => object): string {
  return JSON.stringify(change(templateSchema.parse(JSON.parse(templateJson))));
}

beforeAll(async () => {
  administrator = await asPerson('administrator');
  clerk = await asPerson('clerk');
  await administrator.sync.runNow();
}, PATIENCE_MS);

describe('a school changes its certificate', () => {
  test('everyone sees what is published, and how it looks; only an administrator changes it', async () => {
    const published = await clerk.templates.published();
    const [first] = published;
    if (first === undefined) throw new Error('Nothing is published');
    expect(first).toMatchObject({ newest: true, widthMm: 279.4, heightMm: 215.9 });
    expect(first.publishedAt).toBeGreaterThan(0);
    const { templateVersion } = first;
    const picture = await clerk.templates.picture({ templateVersion });
    expect(Buffer.from(await picture.bytes()).readUInt32BE(16)).toBe(660);
    const packed = unpackTemplate(await (await clerk.templates.export({ templateVersion })).bytes());
    expect(packed.ok && packed.value.has('template.json')).toBe(true);
    expect(await codeOf(clerk.templates.drafts())).toBe('NOT_PERMITTED');
    expect(await codeOf(clerk.templates.edit({ templateVersion }))).toBe('NOT_PERMITTED');
    expect(await codeOf(clerk.templates.publish({ draftId: 'x', revision: 1 }))).toBe('NOT_PERMITTED');
  });

  test(
    'an edited version is published, its courses move, and the new version comes back to be printed',
    async () => {
      const used = (await records()).find(({ courses }) => courses > 0);
      const version = (await administrator.templates.published()).find(
        ({ templateVersion }) => templateVersion === used?.templateVersion,
      );
      if (used === undefined || version === undefined) throw new Error('No course uses a published version');
      const { templateVersion } = version;
      const draft = await administrator.templates.edit({ templateVersion });
      expect(draft).toMatchObject({ source: 'version', basedOn: templateVersion, revision: 1, faults: [] });
      const saved = await administrator.templates.save({
        draftId: draft.draftId,
        revision: 1,
        templateJson: edited(draft.templateJson, (template) => ({
          ...template,
          fields: template.fields.map((field) =>
            field.kind === 'text' && field.text.includes('{{issuedName}}')
              ? { ...field, colour: '#202020' }
              : field,
          ),
        })),
      });
      expect(saved).toMatchObject({ revision: 2, faults: [], editedBy: expect.any(String) });
      const { changes } = await administrator.templates.compare({
        before: templateVersion,
        after: draft.draftId,
      });
      expect(changes.map(({ at }) => at.split('.').at(-1))).toEqual(['colour']);

      const published = await administrator.templates.publish({ draftId: draft.draftId, revision: 2 });
      expect(published.templateVersion).not.toBe(templateVersion);
      expect(published.coursesMoved).toBe(used.courses);
      expect(await administrator.templates.drafts()).toEqual([]);
      const now = await administrator.templates.published();
      expect(now.filter(({ title }) => title === version.title).map(({ newest }) => newest)).toEqual([
        true,
        false,
      ]);
      expect(now.find(({ newest, title }) => newest && title === version.title)?.templateVersion).toBe(
        published.templateVersion,
      );
      const after = await records();
      expect(after.find((record) => record.templateVersion === published.templateVersion)?.courses).toBe(
        used.courses,
      );
      const packed = unpackTemplate(
        await (await clerk.templates.export({ templateVersion: published.templateVersion })).bytes(),
      );
      expect(packed.ok && packed.value.has('preview.png')).toBe(true);
    },
    PATIENCE_MS,
  );

  test(
    'publishing what is published already is the same version, once, whoever does it',
    async () => {
      const [version] = await administrator.templates.published();
      if (version === undefined) throw new Error('Nothing is published');
      const before = await records();
      const draft = await administrator.templates.edit({ templateVersion: version.templateVersion });
      const published = await administrator.templates.publish({ draftId: draft.draftId, revision: 1 });
      expect(published).toEqual({ templateVersion: version.templateVersion, coursesMoved: 0 });
      expect(await records()).toEqual(before);

      // Two administrators begin from the same version and make the same change.
      const change = (templateJson: string) =>
        edited(templateJson, (template) => ({ ...template, dateFormat: 'd MMMM yyyy' }));
      const drafts = await Promise.all(
        [1, 2].map(async () => {
          const { draftId, revision, templateJson } = await administrator.templates.edit({
            templateVersion: version.templateVersion,
          });
          return administrator.templates.save({ draftId, revision, templateJson: change(templateJson) });
        }),
      );
      const versions = new Set<string>();
      for (const { draftId, revision } of drafts)
        versions.add((await administrator.templates.publish({ draftId, revision })).templateVersion);
      expect(versions.size).toBe(1);
      const [once] = versions;
      expect((await records()).filter(({ templateVersion }) => templateVersion === once)).toHaveLength(1);
    },
    PATIENCE_MS,
  );

  test(
    'a PDF that was drawn elsewhere becomes a template with its fields, and central takes it',
    async () => {
      const [paper] = await clerk.stock.list();
      const background = await readFile(join(root, 'templates', 'texas', 'background.pdf'));
      const draft = await administrator.templates.upload({
        file: new File([new Uint8Array(background)], 'certificate.doc'),
        title: 'Weekend course',
        stockItemId: paper?.stockItemId ?? '',
      });
      expect(draft).toMatchObject({ source: 'pdf', basedOn: null, faults: [] });
      const [specimen] = SPECIMENS;
      const page = await administrator.templates.testPage({
        draftId: draft.draftId,
        texts: specimenTexts(specimen),
      });
      expect(
        Buffer.from(await page.bytes())
          .subarray(0, 5)
          .toString(),
      ).toBe('%PDF-');
      const { templateVersion } = await administrator.templates.publish({
        draftId: draft.draftId,
        revision: draft.revision,
      });
      expect((await records()).find((record) => record.templateVersion === templateVersion)?.title).toBe(
        'Weekend course',
      );
    },
    PATIENCE_MS,
  );

  test(
    'with central away the draft stays, survives a power cut, and is published when central is back',
    async () => {
      const [version] = await administrator.templates.published();
      if (version === undefined) throw new Error('Nothing is published');
      const { draftId, templateJson } = await administrator.templates.edit({
        templateVersion: version.templateVersion,
      });
      const change = edited(templateJson, (template) => ({
        ...template,
        title: 'No. {{certificateNumber}}',
      }));
      await administrator.templates.save({ draftId, revision: 1, templateJson: change });
      await world().stop('central');
      expect(await codeOf(administrator.templates.publish({ draftId, revision: 2 }))).toBe(
        'CENTRAL_UNREACHABLE',
      );
      await world().kill('station');
      await world().startStation();
      administrator = await asPerson('administrator');
      const kept = await administrator.templates.draft({ draftId });
      expect(kept).toMatchObject({ revision: 2, templateJson: change, faults: [] });
      await world().startCentral();
      const published = await administrator.templates.publish({ draftId, revision: 2 });
      expect(published.coursesMoved).toBeGreaterThanOrEqual(0);
      expect(await codeOf(administrator.templates.draft({ draftId }))).toBe('NOT_FOUND');
      const story = await administrator.templates.published();
      expect(story.map(({ templateVersion }) => templateVersion)).toContain(published.templateVersion);
    },
    PATIENCE_MS,
  );

  test.skipIf(chromiumPath() === undefined)(
    'HTML as a designer writes it is laid out by the browser of the machine (needs Chromium)',
    async () => {
      const [paper] = await administrator.stock.list();
      const fields = ['student_name', 'program_title', 'completion_date', 'serial_number'];
      const rows = fields.map((word, row) => `<div style="top:${30 + 20 * row}mm">{{${word}}}</div>`);
      const html = `<style>@page{size:letter landscape}body{margin:0}div{position:absolute;left:30mm;width:200mm;height:12mm;font:500 20pt 'EB Garamond'}</style>${rows.join('')}`;
      const draft = await administrator.templates.upload({
        file: new File([html], 'certificate.html'),
        title: 'Designed',
        stockItemId: paper?.stockItemId ?? '',
      });
      expect(draft).toMatchObject({ source: 'html', faults: [] });
      const { templateVersion } = await administrator.templates.publish({
        draftId: draft.draftId,
        revision: draft.revision,
      });
      const picture = await administrator.templates.picture({ templateVersion });
      expect(picture.type).toBe('image/png');
    },
    PATIENCE_MS,
  );

  test(
    'what stands against a change is told as the contract has it, and nothing is changed',
    async () => {
      const [version] = await administrator.templates.published();
      const draft = await administrator.templates.edit({
        templateVersion: version?.templateVersion ?? '',
      });
      const { draftId, revision } = draft;
      const elsewhere = await safe(
        administrator.templates.save({ draftId, revision: 7, templateJson: '{}' }),
      );
      expect(elsewhere).toMatchObject({
        isDefined: true,
        error: { code: 'EDITED_ELSEWHERE', data: { revision, editedBy: draft.editedBy } },
      });
      const unsound = await safe(
        administrator.templates.putFile({ draftId, revision, path: '../x.pdf', file: new File(['x'], 'x') }),
      );
      expect(unsound).toMatchObject({ isDefined: true, error: { code: 'NOT_SOUND' } });
      expect(await administrator.templates.draft({ draftId })).toEqual(draft);
      await administrator.templates.discard({ draftId });
      expect(await codeOf(administrator.templates.draft({ draftId }))).toBe('NOT_FOUND');
    },
    PATIENCE_MS,
  );

  test(
    'a person whom central does not know as an administrator publishes nothing',
    async () => {
      const [version] = await administrator.templates.published();
      if (version === undefined) throw new Error('Nothing is published');
      const { draftId, templateJson } = await administrator.templates.edit({
        templateVersion: version.templateVersion,
      });
      const change = edited(templateJson, (template) => ({ ...template, title: '{{certificateNumber}}!' }));
      const saved = await administrator.templates.save({ draftId, revision: 1, templateJson: change });
      const people = z
        .array(z.object({ userId: z.string(), displayName: z.string(), roles: z.array(z.string()) }))
        .parse(await world().admin('GET', '/v1/people'));
      const person = people.find(({ roles }) => roles.includes('administrator'));
      if (person === undefined) throw new Error('Central knows no administrator');
      await world().admin('POST', '/v1/people', { ...person, roles: ['clerk'] });
      const before = await records();
      // The station may not have heard of it yet; then central says it.
      const answer = await safe(administrator.templates.publish({ draftId, revision: saved.revision }));
      expect(['CENTRAL_REFUSED', 'NOT_PERMITTED']).toContain(
        answer.error instanceof ORPCError ? answer.error.code : null,
      );
      expect(await records()).toEqual(before);
    },
    PATIENCE_MS,
  );
});

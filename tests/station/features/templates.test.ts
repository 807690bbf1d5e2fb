import { randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { chromiumPath } from '../../../scripts/chromium.mjs';
import { stationContract } from '../../../src/contract/station/contract.ts';
import { chromiumLayout } from '../../../src/documents/html/chromiumLayout.ts';
import { templateSchema } from '../../../src/documents/template/format.ts';
import { unpackTemplate } from '../../../src/documents/template/transfer.ts';
import { SPECIMENS, specimenTexts } from '../../../src/domain/certificates/specimens.ts';
import { openBrowserPage } from '../../../src/host/chromium/browserPage.ts';
import type { Actor } from '../../../src/station/context.ts';
import { sqlRead } from '../../../src/station/db/statements.ts';
import { createDesigning } from '../../../src/station/documents/designing.ts';
import type { Designing } from '../../../src/station/documents/designing.ts';
import { listMovements, listStock } from '../../../src/station/features/stock/service.ts';
import { createTemplates } from '../../../src/station/features/templates/service.ts';
import type { Templates } from '../../../src/station/features/templates/service.ts';
import type { PrinterAdapter } from '../../../src/station/printers/adapter.ts';
import type { TemplateToPublish, WorkParts } from '../../../src/station/work.ts';
import { nodeCodeReader, nodeRasteriser } from '../../support/documentsNode.ts';
import { bomb, onePage, pdfOf, stream } from '../../support/hostilePdfs.ts';
import { completionFiles, paperStation, templateVersion } from '../paperStation.ts';
import type { PaperOptions, PaperStation } from '../paperStation.ts';
import { root } from '../stationUnderTest.ts';

const ada: Actor = { userId: 'u-ada', displayName: 'Ada Min', roles: ['administrator'] };
const bea: Actor = { userId: 'u-bea', displayName: 'Bea Min', roles: ['administrator'] };
const folders = { fonts: join(root, 'resources', 'fonts'), templates: join(root, 'templates') };
const LETTER = '/MediaBox[0 0 792 612]';
const PAGE = onePage(LETTER, deflateSync(Buffer.from('1 0 0 rg 100 100 200 50 re f')));
/** The thread is started once; opening fonts takes a while on a busy machine. */
const PATIENCE_MS = 60_000;

let designing: Designing;
beforeAll(() => {
  designing = createDesigning(folders, undefined);
});
afterAll(() => designing.stop());

interface DesignStation extends PaperStation {
  readonly templates: Templates;
  readonly sent: TemplateToPublish[];
}

type Publish = (
  made: TemplateToPublish,
) => ReturnType<Parameters<typeof createTemplates>[2]['publishTemplate']>;

async function station(options: PaperOptions & { readonly publish?: Publish } = {}): Promise<DesignStation> {
  const paper = await paperStation(options);
  const sent: TemplateToPublish[] = [];
  const parts: WorkParts = paper.parts;
  const templates = createTemplates(paper.ctx, designing, {
    printers: () => parts.printers,
    publishTemplate: (made) => {
      sent.push(made);
      return (
        options.publish?.(made) ??
        Promise.resolve({ ok: true, value: { templateVersion: 'b'.repeat(64), coursesMoved: 2 } })
      );
    },
    catchUp: () => Promise.resolve(),
  });
  return { ...paper, templates, sent };
}

function fileOf(data: Uint8Array, name = 'upload'): File {
  return new File([new Uint8Array(data)], name);
}

async function begun({ templates }: DesignStation, file: Uint8Array = PAGE, title = 'Ours') {
  const draft = await templates.drafts.upload(ada, { file: fileOf(file), title, stockItemId: 'paper' });
  if (!draft.ok) throw new Error(JSON.stringify(draft.error));
  return draft.value;
}

const auditOf = sqlRead<object, { action: string }>(
  `SELECT action FROM audit_log WHERE action LIKE 'template.%' ORDER BY sequence`,
  z.object({ action: z.string() }),
);

function acts({ ctx }: DesignStation): string[] {
  return ctx.db.read((tx) => auditOf.all(tx, {})).map(({ action }) => action);
}

test('everyone may see templates, and only who may change them sees drafts', () => {
  const read = new Set(['published', 'picture', 'export', 'compare', 'comparePicture', 'fonts', 'font']);
  for (const [name, { '~orpc': procedure }] of Object.entries(stationContract.templates))
    expect(procedure.meta.permission, name).toBe(read.has(name) ? 'templates.read' : 'templates.write');
});

describe('a draft', () => {
  test(
    'is kept whatever is wrong with it, and says what',
    async () => {
      const here = await station();
      const { templates } = here;
      const draft = await begun(here);
      expect(draft).toMatchObject({ revision: 1, source: 'pdf', faults: [], paperName: 'Security paper' });
      const broken = await templates.drafts.save(ada, {
        draftId: draft.draftId,
        revision: 1,
        templateJson: '{"format":',
      });
      expect(broken).toMatchObject({
        ok: true,
        value: { revision: 2, templateJson: '{"format":', faults: [{ kind: 'badJson' }] },
      });
      const template = templateSchema.parse(JSON.parse(draft.templateJson));
      const unsound = {
        ...template,
        background: { front: 'missing.pdf' },
        fields: template.fields.map((field) => ({ ...field, id: 'same' })),
      };
      const saved = await templates.drafts.save(ada, {
        draftId: draft.draftId,
        revision: 2,
        title: 'Theirs',
        templateJson: JSON.stringify(unsound),
      });
      if (!saved.ok) throw new Error(saved.error.tag);
      expect(saved.value.title).toBe('Theirs');
      expect(new Set(saved.value.faults.map(({ kind }) => kind))).toEqual(
        new Set(['doubleField', 'fileMissing']),
      );
      // Typing is one stretch of work in the log, whatever was saved in it; another person begins another.
      expect(acts(here)).toEqual(['template.draft_begun', 'template.draft_saved']);
      const { draftId } = draft;
      await templates.drafts.save(bea, { draftId, revision: 3, templateJson: '{}' });
      here.clock.time += 16 * 60_000;
      await templates.drafts.save(bea, { draftId, revision: 4, templateJson: '{}' });
      expect(acts(here).slice(2)).toEqual(['template.draft_saved', 'template.draft_saved']);
    },
    PATIENCE_MS,
  );

  test(
    'of two who edit it, the second is told who was faster, and can save over that on purpose',
    async () => {
      const here = await station();
      const { drafts } = here.templates;
      const { draftId, templateJson } = await begun(here);
      const first = await drafts.save(ada, { draftId, revision: 1, templateJson });
      expect(first).toMatchObject({ ok: true, value: { revision: 2 } });
      const second = await drafts.save(bea, { draftId, revision: 1, templateJson: '{}' });
      expect(second).toEqual({
        ok: false,
        error: { tag: 'edited_elsewhere', revision: 2, editedBy: 'u-ada', editedAt: here.clock.now() },
      });
      expect(await drafts.putFile(bea, { draftId, revision: 1, path: 'a.png', file: null })).toMatchObject({
        error: { tag: 'edited_elsewhere' },
      });
      expect(await drafts.get(draftId)).toMatchObject({ ok: true, value: { revision: 2, templateJson } });
      expect(await drafts.save(bea, { draftId, revision: 2, templateJson: '{}' })).toMatchObject({
        ok: true,
        value: { revision: 3, editedBy: 'u-bea' },
      });
      expect(drafts.list()).toMatchObject([{ draftId, revision: 3 }]);
    },
    PATIENCE_MS,
  );

  test(
    'takes files in and gives them out, under plain names alone; what it does not name is not published',
    async () => {
      const here = await station();
      const { drafts, publishing } = here.templates;
      const { draftId } = await begun(here);
      const put = (revision: number, path: string, data: Uint8Array | null) =>
        drafts.putFile(ada, { draftId, revision, path, file: data === null ? null : fileOf(data) });
      for (const path of ['../escape.pdf', '/etc/passwd', 'template.json', 'a b.png', ''])
        expect(await put(1, path, PAGE), path).toMatchObject({ error: { tag: 'not_sound' } });
      const added = await put(1, 'images/seal.png', new Uint8Array([1, 2, 3]));
      expect(added).toMatchObject({ ok: true, value: { revision: 2, faults: [] } });
      const file = await drafts.file(draftId, 'images/seal.png');
      expect(file.ok ? await file.value?.bytes() : null).toEqual(new Uint8Array([1, 2, 3]));
      expect(await drafts.file(draftId, 'other.png')).toEqual({ ok: true, value: null });
      const published = await publishing.publish(ada, { draftId, revision: 2, moveCourses: true });
      expect(published.ok).toBe(true);
      const packed = unpackTemplate(here.sent[0]?.package ?? new Uint8Array());
      expect(packed.ok ? [...packed.value.keys()].toSorted() : []).toEqual([
        'background.pdf',
        'preview.png',
        'template.json',
      ]);
    },
    PATIENCE_MS,
  );

  test(
    'is compared with the version it was begun from, in words and in pictures',
    async () => {
      const here = await station();
      const { drafts, library } = here.templates;
      const edited = await drafts.edit(ada, templateVersion);
      if (!edited.ok) throw new Error(edited.error.tag);
      const { draftId, templateJson } = edited.value;
      expect(edited.value).toMatchObject({ basedOn: templateVersion, source: 'version', faults: [] });
      expect(await library.compare({ before: templateVersion, after: draftId })).toEqual({
        ok: true,
        value: { changes: [], fields: [] },
      });
      const changed = templateJson.replace('"dateFormat": "MMMM d, yyyy"', '"dateFormat": "d MMMM yyyy"');
      await drafts.save(ada, { draftId, revision: 1, templateJson: changed });
      expect(await library.compare({ before: templateVersion, after: draftId })).toEqual({
        ok: true,
        value: {
          changes: [{ at: 'dateFormat', before: '"MMMM d, yyyy"', after: '"d MMMM yyyy"' }],
          fields: [],
        },
      });
      const template = templateSchema.parse(JSON.parse(changed));
      const fields = template.fields.map((field) =>
        field.id === 'issuedName' ? { ...field, label: 'Name of the learner' } : field,
      );
      await drafts.save(ada, { draftId, revision: 2, templateJson: JSON.stringify({ ...template, fields }) });
      expect(await library.compare({ before: templateVersion, after: draftId })).toMatchObject({
        value: {
          changes: expect.arrayContaining([expect.objectContaining({ at: 'fields.issuedName.label' })]),
          fields: [{ id: 'issuedName', label: 'Name of the learner' }],
        },
      });
      const pictures = await Promise.all(
        (['before', 'after', 'difference'] as const).map(async (show) => {
          const wanted = { before: templateVersion, after: draftId, show, side: 'front' } as const;
          const picture = await library.comparePicture(wanted);
          return picture.ok ? Buffer.from(await picture.value.bytes()).toString('base64') : null;
        }),
      );
      expect(new Set(pictures).size).toBe(3);
      const back = await library.comparePicture({
        before: templateVersion,
        after: draftId,
        show: 'before',
        side: 'back',
      });
      expect(back).toMatchObject({ error: { tag: 'not_sound' } });
      expect(await library.compare({ before: 'nothing', after: draftId })).toMatchObject({
        error: { tag: 'unknown_template' },
      });
    },
    PATIENCE_MS,
  );
});

describe('a page that someone drew', () => {
  const sizes: readonly (readonly [string, string])[] = [
    ['Letter across', LETTER],
    ['Letter upright', '/MediaBox[0 0 612 792]'],
    ['A4 turned by a quarter', '/MediaBox[0 0 595.28 841.89]/Rotate 90'],
    ['A5 upright', '/MediaBox[0 0 419.53 595.28]'],
    ['a poster', '/MediaBox[0 0 1191 1684]'],
    ['one with a crop box elsewhere', '/MediaBox[-50 -50 900 700]/CropBox[20 20 812 632]'],
  ];
  test.each(sizes)(
    '%s has its fields in the middle, and the longest names fit on it with a code that reads',
    async (_, page) => {
      const here = await station();
      const draft = await begun(here, onePage(page, deflateSync(Buffer.from('0.9 g 0 0 50 50 re f'))));
      const template = templateSchema.parse(JSON.parse(draft.templateJson));
      for (const { box } of template.fields)
        expect(box.x + box.width / 2).toBeCloseTo(template.page.widthMm / 2, 1);
      for (const specimen of [SPECIMENS[0], SPECIMENS[13]]) {
        const page = await here.templates.publishing.testPage({
          draftId: draft.draftId,
          texts: specimenTexts(specimen),
          marks: false,
        });
        if (!page.ok) throw new Error(JSON.stringify(page.error));
        const file = (await nodeRasteriser()).open(await page.value.bytes());
        expect(file?.text(0).replaceAll(/\s+/gu, ' ')).toContain(specimen.issuedName.slice(0, 15));
        const region = template.fields.find(({ kind }) => kind === 'qr')?.box;
        if (file === undefined || region === undefined) throw new Error('No code is on the page');
        const picture = file.picture({ page: 0, dpi: 300, colour: false, region });
        expect(await (await nodeCodeReader()).read(picture)).toBe(specimenTexts(specimen)['qrPayload']);
        file.close();
      }
    },
    PATIENCE_MS,
  );

  test(
    'HTML is laid out by a browser; without one a person is told, and nothing is kept',
    async () => {
      const here = await station();
      const html = new TextEncoder().encode('<!doctype html><p>{{student_name}}</p>');
      const answer = await here.templates.drafts.upload(ada, {
        file: fileOf(html),
        title: 'Page',
        stockItemId: 'paper',
      });
      expect(answer).toEqual({ ok: false, error: { tag: 'no_layout_engine' } });
      expect(here.templates.drafts.list()).toEqual([]);
    },
    PATIENCE_MS,
  );

  test.skipIf(chromiumPath() === undefined)(
    'HTML in a folder, packed by a desktop program, becomes a template by the school’s own words (needs Chromium)',
    async () => {
      const layoutEngine = chromiumLayout(() => openBrowserPage(chromiumPath() ?? ''));
      const browsing = createDesigning(folders, layoutEngine);
      onTestFinished(() => browsing.stop());
      const style = `@page{size:A4 landscape}@font-face{font-family:'Our Own';src:url("fonts/ours.ttf")}body{margin:0;font:500 20pt 'EB Garamond'}div:last-of-type{font:400 14pt 'Our Own'}div{position:absolute;left:30mm;width:200mm}`;
      const fields = ['student_name', 'program_title', 'completion_date', 'serial_number', 'instructor_name'];
      const body = fields.map(
        (word, row) => `<div style="top:${30 + 20 * row}mm;height:12mm">{{${word}}}</div>`,
      );
      const html = `<!doctype html><html lang="es"><head><link rel="stylesheet" href="page.css"></head><body>${body.join('')}</body></html>`;
      const encoder = new TextEncoder();
      const zip = zipSync({
        'ours/index.html': encoder.encode(html),
        'ours/page.css': encoder.encode(style),
        'ours/fonts/ours.ttf': await readFile(join(folders.fonts, 'AtkinsonHyperlegibleMono-Regular.ttf')),
        'ours/.DS_Store': encoder.encode('left by a desktop'),
        '__MACOSX/ours/._index.html': encoder.encode('left by a desktop'),
      });
      const answer = await browsing.ask({ kind: 'begin', file: zip, title: 'Curso', canLayOut: true });
      if (answer.tag !== 'draft') throw new Error(JSON.stringify(answer));
      const template = templateSchema.parse(JSON.parse(answer.templateJson));
      expect(answer.source).toBe('html');
      expect(template).toMatchObject({ language: 'es', page: { widthMm: 297, heightMm: 210 } });
      expect(template.fields.map(({ id }) => id)).toEqual([
        'issuedName',
        'courseTitle',
        'completionDate',
        'certificateNumber',
        'instructorName',
      ]);
      const own = template.fields.at(-1);
      const font = own?.kind === 'text' ? template.fonts[own.font] : undefined;
      expect(answer.files.files.map(({ path }) => path)).toContain(font?.file);
      const missing = await browsing.ask({
        kind: 'begin',
        file: encoder.encode(
          `<style>p{font:400 12pt 'Brush Script'}</style><p style="position:absolute">{{student_name}}</p>`,
        ),
        title: 'x',
        canLayOut: true,
      });
      expect(missing.tag).toBe('not_sound');
    },
    PATIENCE_MS,
  );
});

describe('an upload that is not what it should be', () => {
  const CATALOG = '<</Type/Catalog/Pages 2 0 R>>';
  const NO_PAGES = '<</Type/Pages/Count 0/Kids[]>>';
  const json = (change: (template: Record<string, unknown>) => void): Buffer => {
    const files = completionFiles();
    const template = z
      .record(z.string(), z.unknown())
      .parse(JSON.parse(new TextDecoder().decode(files.get('template.json'))));
    change(template);
    files.set('template.json', new TextEncoder().encode(JSON.stringify(template)));
    return Buffer.from(zipSync(Object.fromEntries(files)));
  };
  const hostile: readonly (readonly [string, () => Uint8Array])[] = [
    ['nothing', () => new Uint8Array()],
    ['noise', () => Uint8Array.from({ length: 5000 }, (_, index) => (index * 7919) >> 3)],
    ['half a PDF', () => PAGE.subarray(0, 150)],
    ['an encrypted PDF', () => pdfOf([CATALOG, NO_PAGES], '/Root 1 0 R/Encrypt 2 0 R')],
    [
      'a PDF that runs a script',
      () =>
        pdfOf([
          '<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.alert(1))>>>>',
          '<</Type/Pages/Count 1/Kids[3 0 R]>>',
          `<</Type/Page/Parent 2 0 R${LETTER}>>`,
        ]),
    ],
    ['a PDF of no pages', () => pdfOf([CATALOG, NO_PAGES])],
    ['a page of 100 m', () => onePage('/MediaBox[0 0 283465 283465]', deflateSync(Buffer.from('f')))],
    ['a page of a thumbnail', () => onePage('/MediaBox[0 0 20 20]', deflateSync(Buffer.from('f')))],
    ['a megabyte of nested arrays', () => pdfOf([CATALOG, `${'['.repeat(500_000)}${']'.repeat(500_000)}`])],
    ['a PDF that unpacks to 10 GB', () => onePage(LETTER, bomb(10_000))],
    [
      'a ZIP of a file that unpacks to 60 MB',
      () => zipSync({ 'template.json': new Uint8Array(60 * 1024 * 1024) }),
    ],
    ['a ZIP of other things', () => zipSync({ 'holiday.jpg': new Uint8Array(100) })],
    ['a package with wrong types', () => json((template) => (template['fields'] = 'all of them'))],
    ['a package without its font', () => json((template) => (template['fonts'] = {}))],
    [
      'a package with a field outside the page',
      () => json((template) => (template['safeZoneMm'] = { top: 90, right: 90, bottom: 90, left: 90 })),
    ],
    ['more than 10 MB', () => new Uint8Array(10 * 1024 * 1024 + 1)],
  ];
  test.each(hostile)(
    '%s is refused with a reason, and the station goes on',
    async (_, file) => {
      const here = await station();
      const data = file();
      const before = process.cpuUsage();
      const answer = await here.templates.drafts.upload(ada, {
        file: fileOf(data),
        title: 'Hostile',
        stockItemId: 'paper',
      });
      const { user, system } = process.cpuUsage(before);
      if (answer.ok || answer.error.tag !== 'not_sound')
        throw new Error(`It was taken: ${JSON.stringify(answer)}`);
      expect(answer.error.faults.length).toBeGreaterThan(0);
      for (const { message } of answer.error.faults) expect(message).toMatch(/\S/u);
      // The thread may have to be started for it.
      expect((user + system) / 1000).toBeLessThan(8000);
      expect(here.templates.drafts.list()).toEqual([]);
      expect(acts(here)).toEqual([]);
    },
    PATIENCE_MS,
  );

  test('unknown paper is said before the file is looked at', async () => {
    const here = await station();
    const answer = await here.templates.drafts.upload(ada, {
      file: fileOf(PAGE),
      title: 'Ours',
      stockItemId: 'papyrus',
    });
    expect(answer).toEqual({ ok: false, error: { tag: 'unknown_paper', stockItemId: 'papyrus' } });
  });

  test(
    'what takes too long is ended, and what comes next has a thread of its own',
    async () => {
      const hasty = createDesigning(folders, undefined, { patience: { workMs: 0, longestMs: 0 } });
      onTestFinished(() => hasty.stop());
      const zip = zipSync(Object.fromEntries(completionFiles()));
      const task = { kind: 'picture', side: 'front', dpi: 60 } as const;
      const of = { name: 'x', templateJson: null, package: zip };
      const answers = await Promise.all([1, 2].map(() => hasty.ask({ ...task, of })));
      for (const answer of answers)
        expect(answer).toMatchObject({
          tag: 'not_sound',
          faults: [{ message: 'It takes too long to read.' }],
        });
      expect((await designing.ask({ ...task, of })).tag).toBe('bytes');
    },
    PATIENCE_MS,
  );
});

describe('a file that is put into a draft', () => {
  const hidden = (catalog: string) =>
    pdfOf([
      `<</Type/Catalog/Pages 2 0 R${catalog}>>`,
      '<</Type/Pages/Count 1/Kids[3 0 R]>>',
      `<</Type/Page/Parent 2 0 R${LETTER}>>`,
    ]);
  const harm: readonly (readonly [string, Uint8Array, string])[] = [
    ['a script', hidden('/OpenAction<</S/JavaScript/JS(app.alert(1))>>'), 'It holds JavaScript.'],
    ['a launch action', hidden('/OpenAction<</S/Launch/F(calc.exe)>>'), 'It starts another program.'],
    ['another file', hidden('/Names<</EmbeddedFiles<</Names[(a)4 0 R]>>>>'), 'It has other files inside.'],
  ];
  test.each(harm)(
    'or begins one is refused when it hides %s, in the words that central has for it',
    async (_, pdf, message) => {
      const here = await station();
      const { drafts } = here.templates;
      const about = { title: 'Ours', stockItemId: 'paper' };
      const upload = await drafts.upload(ada, { file: fileOf(pdf), ...about });
      expect(upload).toMatchObject({ error: { tag: 'not_sound', faults: [{ message }] } });
      expect(drafts.list()).toEqual([]);
      const { draftId } = await begun(here);
      // What it is called does not make it harmless.
      for (const path of ['background.pdf', 'images/seal.png']) {
        const put = await drafts.putFile(ada, { draftId, revision: 1, path, file: fileOf(pdf) });
        expect(put).toMatchObject({ error: { tag: 'not_sound', faults: [{ at: path, message }] } });
      }
      expect(drafts.list()).toMatchObject([{ draftId, revision: 1 }]);
    },
    PATIENCE_MS,
  );
});

test(
  'a version that was here before its date was noted has none',
  async () => {
    const here = await station();
    here.ctx.db.write((tx) => tx.writes.sqlite.exec('UPDATE templates SET published_at = NULL'));
    expect(await here.templates.library.published()).toMatchObject([{ publishedAt: null, newest: true }]);
  },
  PATIENCE_MS,
);

describe('a test print', () => {
  test(
    'takes nothing from stock and makes no piece; its code verifies nothing, whatever was typed',
    async () => {
      const here = await station();
      const { draftId, templateJson } = await begun(here);
      const before = { stock: listStock(here.ctx), moves: listMovements(here.ctx, 'paper', 100) };
      const texts = {
        ...specimenTexts(SPECIMENS[4]),
        qrPayload: 'https://example.org/v/REAL',
        verificationCode: 'REAL',
      };
      const printed = await here.templates.publishing.testPrint(ada, {
        draftId,
        printerId: 'demo-printer',
        texts,
        marks: true,
      });
      if (!printed.ok) throw new Error(JSON.stringify(printed.error));
      const folder = join(here.folder, 'printed');
      const [file = ''] = await readdir(folder);
      expect(printed.value).toBe(file);
      const rasteriser = await nodeRasteriser();
      const page = rasteriser.open(await readFile(join(folder, file)));
      expect(page?.text(0)).not.toContain('REAL');
      const region = templateSchema.parse(JSON.parse(templateJson)).fields.at(-1)?.box;
      if (page === undefined || region === undefined) throw new Error('No code is on the page');
      const picture = page.picture({ page: 0, dpi: 300, colour: false, region });
      const code = await (await nodeCodeReader()).read(picture);
      expect(new URL(code ?? '').hostname).toBe('verify.specimen.example');
      page.close();
      expect({ stock: listStock(here.ctx), moves: listMovements(here.ctx, 'paper', 100) }).toEqual(before);
      const pieces = sqlRead<object, { count: number }>(
        'SELECT count(*) AS count FROM pieces',
        z.object({ count: z.int() }),
      );
      expect(here.ctx.db.read((tx) => pieces.get(tx, {}))).toEqual({ count: 0 });
      expect(acts(here)).toEqual(['template.draft_begun', 'template.test_printed']);
    },
    PATIENCE_MS,
  );

  test(
    'is not sent to a printer that has stopped, nor to none, and a page that does not fit is named',
    async () => {
      const stopped: PrinterAdapter = {
        id: 'stopped',
        name: 'Stopped',
        kind: 'ipp',
        demo: false,
        state: () => Promise.resolve({ state: 'stopped', reasons: ['media-empty'] }),
        abilities: () => Promise.resolve({ dpi: null, twoSided: false, trays: [] }),
        send: () => Promise.reject(new Error('It was sent')),
        lookUp: () => Promise.resolve('absent'),
      };
      const here = await station({ printers: () => [stopped] });
      const { draftId } = await begun(here);
      const wanted = { draftId, texts: specimenTexts(SPECIMENS[0]), marks: true };
      const { publishing } = here.templates;
      expect(await publishing.testPrint(ada, { ...wanted, printerId: 'stopped' })).toEqual({
        ok: false,
        error: { tag: 'printer_stopped', reasons: ['media-empty'] },
      });
      expect(await publishing.testPrint(ada, { ...wanted, printerId: 'other' })).toMatchObject({
        error: { tag: 'unknown_printer' },
      });
      const endless = { ...wanted.texts, issuedName: 'Endless '.repeat(100) };
      expect(await publishing.testPage({ ...wanted, texts: endless })).toMatchObject({
        error: { tag: 'not_sound', faults: [{ kind: 'tooLong', at: 'issuedName' }] },
      });
    },
    PATIENCE_MS,
  );
});

describe('publishing', () => {
  test(
    'what was not changed is the version it was begun from, byte for byte',
    async () => {
      const here = await station();
      const edited = await here.templates.drafts.edit(ada, templateVersion);
      if (!edited.ok) throw new Error(edited.error.tag);
      const { draftId } = edited.value;
      await here.templates.publishing.publish(ada, { draftId, revision: 1, moveCourses: false });
      const packed = unpackTemplate(here.sent[0]?.package ?? new Uint8Array());
      // Maps are equal whatever the order of their entries.
      expect(packed.ok && packed.value).toEqual(completionFiles());
      expect(here.sent[0]).toMatchObject({ personId: 'u-ada', replaces: null, title: 'Completion' });
    },
    PATIENCE_MS,
  );

  test(
    'what central does not take, and central away, leave the draft as it was',
    async () => {
      const refusals = [
        { tag: 'central_refused', reasons: ['The paper papyrus is not known.'] },
        { tag: 'central_unreachable', detail: 'connect ECONNREFUSED' },
      ] as const;
      for (const refusal of refusals) {
        const here = await station({ publish: () => Promise.resolve({ ok: false, error: refusal }) });
        const draft = await begun(here);
        const { draftId } = draft;
        const answer = await here.templates.publishing.publish(ada, {
          draftId,
          revision: 1,
          moveCourses: true,
        });
        expect(answer).toEqual({ ok: false, error: refusal });
        expect(await here.templates.drafts.get(draftId)).toEqual({ ok: true, value: draft });
        expect(acts(here)).toEqual(['template.draft_begun']);
      }
    },
    PATIENCE_MS,
  );

  test(
    'when the answer is lost, asking again hands over the same package to the byte',
    async () => {
      let calls = 0;
      const here = await station({
        publish: () => {
          calls += 1;
          return Promise.resolve(
            calls === 1
              ? { ok: false, error: { tag: 'central_unreachable', detail: 'no answer in time' } }
              : { ok: true, value: { templateVersion: 'd'.repeat(64), coursesMoved: 0 } },
          );
        },
      });
      const { draftId } = await begun(here);
      const wanted = { draftId, revision: 1, moveCourses: true };
      expect((await here.templates.publishing.publish(ada, wanted)).ok).toBe(false);
      expect((await here.templates.publishing.publish(ada, wanted)).ok).toBe(true);
      const [first, second] = here.sent;
      expect(second?.package).toEqual(first?.package);
      expect(here.templates.drafts.list()).toEqual([]);
    },
    PATIENCE_MS,
  );

  test(
    'a draft that is edited while central looks at it stays, as a change of the new version',
    async () => {
      const gate = Promise.withResolvers<void>();
      const asked = Promise.withResolvers<void>();
      const here = await station({
        publish: async () => {
          asked.resolve();
          await gate.promise;
          return { ok: true, value: { templateVersion: 'c'.repeat(64), coursesMoved: 0 } };
        },
      });
      const { draftId, templateJson } = await begun(here);
      const publishing = here.templates.publishing.publish(ada, {
        draftId,
        revision: 1,
        moveCourses: true,
      });
      await asked.promise;
      await here.templates.drafts.save(bea, { draftId, revision: 1, templateJson });
      gate.resolve();
      expect(await publishing).toMatchObject({ ok: true });
      expect(here.templates.drafts.list()).toMatchObject([{ draftId, revision: 2, basedOn: 'c'.repeat(64) }]);
    },
    PATIENCE_MS,
  );

  test(
    'a package of more than 10 MB is not sent to central',
    async () => {
      const here = await station();
      const { draftId, templateJson } = await begun(here);
      const noise = randomBytes(9 * 1024 * 1024).fill(0, 0, 8);
      const heavy = pdfOf([
        '<</Type/Catalog/Pages 2 0 R>>',
        '<</Type/Pages/Count 1/Kids[3 0 R]>>',
        `<</Type/Page/Parent 2 0 R${LETTER}>>`,
        stream('', noise),
      ]);
      const { drafts, publishing } = here.templates;
      for (const [revision, path] of [
        [1, 'background.pdf'],
        [2, 'back.pdf'],
      ] as const)
        expect(await drafts.putFile(ada, { draftId, revision, path, file: fileOf(heavy) })).toMatchObject({
          ok: true,
        });
      const template = templateSchema.parse(JSON.parse(templateJson));
      const twoSided = { ...template, background: { front: 'background.pdf', back: 'back.pdf' } };
      const saved = await drafts.save(ada, {
        draftId,
        revision: 3,
        templateJson: JSON.stringify(twoSided),
      });
      expect(saved).toMatchObject({ ok: true, value: { faults: [] } });
      expect(await publishing.publish(ada, { draftId, revision: 4, moveCourses: true })).toMatchObject({
        error: { tag: 'not_sound', faults: [{ kind: 'tooLarge', at: 'package' }] },
      });
      expect(here.sent).toEqual([]);
    },
    PATIENCE_MS,
  );

  test(
    'a draft that others saved, and one with faults, is not sent to central',
    async () => {
      const here = await station();
      const { draftId, templateJson } = await begun(here);
      const { publishing, drafts } = here.templates;
      await drafts.save(bea, {
        draftId,
        revision: 1,
        templateJson: templateJson.replace('{{courseTitle}}', 'x'),
      });
      expect(await publishing.publish(ada, { draftId, revision: 1, moveCourses: true })).toMatchObject({
        error: { tag: 'edited_elsewhere', revision: 2 },
      });
      expect(await publishing.publish(ada, { draftId, revision: 2, moveCourses: true })).toMatchObject({
        error: { tag: 'not_sound', faults: [{ kind: 'missingPlaceholder', at: 'courseTitle' }] },
      });
      expect(here.sent).toEqual([]);
    },
    PATIENCE_MS,
  );
});

describe('what is published', () => {
  test(
    'is listed with the certificates that were issued with it, which are counted on as they come',
    async () => {
      const here = await station();
      const { library } = here.templates;
      expect(await library.published()).toMatchObject([
        { templateVersion, title: 'Completion', paperName: 'Security paper', newest: true, certificates: 0 },
      ]);
      await here.issue(3);
      expect((await library.published())[0]?.certificates).toBe(3);
      await here.issue(2);
      const both = await Promise.all([library.published(), library.published()]);
      expect(both.map(([first]) => first?.certificates)).toEqual([5, 5]);
    },
    PATIENCE_MS,
  );

  test(
    'gives its fonts by their hash, and no file beside them',
    async () => {
      const here = await station();
      const { library } = here.templates;
      const fonts = await library.fonts();
      const medium = fonts.find(({ name }) => name === 'EB Garamond Medium');
      const font = await library.font(medium?.sha256 ?? '');
      expect(font?.size).toBe(medium?.bytes);
      expect(await library.font('0'.repeat(64))).toBeNull();
    },
    PATIENCE_MS,
  );
});

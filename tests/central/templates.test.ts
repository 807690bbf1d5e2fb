import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { PDFDocument, PDFName, PDFString } from 'pdf-lib';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { readTemplateFolder } from '../../src/central/services/templates/store.ts';
import { ADMINISTRATOR, codeOf, furnish, openSchool } from './school.ts';
import type { TestSchool } from './school.ts';

const bundled = () => readTemplateFolder(join(import.meta.dirname, '..', '..', 'templates', 'completion'));

async function upload(school: TestSchool, files: ReadonlyMap<string, Uint8Array> | Uint8Array) {
  const form = new FormData();
  const zip = files instanceof Uint8Array ? files : zipSync(Object.fromEntries(files));
  form.append('file', new File([Buffer.from(zip)], 'template.zip', { type: 'application/zip' }));
  form.append('title', 'Uploaded');
  form.append('stockItemId', 'paper');
  const response = await school.central.handler(
    new Request('http://central.test/v1/templates', {
      method: 'POST',
      headers: { authorization: `Bearer ${ADMINISTRATOR}` },
      body: form,
    }),
  );
  const body: unknown = await response.json();
  const faults = z.object({ data: z.object({ faults: z.array(z.string()) }) }).safeParse(body);
  return { status: response.status, body, faults: faults.success ? faults.data.data.faults : [] };
}

async function withBackground(background: Uint8Array): Promise<Map<string, Uint8Array>> {
  return new Map([...(await bundled()), ['background.pdf', background]]);
}

test('A sound template is published under its content’s name, stays, and goes only when nothing refers to it', async () => {
  const school = await openSchool('postgres');
  const used = await furnish(school);
  const files = await bundled();
  const json = z
    .record(z.string(), z.unknown())
    .parse(JSON.parse(new TextDecoder().decode(files.get('template.json'))));
  files.set('template.json', new TextEncoder().encode(JSON.stringify({ ...json, name: 'Another one' })));
  const first = await upload(school, files);
  expect(first.status).toBe(200);
  const { templateVersion } = z.object({ templateVersion: z.string() }).parse(first.body);
  expect(templateVersion).not.toBe(used);
  expect((await upload(school, files)).body).toEqual(first.body);
  expect(codeOf(await school.call('DELETE', `/v1/templates/${used}`))).toBe('IN_USE');
  expect((await school.call('DELETE', `/v1/templates/${templateVersion}`)).body).toEqual({ deleted: true });
});

test('2 missing placeholders are refused, with the list of what is missing', async () => {
  const school = await openSchool('postgres');
  await furnish(school);
  const files = await bundled();
  const text = new TextDecoder().decode(files.get('template.json'));
  const without = text.replaceAll('{{issuedName}}', 'Nobody').replaceAll('{{certificateNumber}}', '1');
  files.set('template.json', new TextEncoder().encode(without));
  const reply = await upload(school, files);
  expect(reply.status).toBe(422);
  expect(reply.faults).toEqual([
    'It has no field for the learner’s name: {{issuedName}} is missing.',
    'It has no field for the certificate number: {{certificateNumber}} is missing.',
  ]);
});

test('Hostile uploads are refused with a sentence', async () => {
  const school = await openSchool('postgres');
  await furnish(school);
  const plain = async (change: (pdf: PDFDocument) => void, compressed = false) => {
    const pdf = await PDFDocument.create();
    pdf.addPage([792, 612]);
    change(pdf);
    return pdf.save({ useObjectStreams: compressed });
  };
  const openAction = (type: string, more: Record<string, PDFString>) => (pdf: PDFDocument) => {
    pdf.catalog.set(PDFName.of('OpenAction'), pdf.context.obj({ S: type, ...more }));
  };
  const bomb = deflateSync(Buffer.alloc(200 * 1024 * 1024));
  const stream = `%PDF-1.7\n1 0 obj\n<</Length ${bomb.length}/Filter/FlateDecode>>\nstream\n`;
  const cases: [string, Uint8Array, RegExp][] = [
    ['no PDF', Buffer.from('hello'), /not a PDF/u],
    [
      'JavaScript',
      await plain(openAction('JavaScript', { JS: PDFString.of('app.alert(1)') })),
      /JavaScript/u,
    ],
    [
      'JavaScript in an object stream',
      await plain(openAction('JavaScript', { JS: PDFString.of('app.alert(1)') }), true),
      /JavaScript/u,
    ],
    ['launch', await plain(openAction('Launch', { F: PDFString.of('calc.exe') })), /another program/u],
    [
      'embedded file',
      await plain((pdf) => pdf.catalog.set(PDFName.of('Names'), pdf.context.obj({ EmbeddedFiles: {} }))),
      /other files/u,
    ],
    [
      '10,000 pages',
      await plain((pdf) => {
        for (let page = 0; page < 10_000; page += 1) pdf.addPage([10, 10]);
      }),
      /10001 pages/u,
    ],
    [
      'bomb',
      Buffer.concat([Buffer.from(stream), bomb, Buffer.from('\nendstream\nendobj\n%%EOF')]),
      /128 MB/u,
    ],
    [
      'encrypted',
      Buffer.from('%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer<</Encrypt 1 0 R/Root 1 0 R>>\n%%EOF'),
      /encrypted/u,
    ],
    ['broken cross-references', Buffer.from('%PDF-1.7\nxref\n0 99999999\nstartxref\n-5\n%%EOF'), /./u],
  ];
  for (const [what, background, sentence] of cases) {
    const reply = await upload(school, await withBackground(background));
    expect([what, reply.status]).toEqual([what, 422]);
    expect(reply.faults.join(' ')).toMatch(sentence);
  }
  expect((await upload(school, Buffer.from('PK\u0003\u0004 not a zip'))).faults).toEqual([
    'It is not a ZIP file, or it unpacks to too much.',
  ]);
  const large = await upload(school, Buffer.alloc(11 * 1024 * 1024));
  expect(large.faults).toEqual(['It is larger than 10 MB.']);
}, 60_000);

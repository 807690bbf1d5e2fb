import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkFit } from '../../src/documents/checkFit.ts';
import type { CompiledTemplate } from '../../src/documents/compiledTemplate.ts';
import { preflight } from '../../src/documents/preflight/preflight.ts';
import type { PreflightTools } from '../../src/documents/preflight/preflight.ts';
import type { PictureRequest } from '../../src/documents/preflight/rasteriser.ts';
import { renderBatch } from '../../src/documents/renderBatch.ts';
import { renderOne } from '../../src/documents/renderOne.ts';
import type { FieldValues } from '../../src/documents/template/fieldValues.ts';
import {
  compiledBundledTemplate,
  nodeCodeReader,
  nodeFontLibrary,
  nodeRasteriser,
  nodeTextEngine,
} from '../support/documentsNode.ts';
import { differenceFromGolden, stacked } from '../support/goldenPicture.ts';
import { HARD_NAMES, LONG_NAME } from '../support/hardNames.ts';
import { sampleValues } from '../support/sampleValues.ts';

const GOLDEN = fileURLToPath(new URL('golden/', import.meta.url));
const missingTools = ['qpdf', 'pdftotext'].filter(
  (tool) => spawnSync(tool, ['--version']).error !== undefined,
);

/** With a control number, since most of the templates have a place for it. */
function hardest(name: string): FieldValues {
  const values = sampleValues(name);
  return { ...values, text: { ...values.text, controlNumber: 'DE-7 0412 9986' } };
}

describe.each(['completion', 'california', 'texas', 'designed'])('the bundled template %s', (name) => {
  let compiled: CompiledTemplate;
  let tools: PreflightTools;
  let folder: string;

  beforeAll(async () => {
    compiled = await compiledBundledTemplate(name, await nodeTextEngine(), await nodeFontLibrary());
    tools = { rasteriser: await nodeRasteriser(), codeReader: await nodeCodeReader() };
    folder = mkdtempSync(join(tmpdir(), 'bundled-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const picture = (pdf: Uint8Array, request: Pick<PictureRequest, 'dpi' | 'region'>) => {
    const file = tools.rasteriser.open(pdf);
    if (file === undefined) throw new Error('This is no PDF.');
    try {
      return file.picture({ page: 0, colour: false, ...request });
    } finally {
      file.close();
    }
  };

  it('looks as it did when a person last looked at it', async () => {
    const page = picture(await renderOne(compiled, hardest(HARD_NAMES.latin)), { dpi: 60 });
    const { mean, plainly } = differenceFromGolden(join(GOLDEN, `${name}.png`), page);
    expect(mean).toBeLessThan(1);
    expect(plainly).toBeLessThan(0.002);
  });

  it('sets twelve names in twelve scripts as it did when a person last looked at them', async () => {
    const field = compiled.template.fields.find(({ id }) => id === 'issuedName');
    if (field === undefined) throw new Error('The template has no field for the name.');
    const lines = [];
    for (const hardName of [...Object.values(HARD_NAMES), LONG_NAME]) {
      const pdf = await renderOne(compiled, hardest(hardName));
      lines.push(picture(pdf, { dpi: 60, region: field.box }));
    }
    const { mean, plainly } = differenceFromGolden(join(GOLDEN, `${name}-names.png`), stacked(lines));
    expect(mean).toBeLessThan(1);
    expect(plainly).toBeLessThan(0.002);
  });

  it('passes preflight at 300 dpi with each of the names, its code read back', async () => {
    const sheets = [...Object.values(HARD_NAMES), LONG_NAME].map((hardName) => ({
      values: hardest(hardName),
      record: { validity: 'active', templateVersion: compiled.id } as const,
    }));
    const chunks: Uint8Array[] = [];
    for await (const chunk of renderBatch(compiled, sheets, { title: 'Batch' })) chunks.push(chunk);
    const found = [];
    for await (const { findings } of preflight(compiled, Buffer.concat(chunks), sheets, tools, { dpi: 300 }))
      found.push(findings);
    expect(found).toEqual(sheets.map(() => []));
  });

  it('leaves out a control number that the certificate does not have, its caption too', async () => {
    const wordsWith = async (values: FieldValues): Promise<string> => {
      const file = tools.rasteriser.open(await renderOne(compiled, values));
      const words = file?.text(0) ?? '';
      file?.close();
      return words;
    };
    const hasPlace = compiled.template.fields.some(({ id }) => id === 'controlNumber');
    expect((await wordsWith(hardest('Ada Lovelace'))).includes('Control no. DE-7 0412 9986')).toBe(hasPlace);
    expect(await wordsWith(sampleValues('Ada Lovelace'))).not.toContain('Control');
  });

  it('refuses a name that would be too small to read', () => {
    const endless = `${LONG_NAME} ${LONG_NAME} ${LONG_NAME}`;
    expect(checkFit(compiled, sampleValues(endless)).map(({ kind }) => kind)).toEqual(['tooLong']);
  });

  it.skipIf(missingTools.length > 0)(
    'has no fault that qpdf or poppler finds, and its words can be copied (needs qpdf and pdftotext)',
    async () => {
      const file = join(folder, 'page.pdf');
      for (const [script, hardName] of Object.entries(HARD_NAMES)) {
        writeFileSync(file, await renderOne(compiled, hardest(hardName)));
        execFileSync('qpdf', ['--check', file], { stdio: 'pipe' });
        const read = spawnSync('pdftotext', [file, '-'], { encoding: 'utf8' });
        expect(read.stderr).toBe('');
        const text = read.stdout;
        // Poppler tells a text of two directions in its own order; its words are looked for one by one.
        const words = script === 'mixed' ? hardName.split(/[ ()]+/u) : [hardName];
        for (const word of words)
          expect(text.replaceAll(/[\u202a-\u202e]/gu, ''), script).toContain(word.normalize('NFC'));
        expect(text).toContain('Certificate of Completion');
        expect(text).toContain('CCT-2026-000001');
        expect(text).toContain('November 18, 2026');
        const [, , ...fonts] = execFileSync('pdffonts', [file], { encoding: 'utf8' }).trim().split('\n');
        for (const font of fonts) expect(font).toMatch(/CID TrueType +Identity-H +yes yes yes/u);
      }
    },
  );
});

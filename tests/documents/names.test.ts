import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkFit } from '../../src/documents/checkFit.ts';
import type { CompiledTemplate } from '../../src/documents/compiledTemplate.ts';
import { renderBatch } from '../../src/documents/renderBatch.ts';
import { renderOne } from '../../src/documents/renderOne.ts';
import { compiledBundledTemplate, nodeFontLibrary, nodeTextEngine } from '../support/documentsNode.ts';
import { HARD_NAMES, LONG_NAME } from '../support/hardNames.ts';
import { sampleValues } from '../support/sampleValues.ts';

const tools = ['qpdf', 'pdftotext'].filter((tool) => spawnSync(tool, ['--version']).error !== undefined);

describe('names in every script', () => {
  let compiled: CompiledTemplate;
  let folder: string;

  beforeAll(async () => {
    compiled = await compiledBundledTemplate('completion', await nodeTextEngine(), await nodeFontLibrary());
    folder = mkdtempSync(join(tmpdir(), 'documents-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const textOf = (pdf: Uint8Array): string => {
    const file = join(folder, 'page.pdf');
    writeFileSync(file, pdf);
    execFileSync('qpdf', ['--check', file], { stdio: 'pipe' });
    return execFileSync('pdftotext', [file, '-'], { encoding: 'utf8' }).replaceAll(/[\u202a-\u202e]/gu, '');
  };

  it.for(Object.entries(HARD_NAMES))('%s fits and has all its glyphs', ([, name]) => {
    expect(checkFit(compiled, sampleValues(name))).toEqual([]);
  });

  it.skipIf(tools.length > 0).for(Object.entries(HARD_NAMES).filter(([script]) => script !== 'mixed'))(
    'a reader copies the %s name out of the page as it was written (needs qpdf and pdftotext)',
    async ([, name]: [string, string]) => {
      expect(textOf(await renderOne(compiled, sampleValues(name)))).toContain(name.normalize('NFC'));
    },
  );

  it.skipIf(tools.length > 0)(
    'brackets are copied as they were written, though they are turned in the field before (needs pdftotext)',
    async () => {
      const { text } = sampleValues('דוד (כהן)');
      const pdf = await renderOne(compiled, { text: { ...text, courseTitle: 'Theory (30 hours)' } });
      expect(textOf(pdf)).toContain('Theory (30 hours)');
    },
  );

  it('the same values give the same bytes', async () => {
    const again = await compiledBundledTemplate(
      'completion',
      await nodeTextEngine(),
      await nodeFontLibrary(),
    );
    const first = await renderOne(compiled, sampleValues(HARD_NAMES.arabic));
    expect(await renderOne(again, sampleValues(HARD_NAMES.arabic))).toEqual(first);
  });

  it.skipIf(tools.length > 0)(
    'a batch holds one page each, in order (needs qpdf and pdftotext)',
    async () => {
      const chunks: Uint8Array[] = [];
      const entries = Object.values(HARD_NAMES).map((name) => ({ values: sampleValues(name) }));
      for await (const chunk of renderBatch(compiled, entries, { title: 'Batch 7' })) chunks.push(chunk);
      const pages = textOf(Buffer.concat(chunks)).split('\f');
      expect(pages).toHaveLength(13);
      expect(pages[3]).toContain(HARD_NAMES.greek);
    },
  );

  it('a long name goes on two lines', () => {
    expect(checkFit(compiled, sampleValues(LONG_NAME))).toEqual([]);
  });

  it('a character that no font has is named', () => {
    expect(checkFit(compiled, sampleValues('Ada 𓀀 Lovelace'))).toEqual([
      { kind: 'missingGlyph', field: 'issuedName', character: '𓀀', codePoint: 'U+13000' },
    ]);
  });

  it('an emoji is refused with its reason', () => {
    expect(checkFit(compiled, sampleValues('Ada 🚗'))).toEqual([
      {
        kind: 'refusedCharacter',
        field: 'issuedName',
        character: '🚗',
        codePoint: 'U+1F697',
        reason: 'emoji',
      },
    ]);
  });
});

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CompiledTemplate } from '../../src/documents/compiledTemplate.ts';
import { renderOne, renderSigned } from '../../src/documents/renderOne.ts';
import { conformanceFaults } from '../support/conformance/pdfConformance.ts';
import { compiledBundledTemplate, nodeFontLibrary, nodeTextEngine } from '../support/documentsNode.ts';
import { HARD_NAMES, LONG_NAME } from '../support/hardNames.ts';
import { sampleValues } from '../support/sampleValues.ts';
import { testSigner } from '../support/testSigner.ts';

const noPdfinfo = spawnSync('pdfinfo', ['-v']).error !== undefined;
const names = [...Object.values(HARD_NAMES), LONG_NAME];
const words = {
  signedAt: '2026-11-20T18:30:00.000Z',
  name: 'Example School',
  reason: 'Issued by the school',
};

describe.each(['completion', 'california', 'texas', 'designed'])(
  'a certificate by the template %s',
  (name) => {
    let compiled: CompiledTemplate;
    let folder: string;

    beforeAll(async () => {
      compiled = await compiledBundledTemplate(name, await nodeTextEngine(), await nodeFontLibrary());
      folder = mkdtempSync(join(tmpdir(), 'conformance-'));
    });
    afterAll(() => rmSync(folder, { recursive: true }));

    it('keeps the clauses of PDF/A-2a and PDF/UA-1 that a machine can check, with each of the names', async () => {
      for (const hardName of names) {
        const faults = await conformanceFaults(await renderOne(compiled, sampleValues(hardName)));
        expect(faults, hardName).toEqual([]);
      }
    });

    it('keeps them signed, too', async () => {
      const { signer } = await testSigner();
      const pdf = await renderSigned(compiled, sampleValues(HARD_NAMES.arabic), { ...words, signer });
      expect(await conformanceFaults(pdf)).toEqual([]);
    });

    it.skipIf(noPdfinfo)('is read in its order by one who hears it (needs pdfinfo)', async () => {
      const file = join(folder, 'page.pdf');
      writeFileSync(file, await renderOne(compiled, sampleValues(HARD_NAMES.latin)));
      const heard = execFileSync('pdfinfo', ['-struct-text', file], { encoding: 'utf8' });
      const order = ['Document', 'H1', 'Certificate of Completion', HARD_NAMES.latin, 'Figure'];
      const places = order.map((word) => heard.indexOf(word));
      expect(places.every((place) => place >= 0)).toBe(true);
      expect(places).toEqual(places.toSorted((left, right) => left - right));
    });
  },
);

describe('the check itself', () => {
  let pdf: Buffer;

  beforeAll(async () => {
    const compiled = await compiledBundledTemplate(
      'completion',
      await nodeTextEngine(),
      await nodeFontLibrary(),
    );
    pdf = Buffer.from(await renderOne(compiled, sampleValues(HARD_NAMES.latin)));
  });

  /** The file with some words exchanged for others of the same length. */
  const changed = (from: string, to: string): Buffer => {
    const at = pdf.indexOf(from, 0, 'latin1');
    if (at < 0 || from.length !== to.length) throw new Error(`${from} cannot be exchanged.`);
    const copy = Buffer.from(pdf);
    copy.write(to, at, 'latin1');
    return copy;
  };

  it.for<[string, string, string, string]>([
    ['header', '%PDF-1.7\n', '%PDF-1.7 ', 'binary comment'],
    ['untagged content', '/Artifact BMC\n', '%Artifact BMC\n', 'that says nothing'],
    ['a lost piece of content', '<</MCID 2>>', '<</MCID 9>>', 'belongs to no structure element'],
    ['a figure without words', '/Alt<feff', '/Als<feff', 'a figure without words'],
    ['a heading of no standard type', '/S/H1/P', '/S/G1/P', 'no standard type'],
    ['no language', '/Lang<feff', '/Lant<feff', 'language'],
    ['no title in the window', 'DisplayDocTitle true', 'DisplayDocTitle null', 'title in the window'],
    ['no claim', '<pdfuaid:part>1', '<pdfuaid:part>7', 'PDF/UA identification'],
    [
      'titles that differ',
      '<dc:title><rdf:Alt><rdf:li xml:lang="x-default">C',
      '<dc:title><rdf:Alt><rdf:li xml:lang="x-default">K',
      'title in both places',
    ],
    ['an action', '/Type/StructElem/S/Document/P', '/Type/StructElem/S/Launch  /P', 'actions'],
    ['a font by name alone', '/FontFile2', '/FontFil92', 'is not embedded'],
    ['a wrong width', '/W[0[', '/W[1[', 'width'],
    ['no tab order', '/Tabs/S', '/Tabs/R', 'tab order'],
  ])('finds %s', async ([, from, to, fault]) => {
    const faults = await conformanceFaults(changed(from, to));
    expect(faults.join('\n')).toContain(fault);
  });
});

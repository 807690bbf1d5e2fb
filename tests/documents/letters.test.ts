import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CompiledTemplate, FontLibrary } from '../../src/documents/compiledTemplate.ts';
import { renderAddressPages, renderCoverLetter } from '../../src/documents/letters/coverLetter.ts';
import type { CoverLetter } from '../../src/documents/letters/coverLetter.ts';
import { renderBatchSheetList, renderPackingSlip } from '../../src/documents/letters/lists.ts';
import type { LetterResult } from '../../src/documents/letters/pages.ts';
import type { Rasteriser } from '../../src/documents/preflight/rasteriser.ts';
import type { TextEngine } from '../../src/documents/text/engine.ts';
import {
  compiledBundledTemplate,
  nodeFontLibrary,
  nodeRasteriser,
  nodeTextEngine,
} from '../support/documentsNode.ts';
import { differenceFromGolden } from '../support/goldenPicture.ts';
import { HARD_NAMES, LONG_NAME } from '../support/hardNames.ts';

const GOLDEN = fileURLToPath(new URL('golden/', import.meta.url));
const withoutQpdf = spawnSync('qpdf', ['--version']).error !== undefined;

const school = {
  name: 'Golden Poppy Driving School',
  lines: ['1200 Harbor Way, Suite 4', 'Sacramento, CA 95814'],
};
const recipient = {
  name: 'Zoë Łukasiewicz-Ødegård',
  lines: ['c/o Maria Hernández', '4821 West Avenida de las Flores, Apt. 1207', 'San José, CA 95112-4432'],
};
const certificate = {
  number: 'CA-2026-000187',
  issuedName: recipient.name,
  courseTitle: 'Driver Education: Thirty Hours of Theory and Traffic Law',
};
const letter: CoverLetter = {
  sender: school,
  recipient,
  date: '2026-11-20',
  certificates: [certificate],
  verifySite: 'verify.example.org',
  contact: 'Telephone (916) 555-0134, Monday to Friday 9 to 5. Mail certificates@example.org',
};
const names = [...Object.values(HARD_NAMES), LONG_NAME];
const sheets = Array.from({ length: 47 }, (_, index) => ({
  position: index + 1,
  certificateNumber: `CA-2026-${String(index + 187).padStart(6, '0')}`,
  issuedName: names[index % names.length] ?? '',
  sheetSerial: `A-${String(400_512 + index)}`,
  verdict: index % 9 === 8 ? 'spoiled: toner smear' : index < 30 ? 'passed' : '',
}));

describe('letters and lists', () => {
  let engine: TextEngine;
  let library: FontLibrary;
  let rasteriser: Rasteriser;
  let folder: string;

  beforeAll(async () => {
    [engine, library, rasteriser] = [await nodeTextEngine(), await nodeFontLibrary(), await nodeRasteriser()];
    folder = mkdtempSync(join(tmpdir(), 'letters-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const template = (name: string): Promise<CompiledTemplate> =>
    compiledBundledTemplate(`letters/${name}`, engine, library);
  const opened = (result: LetterResult) => {
    if (!result.ok) throw new Error(JSON.stringify(result.error));
    const file = rasteriser.open(result.value);
    if (file === undefined) throw new Error('This is no PDF.');
    return file;
  };
  const expectGolden = (result: LetterResult, name: string): void => {
    const file = opened(result);
    const { mean, plainly } = differenceFromGolden(
      join(GOLDEN, `${name}.png`),
      file.picture({ page: 0, dpi: 60, colour: false }),
    );
    file.close();
    expect(mean).toBeLessThan(1);
    expect(plainly).toBeLessThan(0.002);
  };
  const wordsOf = (result: LetterResult): readonly string[] => {
    const file = opened(result);
    const pages = Array.from({ length: file.pageCount }, (_, page) =>
      file.text(page).replaceAll(/\s+/gu, ' '),
    );
    file.close();
    return pages;
  };

  const titleOf = (result: LetterResult): string => {
    const info = /\/Title<feff([0-9a-f]*)>/u.exec(
      result.ok ? Buffer.from(result.value).toString('latin1') : '',
    );
    return Buffer.from(info?.[1] ?? '', 'hex')
      .swap16()
      .toString('utf16le');
  };

  it('the English letter tells what is enclosed and what to do', async () => {
    const result = await renderCoverLetter(await template('coverEn'), letter);
    const [page] = wordsOf(result);
    expect(page).toContain('November 20, 2026');
    expect(page).toContain('Dear Zoë Łukasiewicz-Ødegård,');
    expect(page).toContain('CA-2026-000187');
    expect(page).toContain('enter the verification code at verify.example.org');
    expectGolden(result, 'letter-en');
  });

  it('the Spanish letter says it in Spanish, its date too', async () => {
    const result = await renderCoverLetter(await template('coverEs'), letter);
    const [page] = wordsOf(result);
    expect(page).toContain('20 de noviembre de 2026');
    expect(page).toContain('Aquí está su certificado');
    expectGolden(result, 'letter-es');
  });

  it('the address stays within what the window of a #10 envelope shows however the letter slides', async () => {
    const inch = 25.4;
    const envelope = { width: 9.5 * inch, height: 4.125 * inch };
    const window = { left: 0.875 * inch, bottom: 0.5 * inch, width: 4.5 * inch, height: 1.125 * inch };
    const folded = 98;
    const slideUp = envelope.height - folded;
    const slideRight = envelope.width - 8.5 * inch;
    for (const name of ['coverEn', 'coverEs', 'addressPage']) {
      const compiled = await template(name);
      const box = compiled.template.fields.find(({ id }) => id === 'address')?.box;
      if (box === undefined) throw new Error('There is no address field.');
      for (const up of [0, slideUp]) {
        for (const right of [0, slideRight]) {
          const top = folded + up - window.bottom - window.height;
          expect(box.y).toBeGreaterThan(top);
          expect(box.y + box.height).toBeLessThan(top + window.height);
          expect(box.x + right).toBeGreaterThanOrEqual(window.left);
          expect(box.x + box.width + right).toBeLessThan(window.left + window.width);
        }
      }
    }
  });

  it('a letter lists all certificates of its envelope, and an address too long for the window is refused', async () => {
    const compiled = await template('coverEn');
    const eight = Array.from({ length: 8 }, (_, index) => ({
      ...certificate,
      number: `CA-2026-00020${index}`,
    }));
    const [page] = wordsOf(await renderCoverLetter(compiled, { ...letter, certificates: eight }));
    for (const { number } of eight) expect(page).toContain(number);
    const refused = await renderCoverLetter(compiled, {
      ...letter,
      recipient: { name: 'Ada', lines: ['1', '2', '3', '4', '5', '6', '7', '8'] },
    });
    expect(refused.ok ? [] : refused.error.map(({ kind }) => kind)).toEqual(['tooLong']);
    const name = 'Maximiliana Wilhelmina Konstantinopoulou-Featherstonehaugh de la Fuente y Villanueva';
    const long = await renderCoverLetter(compiled, { ...letter, recipient: { ...letter.recipient, name } });
    expect(long.ok).toBe(true);
  });

  it('addresses alone come one to a page', async () => {
    const others = Object.values(HARD_NAMES).map((name) => ({ ...recipient, name }));
    const pages = wordsOf(await renderAddressPages(await template('addressPage'), others));
    expect(pages).toHaveLength(12);
    expect(pages[3]).toContain(HARD_NAMES.greek);
    expect(pages[3]).toContain('San José, CA 95112-4432');
  });

  it('a packing slip names every piece, on as many pages as it takes', async () => {
    const slip = {
      parcel: 'P-2026-00481',
      sender: school,
      recipient,
      shippedDate: '2026-11-20',
      service: 'USPS Ground Advantage',
      trackingNumber: '9400 1112 0620 8812 3456 00',
      pieces: sheets.slice(0, 20).map((sheet) => ({ ...sheet, courseTitle: certificate.courseTitle })),
    };
    const result = await renderPackingSlip(await template('packingSlip'), slip);
    const pages = wordsOf(result);
    expect(pages).toHaveLength(2);
    expect(pages[0]).toContain('20 certificates');
    expect(pages[0]).toContain('Page 1 of 2');
    expect(pages[0]).toContain('CA-2026-000204');
    expect(pages[1]).toContain('CA-2026-000206');
    expectGolden(result, 'packing-slip');
  });

  it('a batch sheet list shows position, number, name, serial and verdict of each sheet', async () => {
    const result = await renderBatchSheetList(await template('batchSheet'), {
      batch: '2026-11-20 / 3',
      printedDate: '2026-11-20',
      facts: [
        'Station: Front desk',
        'Printer: HP LaserJet M611, tray 2',
        'Stock: CA-DE safety paper, A-400500 to A-400999',
      ],
      sheets,
    });
    const pages = wordsOf(result);
    expect(pages).toHaveLength(2);
    expect(pages[0]).toContain('47 sheets');
    expect(pages[0]).toContain('spoiled: toner smear');
    expect(pages[1]).toContain('A-400558');
    expectGolden(result, 'batch-sheet');
  });

  it('packing slip and batch list speak Spanish, down to their dates, page numbers and titles', async () => {
    const slip = await renderPackingSlip(await template('packingSlipEs'), {
      parcel: 'P-2026-00481',
      sender: school,
      recipient,
      shippedDate: '2026-11-20',
      service: 'USPS Ground Advantage',
      trackingNumber: '9400 1112 0620 8812 3456 00',
      pieces: sheets.slice(0, 20).map((sheet) => ({ ...sheet, courseTitle: certificate.courseTitle })),
    });
    const [first] = wordsOf(slip);
    for (const words of [
      'Lista de contenido',
      'Paquete P-2026-00481',
      'Destinatario',
      '20 de noviembre de 2026',
      '20 certificados',
      'Certificado',
      'Nombre',
      'Curso',
      'Hoja',
      'Página 1 de 2',
    ]) {
      expect(first).toContain(words);
    }
    expect(titleOf(slip)).toBe('Lista de contenido P-2026-00481');
    expectGolden(slip, 'packing-slip-es');
    const list = await renderBatchSheetList(await template('batchSheetEs'), {
      batch: '2026-11-20 / 3',
      printedDate: '2026-11-20',
      facts: ['Estación: Recepción'],
      sheets: sheets.slice(0, 1),
    });
    const [only] = wordsOf(list);
    for (const words of [
      'Lote 2026-11-20 / 3',
      '20 de noviembre de 2026',
      '1 hoja',
      'Resultado',
      'Página 1 de 1',
    ])
      expect(only).toContain(words);
    expect(titleOf(await renderAddressPages(await template('addressPageEs'), [recipient]))).toBe(
      'Direcciones',
    );
  });

  it('a list without rows is one page that says so', async () => {
    const pages = wordsOf(
      await renderBatchSheetList(await template('batchSheet'), {
        batch: '7',
        printedDate: '2026-11-20',
        facts: ['Station: Front desk'],
        sheets: [],
      }),
    );
    expect(pages).toHaveLength(1);
    expect(pages[0]).toContain('0 sheets');
  });

  it.skipIf(withoutQpdf)('qpdf finds no fault in any of them (needs qpdf)', async () => {
    const results = [
      await renderCoverLetter(await template('coverEs'), letter),
      await renderAddressPages(await template('addressPage'), [recipient]),
    ];
    for (const result of results) {
      if (!result.ok) throw new Error(JSON.stringify(result.error));
      const file = join(folder, 'letter.pdf');
      writeFileSync(file, result.value);
      const said = execFileSync('qpdf', ['--check', file], { encoding: 'utf8' });
      expect(said).toContain('No syntax or stream encoding errors found');
    }
  });

  it('a template made for something else is a mistake of the program', async () => {
    await expect(renderCoverLetter(await template('batchSheet'), letter)).rejects.toThrow(
      'not for coverLetter',
    );
  });
});

import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Rasteriser } from '../../../../src/documents/preflight/rasteriser.ts';
import {
  letterFile,
  letterSettings,
  printLetter,
  saveLetterSettings,
} from '../../../../src/station/features/letters/service.ts';
import type { AnyLetter } from '../../../../src/station/features/letters/service.ts';
import { saveTray } from '../../../../src/station/features/printers/service.ts';
import { nodeRasteriser } from '../../../support/documentsNode.ts';
import { must, shipper, supervisor } from '../../paperStation.ts';
import type { PaperStation } from '../../paperStation.ts';
import { packedParcels, printedBatch } from '../../passedPieces.ts';
import { newRendering, tellingStation } from '../pages/pageStation.ts';

const TIMEOUT = { timeout: 60_000 };
const rendering = newRendering();
let rasteriser: Rasteriser;
beforeAll(async () => {
  rasteriser = await nodeRasteriser();
});
afterAll(() => rendering.stop());

const letterStation = () => tellingStation(rendering);

/** The words of each page, in one line each. */
function wordsIn(pdf: Uint8Array): string[] {
  const file = rasteriser.open(pdf);
  if (file === undefined) throw new Error('No PDF');
  const pages = Array.from({ length: file.pageCount }, (_, page) => file.text(page).replaceAll(/\s+/gu, ' '));
  file.close();
  return pages;
}

async function wordsOf(station: PaperStation, wanted: AnyLetter): Promise<string[]> {
  const file = must(await letterFile(station.ctx, station.parts, wanted));
  return wordsIn(new Uint8Array(await file.arrayBuffer()));
}

describe('on plain paper', TIMEOUT, () => {
  test('the list of a batch names every sheet in the order of the stack, in either language', async () => {
    const station = await letterStation();
    const { batchId, issued } = await printedBatch(station, 3);
    const [page = ''] = await wordsOf(station, { what: 'sheet_list', batchId });
    const places = issued.map(({ certificateNumber }) => page.indexOf(certificateNumber));
    expect(places.every((place) => place > 0)).toBe(true);
    expect(places.toSorted((a, b) => a - b)).toEqual(places);
    expect(page).toContain('B-2026-0001');
    expect(page).toContain('Demo printer');
    const [spanish = ''] = await wordsOf(station, { what: 'sheet_list', batchId, language: 'es' });
    expect(spanish).toContain('Lote B-2026-0001');
  });

  test('a cover letter goes to the address of its envelope and tells what to do, in the words of the school', async () => {
    const station = await letterStation();
    const [parcel] = await packedParcels(station, 1, { name: 'María Núñez' });
    const parcelId = parcel?.parcelId ?? '';
    const [english = ''] = await wordsOf(station, { what: 'cover_letter', parcelId });
    expect(english).toContain('Dear María Núñez');
    expect(english).toContain('1 Main St Sacramento, CA 95814');
    expect(english).toContain(parcel?.issued.certificateNumber ?? '–');
    expect(english.replaceAll(' ', '')).toContain('127.0.0.1:41234/verify');
    const [spanish = ''] = await wordsOf(station, { what: 'cover_letter', parcelId, language: 'es' });
    expect(spanish).toContain('Hola, María Núñez');

    const settings = station.ctx.db.read((tx) => letterSettings(tx));
    saveLetterSettings(station.ctx, supervisor, {
      ...settings,
      language: 'es',
      contact: 'Tel. 916 555 0100',
      instructions: { ...settings.instructions, es: ['Verifique en {{verifySite}}.', 'Guárdelo.'] },
    });
    const [changed = ''] = await wordsOf(station, { what: 'cover_letter', parcelId });
    expect(changed.replaceAll(' ', '')).toContain('Verifiqueen127.0.0.1:41234/verify.');
    expect(changed).toContain('Tel. 916 555 0100');
    expect(changed).toContain('2. Guárdelo.');
    expect(changed).not.toContain('3.');
  });

  test('a packing slip names what is in the envelope', async () => {
    const station = await letterStation();
    const [parcel] = await packedParcels(station, 1);
    const [slip = ''] = await wordsOf(station, { what: 'packing_slip', parcelId: parcel?.parcelId ?? '' });
    expect(slip).toContain('P-2026-0001');
    expect(slip).toContain(parcel?.issued.certificateNumber ?? '–');
  });

  test('address pages come one for each envelope, in the order of the stack, however long a name is', async () => {
    const station = await letterStation();
    const family = {
      name: 'Maximiliana Wilhelmina Konstantinopoulou-Featherstonehaugh de la Fuente y Villanueva',
      street1: '9 Elm St',
      city: 'Sacramento',
      region: 'CA',
      postalCode: '95814',
      country: 'US',
    };
    await station.issue(1, { name: 'First', address: family });
    await station.issue(1, { name: 'Second', address: { ...family, name: 'Second' } });
    const { batchId } = await printedBatch(station, 3, { name: 'Third', address: family });
    const pages = await wordsOf(station, { what: 'address_pages', batchId });
    expect(pages.map((page) => page.slice(0, 6))).toEqual(['Maximi', 'Second']);
  });

  test('printed where sheets come out face up, address pages are sent from the last to the first', async () => {
    const station = await letterStation();
    const { batchId } = await printedBatch(station, 3);
    const printed = async () => {
      const answer = must(
        await printLetter(
          station.ctx,
          station.parts,
          shipper,
          { what: 'address_pages', batchId },
          'demo-printer',
        ),
      );
      expect(answer.pages).toBe(3);
      return wordsIn(station.told.at(-1)?.pdf ?? new Uint8Array()).map((page) => page.slice(0, 9));
    };
    expect(await printed()).toEqual(['Learner 1', 'Learner 2', 'Learner 3']);
    must(
      await saveTray(station.ctx, station.parts, supervisor, {
        printerId: 'demo-printer',
        tray: 'tray-1',
        stockItemId: null,
        output: 'face_up',
        duplex: 'none',
        marks: false,
        dpi: 300,
      }),
    );
    expect(await printed()).toEqual(['Learner 3', 'Learner 2', 'Learner 1']);
    expect(station.told.at(-1)).toMatchObject({ tray: null, sides: 'one', media: { widthMm: 215.9 } });
    // The batch itself, and two letters: nothing of controlled paper was touched by them.
    expect(await readdir(join(station.folder, 'printed'))).toHaveLength(3);
  });

  test('a letter that cannot be set says why, and what is not here is named', async () => {
    const station = await letterStation();
    const [parcel] = await packedParcels(station, 1);
    station.ctx.db.write((tx) =>
      tx.writes.sqlite.exec(`UPDATE parcels SET address = json_set(address, '$.name', 'Ada 𓀀')`),
    );
    const refused = await letterFile(station.ctx, station.parts, {
      what: 'cover_letter',
      parcelId: parcel?.parcelId ?? '',
    });
    expect(refused).toMatchObject({ ok: false, error: { tag: 'letter_refused' } });
    expect(await letterFile(station.ctx, station.parts, { what: 'packing_slip', parcelId: 'none' })).toEqual({
      ok: false,
      error: { tag: 'unknown_parcel', parcelId: 'none' },
    });
    expect(await letterFile(station.ctx, station.parts, { what: 'sheet_list', batchId: 'none' })).toEqual({
      ok: false,
      error: { tag: 'unknown_batch', batchId: 'none' },
    });
  });
});

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readBarcodes } from 'zxing-wasm/reader';
import type { CalibrationValues, TraySettings } from '../../../../src/contract/station/printing.ts';
import type { OpenPdf, Picture, Rasteriser } from '../../../../src/documents/preflight/rasteriser.ts';
import { renderBatchPages } from '../../../../src/station/features/pages/service.ts';
import {
  calibrationFile,
  measuredCalibration,
  printCalibration,
  printerTrays,
  saveCalibration,
  saveTray,
} from '../../../../src/station/features/printers/service.ts';
import { createPrinting } from '../../../../src/station/features/printing/service.ts';
import type { FolderPrinterFault } from '../../../../src/station/printers/folder/settings.ts';
import { nodeCodeReader, nodeRasteriser } from '../../../support/documentsNode.ts';
import { clerk, completionFiles, must, supervisor } from '../../paperStation.ts';
import type { PaperOptions, PaperStation } from '../../paperStation.ts';
import { changedTemplate, newRendering, openBatch, tellingStation } from '../pages/pageStation.ts';

const TIMEOUT = { timeout: 60_000 };
const rendering = newRendering();
let rasteriser: Rasteriser;
beforeAll(async () => {
  rasteriser = await nodeRasteriser();
  // It brings zxing its binary, which is read with directly below: a Data Matrix is none of its codes.
  await nodeCodeReader();
});
afterAll(() => rendering.stop());

const station = (options: PaperOptions = {}) => tellingStation(rendering, options);

function trayOf(changed: Partial<TraySettings> = {}) {
  return {
    printerId: 'demo-printer',
    tray: 'tray-1',
    stockItemId: null,
    output: 'face_down',
    duplex: 'long_edge',
    marks: false,
    dpi: 300,
    ...changed,
  } as const;
}

async function printed(at: PaperStation, count: number, chunkSize: number): Promise<string> {
  const batchId = await openBatch(at, count);
  must(await renderBatchPages(at.ctx, at.parts, clerk, batchId));
  const printing = createPrinting(at.ctx, at.parts);
  must(await printing.print(clerk, { batchId, printerId: 'demo-printer', chunkSize }));
  await printing.settled();
  while (printing.jobs(batchId)?.some(({ state }) => state !== 'done') === true) await printing.tick();
  return batchId;
}

/** The files in the printer's folder, by their names, which are in the order in which they were sent. */
async function filesOf(at: PaperStation): Promise<Uint8Array[]> {
  const folder = join(at.folder, 'printed');
  const names = (await readdir(folder)).filter((name) => !name.startsWith('.')).toSorted();
  return Promise.all(names.map(async (name) => new Uint8Array(await readFile(join(folder, name)))));
}

function opened(pdf: Uint8Array): OpenPdf {
  const file = rasteriser.open(pdf);
  if (file === undefined) throw new Error('No PDF');
  return file;
}

/** Certificate numbers in the order of the pages. */
function numbersIn(pdf: Uint8Array): string[] {
  const file = opened(pdf);
  const numbers = Array.from(
    { length: file.pageCount },
    (_, page) => /CA-2026-\d{6}/u.exec(file.text(page))?.[0] ?? '',
  );
  file.close();
  return numbers;
}

/** The box of the ink on a page, in millimetres; of very dark ink alone, which is crisp. */
function inkOf(pdf: Uint8Array, dpi = 600): { left: number; top: number; right: number; bottom: number } {
  const file = opened(pdf);
  const picture: Picture = file.picture({ page: 0, dpi, colour: false });
  file.close();
  let [left, top, right, bottom] = [picture.width, picture.height, 0, 0];
  for (let y = 0; y < picture.height; y += 1) {
    for (let x = 0; x < picture.width; x += 1) {
      if ((picture.data[y * picture.width + x] ?? 255) > 128) continue;
      left = Math.min(left, x);
      right = Math.max(right, x + 1);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y + 1);
    }
  }
  const mm = (dots: number): number => (dots * 25.4) / dpi;
  return { left: mm(left), top: mm(top), right: mm(right), bottom: mm(bottom) };
}

/** Where the middle of a cross truly is on a calibration page, near a place: the middles of its two arms' ink. */
function crossOf(pdf: Uint8Array, nearX: number, nearY: number): { x: number; y: number } {
  const file = opened(pdf);
  const middle = (
    region: { x: number; y: number; width: number; height: number },
    along: 'x' | 'y',
  ): number => {
    const { width, data } = file.picture({ page: 0, dpi: 1200, colour: false, region });
    let ink = 0;
    let weighed = 0;
    for (const [index, grey] of data.entries()) {
      const at = along === 'x' ? index % width : Math.floor(index / width);
      ink += 255 - grey;
      weighed += (255 - grey) * (at + 0.5);
    }
    return ((weighed / ink) * 25.4) / 1200 + Math.floor((region[along] * 1200) / 25.4) * (25.4 / 1200);
  };
  // The arms are 8 mm long, and rings of 2 and 4 mm lie about the middle: between 5 and 7 mm there is one line alone, on the
  // side where the rulers are not.
  const inwards = nearX < 100 ? 5 : -7;
  const x = middle({ x: nearX - 3, y: nearY + inwards, width: 6, height: 2 }, 'x');
  const y = middle({ x: nearX + inwards, y: nearY - 3, width: 2, height: 6 }, 'y');
  file.close();
  return { x, y };
}

const MOVED: CalibrationValues = { rightMm: 1.4, downMm: -0.8, scaleX: 0.99, scaleY: 1.01 };

describe('calibration', TIMEOUT, () => {
  test('moves and scales every printed page by what was measured, to a tenth of a millimetre', async () => {
    const plain = await station();
    await printed(plain, 1, 25);
    const moved = await station();
    must(
      await saveCalibration(moved.ctx, moved.parts, supervisor, {
        printerId: 'demo-printer',
        tray: 'tray-1',
        orientation: 'landscape',
        calibration: MOVED,
      }),
    );
    await printed(moved, 1, 25);
    const [before] = await filesOf(plain);
    const [after] = await filesOf(moved);
    if (before === undefined || after === undefined) throw new Error('Nothing was printed');
    const [from, to] = [inkOf(before), inkOf(after)];
    const [width, height] = [279.4, 215.9];
    const wantedX = (x: number): number => width / 2 + (x - width / 2) * MOVED.scaleX + MOVED.rightMm;
    const wantedY = (y: number): number => height / 2 + (y - height / 2) * MOVED.scaleY + MOVED.downMm;
    expect(Math.abs(to.left - wantedX(from.left))).toBeLessThan(0.1);
    expect(Math.abs(to.right - wantedX(from.right))).toBeLessThan(0.1);
    expect(Math.abs(to.top - wantedY(from.top))).toBeLessThan(0.1);
    expect(Math.abs(to.bottom - wantedY(from.bottom))).toBeLessThan(0.1);
  });

  test('of pages that stand does not move pages that lie across', async () => {
    const at = await station();
    must(
      await saveCalibration(at.ctx, at.parts, supervisor, {
        printerId: 'demo-printer',
        tray: 'tray-1',
        orientation: 'portrait',
        calibration: MOVED,
      }),
    );
    await printed(at, 1, 25);
    const plain = await station();
    await printed(plain, 1, 25);
    const [one] = await filesOf(at);
    const [other] = await filesOf(plain);
    if (one === undefined || other === undefined) throw new Error('Nothing was printed');
    expect(inkOf(one)).toEqual(inkOf(other));
  });

  test('walked through once puts the crosses of the second page where they should be', async () => {
    const at = await station();
    const sheet = { printerId: 'demo-printer', tray: 'tray-2', widthMm: 215.9, heightMm: 279.4 };
    // This printer puts p at a + b p.
    const truly = (x: number, y: number) => ({ x: 1.2 + 0.996 * x, y: -0.7 + 1.003 * y });
    const measured = { first: truly(25, 25), second: truly(215.9 - 25, 279.4 - 25) };
    const calibration = must(measuredCalibration(sheet, measured));
    const saved = must(
      await saveCalibration(at.ctx, at.parts, supervisor, {
        ...sheet,
        orientation: 'portrait',
        calibration,
      }),
    );
    expect(saved.calibration.portrait).toMatchObject({ measuredBy: supervisor.userId });
    const file = must(await calibrationFile(at.ctx, at.parts, { ...sheet, corrected: true }));
    const pdf = new Uint8Array(await file.arrayBuffer());
    for (const [x, y] of [
      [25, 25],
      [190.9, 254.4],
    ] as const) {
      const sent = crossOf(pdf, x, y);
      const landed = truly(sent.x, sent.y);
      expect(Math.abs(landed.x - x)).toBeLessThan(0.05);
      expect(Math.abs(landed.y - y)).toBeLessThan(0.05);
    }
    must(await printCalibration(at.ctx, at.parts, supervisor, { ...sheet, corrected: true }));
    expect(at.told.at(-1)).toMatchObject({
      tray: 'tray-2',
      media: { widthMm: 215.9, heightMm: 279.4 },
      sides: 'one',
    });
    const trays = must(await printerTrays(at.ctx, at.parts, 'demo-printer'));
    expect(trays.map(({ tray, calibration: { portrait } }) => [tray, portrait !== null])).toEqual([
      ['tray-1', false],
      ['tray-2', true],
    ]);
  });

  test('is not taken from measures that cannot be right', () => {
    const wrong = { first: { x: 25, y: 25 }, second: { x: 120, y: 254.4 } };
    expect(measuredCalibration({ widthMm: 215.9, heightMm: 279.4 }, wrong)).toEqual({
      ok: false,
      error: { tag: 'not_plausible' },
    });
  });
});

describe('the stack', TIMEOUT, () => {
  const all = Array.from({ length: 7 }, (_, index) => `CA-2026-${String(index + 1).padStart(6, '0')}`);

  test('reads first to last where sheets come out face down', async () => {
    const at = await station();
    await printed(at, 7, 3);
    const files = await filesOf(at);
    expect(files.map(numbersIn)).toEqual([all.slice(0, 3), all.slice(3, 6), all.slice(6)]);
  });

  test('is printed from its end where they come out face up: chunks and pages', async () => {
    const at = await station();
    must(await saveTray(at.ctx, at.parts, supervisor, trayOf({ output: 'face_up' })));
    const batchId = await printed(at, 7, 3);
    const files = await filesOf(at);
    const inOrderOfSending = files.flatMap(numbersIn);
    expect(inOrderOfSending).toEqual(all.toReversed());
    const jobs = createPrinting(at.ctx, at.parts).jobs(batchId) ?? [];
    expect(
      jobs.map(({ chunk, firstPosition, lastPosition }) => [chunk, firstPosition, lastPosition]),
    ).toEqual([
      [1, 7, 7],
      [2, 4, 6],
      [3, 1, 3],
    ]);
  });

  test('comes out the same, byte for byte, when a chunk is made again, whatever was set since', async () => {
    let fault: FolderPrinterFault | null = 'dies_in_the_middle';
    const at = await tellingStation(rendering, {}, { next: () => fault, released: () => true });
    must(await saveTray(at.ctx, at.parts, supervisor, trayOf({ output: 'face_up', marks: true })));
    const batchId = await openBatch(at, 3);
    must(await renderBatchPages(at.ctx, at.parts, clerk, batchId));
    const printing = createPrinting(at.ctx, at.parts);
    must(await printing.print(clerk, { batchId, printerId: 'demo-printer', chunkSize: 3 }));
    await printing.settled();
    expect(await filesOf(at)).toEqual([]);
    must(await saveTray(at.ctx, at.parts, supervisor, trayOf({ output: 'face_down', marks: false })));
    fault = null;
    while (printing.jobs(batchId)?.some(({ state }) => state !== 'done') === true) await printing.tick();
    const [first, again] = at.told;
    expect(at.told).toHaveLength(2);
    expect(Buffer.compare(first?.pdf ?? Buffer.of(1), again?.pdf ?? Buffer.of(2))).toBe(0);
    expect(numbersIn(again?.pdf ?? new Uint8Array())).toEqual(all.slice(0, 3).toReversed());
  });
});

describe('print marks', TIMEOUT, () => {
  test('tell batch and place of every sheet, in type and as a Data Matrix, also in later chunks', async () => {
    const at = await station();
    must(await saveTray(at.ctx, at.parts, supervisor, trayOf({ marks: true })));
    await printed(at, 5, 2);
    const read: (string | undefined)[] = [];
    for (const pdf of await filesOf(at)) {
      const file = opened(pdf);
      for (let page = 0; page < file.pageCount; page += 1) {
        expect(file.text(page)).toMatch(/B-2026-0001 · \d/u);
        const region = { x: 3, y: 215.9 - 10, width: 8, height: 7.5 };
        const { width, height, data } = file.picture({ page, dpi: 600, colour: false, region });
        const rgba = new Uint8ClampedArray(width * height * 4);
        for (const [index, grey] of data.entries()) rgba.set([grey, grey, grey, 255], index * 4);
        const image = { data: rgba, width, height, colorSpace: 'srgb' as const };
        // Its type asks for the browser's ImageData; it reads these four and nothing else.
        const [mark] = await readBarcodes(image as Parameters<typeof readBarcodes>[0], {
          formats: ['DataMatrix'],
          tryHarder: true,
        });
        read.push(mark?.text);
      }
      file.close();
    }
    expect(read).toEqual([1, 2, 3, 4, 5].map((position) => `B-2026-0001/${position}`));
  });

  test('are not printed unchecked: turning them on asks for another check', async () => {
    const at = await station();
    const batchId = await openBatch(at, 1);
    must(await renderBatchPages(at.ctx, at.parts, clerk, batchId));
    must(await saveTray(at.ctx, at.parts, supervisor, trayOf({ marks: true })));
    const printing = createPrinting(at.ctx, at.parts);
    const wanted = { batchId, printerId: 'demo-printer', chunkSize: 5 };
    expect(await printing.print(clerk, wanted)).toMatchObject({ ok: false, error: { tag: 'check_again' } });
    must(await renderBatchPages(at.ctx, at.parts, clerk, batchId));
    expect((await printing.print(clerk, wanted)).ok).toBe(true);
    await printing.settled();
  });
});

describe('what the printer is told', TIMEOUT, () => {
  const twoSided = () => {
    const files = changedTemplate((json) => {
      json.background.back = 'back.pdf';
    });
    const front = completionFiles().get('background.pdf');
    if (front === undefined) throw new Error('No background');
    files.set('back.pdf', front);
    return files;
  };

  test('is the size as the page lies, one side, and the tray that holds the paper', async () => {
    const at = await station();
    must(await saveTray(at.ctx, at.parts, supervisor, trayOf({ tray: 'tray-2', stockItemId: 'paper' })));
    await printed(at, 2, 25);
    expect(at.told).toMatchObject([
      { pages: 2, copies: 1, sides: 'one', tray: 'tray-2', media: { widthMm: 279.4, heightMm: 215.9 } },
    ]);
  });

  test('is both sides where the template has a back, and front and back stay together face up', async () => {
    const at = await station({ template: twoSided() });
    must(await saveTray(at.ctx, at.parts, supervisor, trayOf({ output: 'face_up', duplex: 'short_edge' })));
    await printed(at, 2, 25);
    expect(at.told).toMatchObject([{ pages: 4, sides: 'two_short_edge' }]);
    const [pdf] = await filesOf(at);
    expect(numbersIn(pdf ?? new Uint8Array())).toEqual(['CA-2026-000002', '', 'CA-2026-000001', '']);
  });

  test('is nothing when the template has a back and the tray prints one side', async () => {
    const at = await station({ template: twoSided() });
    must(await saveTray(at.ctx, at.parts, supervisor, trayOf({ duplex: 'none' })));
    const batchId = await openBatch(at, 1);
    must(await renderBatchPages(at.ctx, at.parts, clerk, batchId));
    const printing = createPrinting(at.ctx, at.parts);
    expect(await printing.print(clerk, { batchId, printerId: 'demo-printer', chunkSize: 5 })).toEqual({
      ok: false,
      error: { tag: 'one_side_only', printer: 'Demo printer', tray: 'tray-1' },
    });
    expect(at.told).toEqual([]);
  });

  test('a paper lies in one tray: naming another takes it from the first', async () => {
    const at = await station();
    must(await saveTray(at.ctx, at.parts, supervisor, trayOf({ tray: 'tray-1', stockItemId: 'paper' })));
    must(await saveTray(at.ctx, at.parts, supervisor, trayOf({ tray: 'tray-2', stockItemId: 'paper' })));
    const trays = must(await printerTrays(at.ctx, at.parts, 'demo-printer'));
    expect(trays.map(({ tray, stockItemId }) => [tray, stockItemId])).toEqual([
      ['tray-1', null],
      ['tray-2', 'paper'],
    ]);
  });
});

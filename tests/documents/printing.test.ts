import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import type { CompiledTemplate } from '../../src/documents/compiledTemplate.ts';
import { compileTemplate, releaseTemplate } from '../../src/documents/compileTemplate.ts';
import type { Picture, Rasteriser } from '../../src/documents/preflight/rasteriser.ts';
import { calibrationOf, wantedCrosses } from '../../src/documents/printing/calibration.ts';
import { calibrationPage } from '../../src/documents/printing/calibrationPage.ts';
import { dataMatrix } from '../../src/documents/printing/dataMatrix.ts';
import { renderBatch } from '../../src/documents/renderBatch.ts';
import type { BatchEntry, BatchOptions } from '../../src/documents/renderBatch.ts';
import { openTemplatePackage } from '../../src/documents/template/templatePackage.ts';
import {
  compiledBundledTemplate,
  nodeFontLibrary,
  nodeRasteriser,
  nodeTextEngine,
} from '../support/documentsNode.ts';
import { onePage } from '../support/hostilePdfs.ts';
import { sampleValues } from '../support/sampleValues.ts';

async function readMatrix({ width, height, channels, data }: Picture): Promise<string | undefined> {
  const rgba = new Uint8ClampedArray(width * height * 4);
  for (let pixel = 0; pixel < width * height; pixel += 1) {
    for (let channel = 0; channel < 3; channel += 1) rgba[pixel * 4 + channel] = data[pixel * channels] ?? 0;
    rgba[pixel * 4 + 3] = 255;
  }
  const image = { data: rgba, width, height, colorSpace: 'srgb' as const };
  // Its type asks for the browser's ImageData; it reads these four and nothing else.
  const [found] = await readBarcodes(image as Parameters<typeof readBarcodes>[0], {
    formats: ['DataMatrix'],
    tryHarder: true,
  });
  return found?.text;
}

describe('printing', () => {
  let compiled: CompiledTemplate;
  let rasteriser: Rasteriser;

  beforeAll(async () => {
    compiled = await compiledBundledTemplate('completion', await nodeTextEngine(), await nodeFontLibrary());
    rasteriser = await nodeRasteriser();
    const file = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
    const wasmBinary = new Uint8Array(readFileSync(file)).buffer;
    await prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true });
  });

  const batch = async (entries: readonly BatchEntry[], options: BatchOptions): Promise<Uint8Array> => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of renderBatch(compiled, entries, options)) chunks.push(chunk);
    return Buffer.concat(chunks);
  };
  const open = (pdf: Uint8Array): NonNullable<ReturnType<Rasteriser['open']>> => {
    const file = rasteriser.open(pdf);
    if (file === undefined) throw new Error('no PDF');
    return file;
  };

  it('a Data Matrix of any size says what was put in', async () => {
    for (const length of [1, 4, 7, 11, 17, 21, 29, 35, 43]) {
      const text = 'B-2026/ab+c0012'.repeat(4).replaceAll(/\d/gu, 'x').slice(0, length);
      const symbol = dataMatrix(text);
      if (symbol === undefined) throw new Error(`no symbol for ${text}`);
      const scale = 6;
      const side = (symbol.size + 8) * scale;
      const data = new Uint8Array(side * side).fill(255);
      for (let y = 0; y < symbol.size * scale; y += 1) {
        for (let x = 0; x < symbol.size * scale; x += 1) {
          const dark = symbol.modules[Math.floor(y / scale) * symbol.size + Math.floor(x / scale)] === 1;
          if (dark) data[(y + 4 * scale) * side + x + 4 * scale] = 0;
        }
      }
      expect(await readMatrix({ width: side, height: side, channels: 1, data })).toBe(text);
    }
    expect(dataMatrix('é')).toBeUndefined();
    expect(dataMatrix('x'.repeat(45))).toBeUndefined();
  });

  it('print marks tell batch, position and sheet, to scanners and to people', async () => {
    const pdf = await batch(
      [
        { values: sampleValues('Ada Lovelace', 1) },
        { values: sampleValues('Alan Turing', 2), sheetNumber: '0001235' },
      ],
      { title: 'Batch', marks: { batch: 'B-0042', edgeMm: 4 } },
    );
    const file = open(pdf);
    const region = { x: 0, y: 215.9 - 16, width: 16, height: 16 };
    const picture = file.picture({ page: 1, dpi: 600, colour: false, region });
    expect(await readMatrix(picture)).toBe('B-0042/2/0001235');
    expect(file.text(1)).toContain('B-0042 · 2 · 0001235');
    file.close();
  });

  it('a tray that stacks face up gets the last sheet first, and positions stay', async () => {
    const entries = ['Ada Lovelace', 'Alan Turing', 'Grace Hopper'].map((name) => ({
      values: sampleValues(name),
    }));
    const file = open(
      await batch(entries, { title: 'Batch', order: 'lastOnTop', marks: { batch: 'B', edgeMm: 4 } }),
    );
    expect(file.pageCount).toBe(3);
    expect(file.text(0)).toContain('Grace Hopper');
    expect(file.text(0)).toContain('B · 3');
    expect(file.text(2)).toContain('Ada Lovelace');
    file.close();
  });

  it('a template with a back prints both sides of each sheet, each field on its own', async () => {
    const box = { x: 40, y: 40, width: 200, height: 20 };
    const [face] = Object.entries(compiled.template.fonts);
    if (face === undefined) throw new Error('no font');
    const field = { kind: 'text', font: face[0], size: 20, box };
    const template = {
      format: 'certificate-template/1',
      name: 'Duplex',
      page: { widthMm: 279.4, heightMm: 215.9 },
      background: { front: 'front.pdf', back: 'back.pdf' },
      fonts: { [face[0]]: face[1] },
      fields: [
        { ...field, id: 'name', text: '{{issuedName}}' },
        { ...field, id: 'terms', text: 'Terms for {{certificateNumber}}', side: 'back' },
      ],
    };
    const page = onePage('/MediaBox[0 0 792 612]', deflateSync(Buffer.from('0 g 10 10 50 50 re f')));
    const opened = openTemplatePackage(
      new Map([
        ['template.json', Buffer.from(JSON.stringify(template))],
        ['front.pdf', page],
        ['back.pdf', page],
      ]),
    );
    if (!opened.ok) throw new Error(JSON.stringify(opened.error));
    const duplex = await compileTemplate(opened.value, await nodeFontLibrary(), await nodeTextEngine());
    if (!duplex.ok) throw new Error(JSON.stringify(duplex.error));
    const chunks: Uint8Array[] = [];
    const entries = ['Ada', 'Alan'].map((name, index) => ({ values: sampleValues(name, index + 1) }));
    const options: BatchOptions = { title: 'Duplex', order: 'lastOnTop' };
    for await (const chunk of renderBatch(duplex.value, entries, options)) chunks.push(chunk);
    const file = open(Buffer.concat(chunks));
    const texts = Array.from({ length: file.pageCount }, (_, index) => file.text(index).trim());
    file.close();
    expect(texts).toEqual(['Alan', 'Terms for CCT-2026-000002', 'Ada', 'Terms for CCT-2026-000001']);
    releaseTemplate(duplex.value);
  });

  it('a calibrated page lands where it should on a printer that shifts and stretches', () => {
    const small = fc.double({ min: -3, max: 3, noNaN: true });
    const factor = fc.double({ min: 0.98, max: 1.02, noNaN: true });
    fc.assert(
      fc.property(small, small, factor, factor, (offsetX, offsetY, stretchX, stretchY) => {
        const printer = (x: number, y: number): { x: number; y: number } => ({
          x: offsetX + stretchX * x,
          y: offsetY + stretchY * y,
        });
        const wanted = wantedCrosses(279.4, 215.9);
        const measured = {
          first: printer(wanted.first.x, wanted.first.y),
          second: printer(wanted.second.x, wanted.second.y),
        };
        const found = calibrationOf(279.4, 215.9, measured);
        if (found === undefined) throw new Error('refused');
        const sent = {
          x: (100 - 139.7) * found.scaleX + 139.7 + found.rightMm,
          y: (50 - 107.95) * found.scaleY + 107.95 + found.downMm,
        };
        const landed = printer(sent.x, sent.y);
        expect(landed.x).toBeCloseTo(100, 6);
        expect(landed.y).toBeCloseTo(50, 6);
      }),
    );
  });

  it('measures that cannot be right give no calibration', () => {
    const { first, second } = wantedCrosses(279.4, 215.9);
    expect(calibrationOf(279.4, 215.9, { first: { x: 60, y: 25 }, second })).toBeUndefined();
    expect(calibrationOf(279.4, 215.9, { first, second: first })).toBeUndefined();
  });

  it('calibration moves and scales everything on the page, the background too', async () => {
    const darkest = async (options: BatchOptions): Promise<{ left: number; top: number; right: number }> => {
      const file = open(await batch([{ values: sampleValues('Ada Lovelace') }], options));
      const { width, height, data } = file.picture({ page: 0, dpi: 254, colour: false });
      file.close();
      const dark = (x: number, y: number): boolean => (data[y * width + x] ?? 255) < 128;
      const row = Math.round(height / 2);
      const column = Math.round(width / 2);
      let left = 0;
      while (left < width && !dark(left, row)) left += 1;
      let right = width - 1;
      while (right > 0 && !dark(right, row)) right -= 1;
      let top = 0;
      while (top < height && !dark(column, top)) top += 1;
      return { left: left / 10, top: top / 10, right: right / 10 };
    };
    const plain = await darkest({ title: 'B' });
    const calibration = { rightMm: 2, downMm: -1.5, scaleX: 0.99, scaleY: 1 };
    const moved = await darkest({ title: 'B', calibration });
    expect(moved.top - plain.top).toBeCloseTo(-1.5, 0);
    expect(moved.left).toBeCloseTo((plain.left - 139.7) * 0.99 + 139.7 + 2, 0);
    expect(moved.right).toBeCloseTo((plain.right - 139.7) * 0.99 + 139.7 + 2, 0);
  });

  it('the calibration page has its crosses where they are said to be', () => {
    const file = open(calibrationPage(279.4, 215.9));
    const { width, data } = file.picture({ page: 0, dpi: 254, colour: false });
    file.close();
    const { first, second } = wantedCrosses(279.4, 215.9);
    for (const { x, y } of [first, second]) {
      const at = (dx: number, dy: number): number =>
        data[Math.round(y * 10 + dy) * width + Math.round(x * 10 + dx)] ?? 255;
      expect(Math.min(at(60, 0), at(60, -1))).toBeLessThan(160);
      expect(Math.min(at(0, 60), at(-1, 60))).toBeLessThan(160);
      expect(at(55, 55)).toBe(255);
    }
  });
});

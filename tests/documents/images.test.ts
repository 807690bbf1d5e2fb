import { deflateSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { checkFit } from '../../src/documents/checkFit.ts';
import type { CompiledTemplate } from '../../src/documents/compiledTemplate.ts';
import { compileTemplate } from '../../src/documents/compileTemplate.ts';
import { pngOf } from '../../src/documents/preflight/png.ts';
import type { Rasteriser } from '../../src/documents/preflight/rasteriser.ts';
import { renderBatch } from '../../src/documents/renderBatch.ts';
import { renderOne } from '../../src/documents/renderOne.ts';
import type { FieldValues } from '../../src/documents/template/fieldValues.ts';
import { openTemplatePackage } from '../../src/documents/template/templatePackage.ts';
import { nodeFontLibrary, nodeRasteriser, nodeTextEngine } from '../support/documentsNode.ts';
import { onePage } from '../support/hostilePdfs.ts';

/** 16 by 8 pixels of red. */
const JPEG = Buffer.from(
  '/9j/4AAQSkZJRgABAQEASABIAAD/2wBDABALDA4MChAODQ4SERATGCgaGBYWGDEjJR0oOjM9PDkzODdASFxOQERXRTc4UG1RV19iZ2hnPk1xeXBkeFxlZ2P/2wBDARESEhgVGC8aGi9jQjhCY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2P/wAARCAAIABADASIAAhEBAxEB/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL/8QAtRAAAgEDAwIEAwUFBAQAAAF9AQIDAAQRBRIhMUEGE1FhByJxFDKBkaEII0KxwRVS0fAkM2JyggkKFhcYGRolJicoKSo0NTY3ODk6Q0RFRkdISUpTVFVWV1hZWmNkZWZnaGlqc3R1dnd4eXqDhIWGh4iJipKTlJWWl5iZmqKjpKWmp6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi4+Tl5ufo6erx8vP09fb3+Pn6/8QAHwEAAwEBAQEBAQEBAQAAAAAAAAECAwQFBgcICQoL/8QAtREAAgECBAQDBAcFBAQAAQJ3AAECAxEEBSExBhJBUQdhcRMiMoEIFEKRobHBCSMzUvAVYnLRChYkNOEl8RcYGRomJygpKjU2Nzg5OkNERUZHSElKU1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6goOEhYaHiImKkpOUlZaXmJmaoqOkpaanqKmqsrO0tba3uLm6wsPExcbHyMnK0tPU1dbX2Nna4uPk5ebn6Onq8vP09fb3+Pn6/9oADAMBAAIRAxEAPwDFoooryz7w/9k=',
  'base64',
);

function chunk(type: string, body: Uint8Array): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  // The checksum is not read by what is tested here.
  return Buffer.concat([length, Buffer.from(type), body, Buffer.alloc(4)]);
}

/** A PNG of 8 bits with rows as they are given, filter byte first. */
function png(width: number, height: number, type: number, rows: Uint8Array, palette?: Uint8Array): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, type, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    ...(palette === undefined ? [] : [chunk('PLTE', palette)]),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

const RED = [255, 0, 0] as const;
const SIZE = 20;

/** A red square with each row under another filter. */
function filteredRed(): Buffer {
  const rows: number[] = [];
  for (let y = 0; y < SIZE; y += 1) {
    const filter = y % 3;
    rows.push(filter);
    for (let x = 0; x < SIZE; x += 1) {
      if (filter === 1 && x > 0) rows.push(0, 0, 0);
      else if (filter === 2) rows.push(0, 0, 0);
      else rows.push(...RED);
    }
  }
  return png(SIZE, SIZE, 2, Buffer.from(rows));
}

/** Red on the left half, see-through on the right. */
function halfRed(): Buffer {
  const rows: number[] = [];
  for (let y = 0; y < SIZE; y += 1) {
    rows.push(0);
    for (let x = 0; x < SIZE; x += 1) rows.push(...RED, x < SIZE / 2 ? 255 : 0);
  }
  return png(SIZE, SIZE, 6, Buffer.from(rows));
}

describe('pictures', () => {
  let compiled: CompiledTemplate;
  let rasteriser: Rasteriser;

  const opened = async (own: Uint8Array): Promise<Awaited<ReturnType<typeof compileTemplate>>> => {
    const box = { x: 20, y: 20, width: 40, height: 40 };
    const template = {
      format: 'certificate-template/1',
      name: 'Pictures',
      page: { widthMm: 279.4, heightMm: 215.9 },
      background: { front: 'background.pdf' },
      fonts: {},
      fields: [
        { id: 'logo', kind: 'image', source: { from: 'package', file: 'logo.png' }, box },
        {
          id: 'signature',
          kind: 'image',
          source: { from: 'value', key: 'signature' },
          box: { ...box, x: 100 },
          align: 'left',
          vertical: 'bottom',
        },
      ],
    };
    const pkg = openTemplatePackage(
      new Map<string, Uint8Array>([
        ['template.json', Buffer.from(JSON.stringify(template))],
        [
          'background.pdf',
          onePage('/MediaBox[0 0 792 612]', deflateSync(Buffer.from('0 0 1 rg 0 0 792 612 re f'))),
        ],
        ['logo.png', own],
      ]),
    );
    if (!pkg.ok) throw new Error(JSON.stringify(pkg.error));
    return compileTemplate(pkg.value, await nodeFontLibrary(), await nodeTextEngine());
  };

  beforeAll(async () => {
    rasteriser = await nodeRasteriser();
    const made = await opened(filteredRed());
    if (!made.ok) throw new Error(JSON.stringify(made.error));
    compiled = made.value;
  });

  const signed = (signature: Uint8Array): FieldValues => ({
    text: { certificateNumber: '1' },
    images: { signature },
  });
  /** The colour at a place in millimetres. */
  const colourAt = async (values: FieldValues, x: number, y: number): Promise<readonly number[]> => {
    const file = rasteriser.open(await renderOne(compiled, values));
    const picture = file?.picture({ page: 0, dpi: 254, colour: true });
    file?.close();
    if (picture === undefined) throw new Error('no picture');
    const at = (Math.round(y * 10) * picture.width + Math.round(x * 10)) * 3;
    return [...picture.data.subarray(at, at + 3)];
  };
  const BLUE = [0, 0, 255];

  it('a PNG of the package fills its box, whatever filters its rows have', async () => {
    for (const [x, y] of [
      [21, 21],
      [59, 21],
      [21, 59],
      [40, 41],
    ] as const) {
      expect(await colourAt(signed(filteredRed()), x, y)).toEqual(RED);
    }
    expect(await colourAt(signed(filteredRed()), 61, 40)).toEqual(BLUE);
  });

  it('a JPEG that comes with the values keeps its shape and stands where the field says', async () => {
    const [red = 0, green = 255] = await colourAt(signed(JPEG), 120, 50);
    expect(red).toBeGreaterThan(230);
    expect(green).toBeLessThan(30);
    expect(await colourAt(signed(JPEG), 120, 38)).toEqual(BLUE);
  });

  it('see-through parts of a PNG let the background through', async () => {
    expect(await colourAt(signed(halfRed()), 110, 40)).toEqual(RED);
    expect(await colourAt(signed(halfRed()), 130, 40)).toEqual(BLUE);
  });

  it('a PNG with a palette keeps its colours', async () => {
    const rows = Buffer.concat(
      Array.from({ length: SIZE }, () => Buffer.from([0, ...Array.from({ length: SIZE }, () => 1)])),
    );
    const paletted = png(SIZE, SIZE, 3, rows, Buffer.from([0, 0, 0, ...RED]));
    expect(await colourAt(signed(paletted), 120, 40)).toEqual(RED);
  });

  it('a batch holds a picture once however often it is shown', async () => {
    const length = async (count: number): Promise<number> => {
      const signature = pngOf({
        width: 100,
        height: 100,
        channels: 3,
        data: Uint8Array.from({ length: 30_000 }, (_, index) => (index * 7919) >> 5),
      });
      let sum = 0;
      const entries = Array.from({ length: count }, () => ({ values: signed(signature) }));
      for await (const part of renderBatch(compiled, entries, { title: 'Batch' })) sum += part.length;
      return sum;
    };
    expect((await length(20)) - (await length(10))).toBeLessThan(10 * 800);
  });

  it('a picture that is missing, damaged or of another kind is a finding', () => {
    const kinds = (values: FieldValues): string[] => checkFit(compiled, values).map(({ kind }) => kind);
    expect(kinds({ text: {} })).toEqual(['missingValue']);
    expect(kinds(signed(Buffer.from('GIF89a')))).toEqual(['badImage']);
    expect(kinds(signed(filteredRed().subarray(0, 60)))).toEqual(['badImage']);
    expect(kinds(signed(JPEG.subarray(0, 12)))).toEqual(['badImage']);
    expect(kinds(signed(png(SIZE, SIZE, 2, Buffer.alloc(50_000_000))))).toEqual(['badImage']);
    expect(kinds(signed(png(60_000, 60_000, 2, Buffer.alloc(10))))).toEqual(['badImage']);
  });

  it('a template with a damaged picture is refused', async () => {
    const made = await opened(Buffer.from('no picture'));
    expect(made.ok ? [] : made.error.map(({ kind, at }) => [kind, at])).toEqual([['badImage', 'logo']]);
  });
});

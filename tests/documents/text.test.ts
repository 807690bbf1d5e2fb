import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { deflateSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { checkFit } from '../../src/documents/checkFit.ts';
import type { CompiledTemplate } from '../../src/documents/compiledTemplate.ts';
import { compileTemplate } from '../../src/documents/compileTemplate.ts';
import type { Rasteriser } from '../../src/documents/preflight/rasteriser.ts';
import { renderOne } from '../../src/documents/renderOne.ts';
import { openTemplatePackage } from '../../src/documents/template/templatePackage.ts';
import { lineBreaks } from '../../src/documents/text/lineBreaks.ts';
import { nodeFontLibrary, nodeRasteriser, nodeTextEngine } from '../support/documentsNode.ts';
import { drawnRuns } from '../support/drawnText.ts';
import type { DrawnRun } from '../support/drawnText.ts';
import { onePage } from '../support/hostilePdfs.ts';

const BOX = { x: 20, y: 40, width: 120, height: 60 };

function dots(millimetres: number): number {
  return (millimetres / 25.4) * 300;
}

function font(file: string): { readonly name: string; readonly sha256: string } {
  const data = readFileSync(new URL(`../../resources/fonts/${file}.ttf`, import.meta.url));
  return { name: file, sha256: createHash('sha256').update(data).digest('hex') };
}

describe('text as it stands on the page', () => {
  let compiled: CompiledTemplate;
  let rasteriser: Rasteriser;

  beforeAll(async () => {
    const template = {
      format: 'certificate-template/1',
      name: 'Text',
      page: { widthMm: 279.4, heightMm: 215.9 },
      background: { front: 'background.pdf' },
      fonts: {
        own: font('EBGaramond-Regular'),
        arabic: font('NotoNaskhArabic-Medium'),
        hebrew: font('NotoSerifHebrew-Regular'),
        japanese: { ...font('NotoSansJP-Regular'), language: 'ja' },
        korean: { ...font('NotoSansKR-Regular'), language: 'ko' },
      },
      fallbacks: ['arabic', 'hebrew', 'japanese', 'korean'],
      title: 'Text',
      fields: [
        {
          id: 'words',
          kind: 'text',
          text: '{{words}}',
          font: 'own',
          size: 24,
          minSize: 12,
          maxLines: 3,
          overflow: 'shrinkThenWrap',
          align: 'left',
          vertical: 'top',
          box: BOX,
        },
      ],
    };
    const opened = openTemplatePackage(
      new Map([
        ['template.json', Buffer.from(JSON.stringify(template))],
        ['background.pdf', onePage('/MediaBox[0 0 792 612]', deflateSync(Buffer.from('q Q')))],
      ]),
    );
    if (!opened.ok) throw new Error(JSON.stringify(opened.error));
    const made = await compileTemplate(opened.value, await nodeFontLibrary(), await nodeTextEngine());
    if (!made.ok) throw new Error(JSON.stringify(made.error));
    compiled = made.value;
    rasteriser = await nodeRasteriser();
  });

  const drawn = async (words: string): Promise<readonly DrawnRun[]> =>
    drawnRuns(await renderOne(compiled, { text: { words } }));
  /** What stands on the page from left to right, line by line. */
  const seen = async (words: string): Promise<readonly string[]> => {
    const lines = new Map<number, DrawnRun[]>();
    for (const run of await drawn(words)) lines.set(run.y, [...(lines.get(run.y) ?? []), run]);
    return [...lines]
      .toSorted(([upper], [lower]) => lower - upper)
      .map(([, runs]) =>
        runs
          .toSorted((left, right) => left.x - right.x)
          .flatMap(({ glyphs }) => glyphs)
          .join(''),
      );
  };
  /** The box around all ink on the page, in dots of 300 to the inch from the upper left corner of the field. */
  const inkOf = async (
    words: string,
  ): Promise<{ left: number; right: number; top: number; bottom: number }> => {
    const file = rasteriser.open(await renderOne(compiled, { text: { words } }));
    if (file === undefined) throw new Error('This is no PDF.');
    const { width, height, data } = file.picture({ page: 0, dpi: 300, colour: false });
    file.close();
    let [left, right, top, bottom] = [width, -1, height, -1];
    for (const [index, value] of data.entries()) {
      if (value > 128) continue;
      const [x, y] = [index % width, Math.floor(index / width)];
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
    }
    const [x, y] = [dots(BOX.x), dots(BOX.y)];
    return { left: left - x, right: right - x, top: top - y, bottom: bottom - y };
  };

  it('is kerned: a V leans towards an A', async () => {
    const [pair] = await drawn('AVAVA');
    const [apart] = await drawn('HIHIH');
    // Positive corrections move the next glyph to the left (ISO 32000-1, 9.4.3).
    expect(pair?.corrections.filter((correction) => correction > 40)).toHaveLength(4);
    expect(apart?.corrections.filter((correction) => correction > 40)).toHaveLength(0);
  });

  it('has its ligatures, and each says the letters it stands for', async () => {
    const [run] = await drawn('Steffi Griffith');
    expect(run?.glyphs).toContain('ffi');
    expect(run?.glyphs.join('')).toBe('Steffi Griffith');
  });

  it('places combining marks over their letters, also where no letter with the mark exists', async () => {
    const plain = await inkOf('Q');
    for (const mark of ['\u0303', '\u0304', '\u0301\u0308']) {
      const marked = await inkOf(`Q${mark}`);
      expect(marked.bottom - marked.top).toBeGreaterThan(plain.bottom - plain.top + 10);
      expect(marked.left).toBe(plain.left);
      expect(marked.right).toBe(plain.right);
    }
    const below = await inkOf('M\u0323');
    const bare = await inkOf('M');
    expect(below.bottom - below.top).toBeGreaterThan(bare.bottom - bare.top + 5);
  });

  it('stacks marks, also those that the font does not know to place', async () => {
    const one = await inkOf('Q\u0303');
    const two = await inkOf('Q\u0303\u0304');
    expect(two.bottom - two.top).toBeGreaterThan(one.bottom - one.top + 5);
    expect(await inkOf('g\u0303')).not.toEqual(await inkOf('g'));
  });

  it('writes a letter and its mark as the letter that has it, whichever way it was typed', async () => {
    expect(await drawn('Zoe\u0308')).toEqual(await drawn('Zo\u00eb'));
  });

  it('asks one font after the other for what the last one lacks, and keeps together what one font has', async () => {
    const runs = await drawn('Ada 김민준 Łukasz');
    expect(runs.map((run) => run.font.replace(/-.*/u, ''))).toEqual([
      'EBGaramond',
      'NotoSansKR',
      'EBGaramond',
    ]);
    expect(runs.map(({ glyphs }) => glyphs.join(''))).toEqual(['Ada ', '김민준 ', 'Łukasz']);
  });

  it('keeps a mark in the font of its letter', async () => {
    const runs = await drawn('Ĵo\u0302\u0301');
    expect(new Set(runs.map((run) => run.font)).size).toBe(1);
  });

  it.for<[string, string, string]>([
    ['a Hebrew name', 'יצחק בן־דוד', 'דוד־ןב קחצי'],
    ['a number within a Hebrew name', 'דוד 123 כהן', 'ןהכ 123 דוד'],
    ['a Hebrew name within an English one', 'Maria (כהן) Smith', 'Maria (ןהכ) Smith'],
    ['an English name within a Hebrew one', 'דוד Smith כהן', 'ןהכ Smith דוד'],
    ['brackets in a Hebrew name', 'דוד (כהן)', '(ןהכ) דוד'],
    ['a date after a Hebrew word', 'דוד 2026-11-20', '2026-11-20 דוד'],
  ])('orders %s as it is read', async ([, words, order]) => {
    expect(await seen(words)).toEqual([order]);
  });

  it('orders a number within Arabic as it is read', async () => {
    const runs = (await drawn('Maria (محمد 123) Smith')).toSorted((left, right) => left.x - right.x);
    const order = runs.map(({ glyphs }) => glyphs.join('')).join('');
    expect(order.indexOf('123')).toBeLessThan(order.indexOf('دمحم'));
    expect(order.startsWith('Maria (123')).toBe(true);
    expect(order.endsWith(') Smith')).toBe(true);
  });

  it('joins Arabic letters: the same letter has another form at each place', async () => {
    const bare = await inkOf('ه');
    const joined = await inkOf('ههه');
    expect(joined.right - joined.left).toBeLessThan(3 * (bare.right - bare.left));
    const [run] = await drawn('ههه');
    expect(run?.glyphs).toEqual(['ه', 'ه', 'ه']);
  });

  it('breaks lines between words and after hyphens, never within a name', async () => {
    const lines = await seen(
      'Maria Guadalupe Concepción de los Ángeles Hernández-Villanueva y Rodríguez de la Vega',
    );
    expect(lines.length).toBeGreaterThan(1);
    for (const line of lines) expect(line.trim()).toMatch(/^\S.*\S$/u);
    expect(lines.join(' ').replaceAll(/\s+/gu, ' ')).toContain('Guadalupe Concepción');
  });

  it.for<[string, string, readonly string[]]>([
    ['at spaces and after hyphens', 'Ada Lovelace-Byron', ['Ada ', 'Lovelace-', 'Byron']],
    ['not at a space that binds', 'Dr.\u00a0Ada Byron', ['Dr.\u00a0Ada ', 'Byron']],
    ['not before what closes nor after what opens', 'Ada (Byron) King', ['Ada ', '(Byron) ', 'King']],
    ['between ideographs, but not before a full stop', '欧阳振。华', ['欧', '阳', '振。', '华']],
    ['not between digits and their signs', 'No. 1,234.50 $99', ['No. ', '1,234.50 ', '$99']],
    ['not where a word joiner stands', 'Ada-\u2060Byron', ['Ada-\u2060Byron']],
  ])('a line may end %s (UAX #14)', ([, words, parts]) => {
    let from = 0;
    const cut = lineBreaks(words).map((to) => {
      const part = words.slice(from, to);
      from = to;
      return part;
    });
    expect(cut).toEqual(parts);
  });

  it('shrinks to the smallest size, then wraps, then refuses', async () => {
    const [short] = await drawn('Ada Lovelace');
    expect(short?.size).toBe(24);
    const long = await drawn('Maria Guadalupe Concepción Villanueva');
    expect(new Set(long.map(({ y }) => y)).size).toBe(1);
    expect(long[0]?.size).toBeLessThan(24);
    const longer = await drawn('Maria Guadalupe Concepción Villanueva '.repeat(3).trim());
    expect(new Set(longer.map(({ y }) => y)).size).toBeGreaterThan(1);
    expect(longer[0]?.size).toBeGreaterThanOrEqual(12);
    const endless = 'Maria Guadalupe Concepción Villanueva '.repeat(9).trim();
    expect(checkFit(compiled, { text: { words: endless } })).toMatchObject([
      { kind: 'tooLong', minSize: 12 },
    ]);
    await expect(renderOne(compiled, { text: { words: endless } })).rejects.toThrow('words');
  });

  it('stays within its field, whatever its length: nothing is clipped and nothing leaves it', async () => {
    for (let count = 1; count <= 40; count += 3) {
      const words = 'Ángela Jørgensen-Ŵy '.repeat(count).trim();
      if (checkFit(compiled, { text: { words } }).length > 0) continue;
      const ink = await inkOf(words);
      // A letter may lean out of its own width by a hair: half a millimetre here.
      expect(ink.left).toBeGreaterThan(-6);
      expect(ink.top).toBeGreaterThan(-1);
      expect(ink.right).toBeLessThan(dots(BOX.width) + 6);
      expect(ink.bottom).toBeLessThan(dots(BOX.height) + 1);
    }
  });
});

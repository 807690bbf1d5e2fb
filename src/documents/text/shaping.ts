import bidiFactory from 'bidi-js';
import { isInvisible, isMark, scriptOf } from './characters.ts';
import type { Direction, GlyphExtents, ShapingFont } from './engine.ts';
import { withLooseMarksPlaced } from './looseMarks.ts';

/** A font in the order in which a field asks: its own first, then the fallbacks. */
export interface ChainFont {
  readonly font: ShapingFont;
  /** Size against the field's size, so that scripts of different build look alike. */
  readonly scale: number;
  /** BCP 47 language that this font is drawn for, where one character looks different per language (Han). */
  readonly language?: string;
}

/** A stretch in one font and direction. Lengths are in em of the field's size; glyphs run left to right. */
export interface ShapedRun {
  readonly fontIndex: number;
  readonly direction: Direction;
  readonly start: number;
  readonly end: number;
  readonly glyphs: readonly number[];
  readonly clusters: readonly number[];
  readonly advances: readonly number[];
  readonly xOffsets: readonly number[];
  readonly yOffsets: readonly number[];
  readonly width: number;
}

/** A line ready to be placed: runs from left to right, lengths in em of the field's size. */
export interface ShapedLine {
  readonly start: number;
  readonly end: number;
  readonly runs: readonly ShapedRun[];
  readonly width: number;
}

/** A character for which no font of the chain has a glyph. */
export interface MissingGlyph {
  readonly character: string;
  readonly index: number;
}

interface Item {
  readonly start: number;
  end: number;
  readonly level: number;
  readonly fontIndex: number;
  readonly script: string | undefined;
}

const bidi = bidiFactory();
const MAY_READ_RIGHT_TO_LEFT =
  /[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufefc]|[\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
/** Scripts whose letters join: spacing them apart would break the word. */
const JOINING = new Set([
  'Arab',
  'Deva',
  'Beng',
  'Guru',
  'Gujr',
  'Orya',
  'Taml',
  'Telu',
  'Knda',
  'Mlym',
  'Sinh',
  'Mong',
  'Syrc',
  'Thai',
  'Laoo',
  'Khmr',
  'Mymr',
  'Tibt',
]);

/** One text with everything that is needed to cut lines out of it. */
export class ShapedText {
  readonly text: string;
  readonly missing: readonly MissingGlyph[];
  readonly #items: readonly Item[];
  readonly #chain: readonly ChainFont[];
  readonly #language: string;
  readonly #letterSpacing: number;

  /**
   * @param text NFC, one paragraph, no refused characters.
   * @param letterSpacing in em, ignored in scripts whose letters join.
   */
  constructor(text: string, chain: readonly ChainFont[], language: string, letterSpacing: number) {
    this.text = text;
    this.#chain = chain;
    this.#language = language;
    this.#letterSpacing = letterSpacing;
    const missing: MissingGlyph[] = [];
    this.#items = itemize(text, chain, language, missing);
    this.missing = missing;
  }

  /** Direction in which the paragraph reads: that of its first strong character. */
  get readsRightToLeft(): boolean {
    return (
      MAY_READ_RIGHT_TO_LEFT.test(this.text) &&
      bidi.getEmbeddingLevels(this.text, 'auto').paragraphs[0]?.level === 1
    );
  }

  /** Shapes the characters from `start` to `end` as one line, in visual order. */
  line(start = 0, end = this.text.length): ShapedLine {
    const runs: { level: number; run: ShapedRun }[] = [];
    for (const item of this.#items) {
      const from = Math.max(item.start, start);
      const to = Math.min(item.end, end);
      if (from < to) runs.push({ level: item.level, run: this.#shape(item, from, to) });
    }
    const ordered = visualOrder(runs);
    return { start, end, runs: ordered, width: ordered.reduce((sum, run) => sum + run.width, 0) };
  }

  #shape(item: Item, start: number, end: number): ShapedRun {
    const chained = this.#chain[item.fontIndex];
    if (chained === undefined) throw new Error('A run has a font outside its chain.');
    const direction: Direction = item.level % 2 === 1 ? 'rtl' : 'ltr';
    const shaped = chained.font.shape({
      text: this.text,
      start,
      end,
      direction,
      script: item.script ?? 'Zyyy',
      language: chained.language ?? this.#language,
    });
    const em = chained.scale / chained.font.unitsPerEm;
    const spacing = item.script !== undefined && JOINING.has(item.script) ? 0 : this.#letterSpacing;
    const { glyphs, clusters } = shaped;
    const offsets = direction === 'ltr' ? withLooseMarksPlaced(shaped, this.text, end, chained.font) : shaped;
    const advances: number[] = [];
    let width = 0;
    for (let index = 0; index < glyphs.length; index += 1) {
      const lastOfCluster = clusters[index + 1] !== clusters[index];
      const advance = (shaped.advances[index] ?? 0) * em + (lastOfCluster ? spacing : 0);
      advances.push(advance);
      width += advance;
    }
    return {
      fontIndex: item.fontIndex,
      direction,
      start,
      end,
      glyphs,
      clusters,
      advances,
      xOffsets: offsets.xOffsets.map((offset) => offset * em),
      yOffsets: offsets.yOffsets.map((offset) => offset * em),
      width,
    };
  }
}

/** Rule L2 of the Unicode bidirectional algorithm, on whole runs. */
function visualOrder(runs: { level: number; run: ShapedRun }[]): ShapedRun[] {
  const highest = runs.reduce((level, entry) => Math.max(level, entry.level), 0);
  const ordered = [...runs];
  for (let level = highest; level > 0; level -= 1) {
    for (let from = 0; from < ordered.length; from += 1) {
      if ((ordered[from]?.level ?? 0) < level) continue;
      let to = from;
      while (to + 1 < ordered.length && (ordered[to + 1]?.level ?? 0) >= level) to += 1;
      const reversed = ordered.slice(from, to + 1).toReversed();
      ordered.splice(from, reversed.length, ...reversed);
      from = to;
    }
  }
  return ordered.map((entry) => entry.run);
}

/** The language whose forms of shared Han characters a text wants, judged by what stands beside them. */
function hanLanguageOf(text: string, language: string): string {
  if (/[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text)) return 'ja';
  if (/\p{Script=Hangul}/u.test(text)) return 'ko';
  return /^(?:ja|ko|zh)/u.exec(language)?.[0] ?? 'zh';
}

function itemize(
  text: string,
  chain: readonly ChainFont[],
  language: string,
  missing: MissingGlyph[],
): Item[] {
  const levels = MAY_READ_RIGHT_TO_LEFT.test(text) ? bidi.getEmbeddingLevels(text, 'auto').levels : undefined;
  let hanLanguage: string | undefined;
  const items: Item[] = [];
  let current: Item | undefined;
  let index = 0;
  while (index < text.length) {
    const start = index;
    const base = text.codePointAt(index) ?? 0;
    index += base > 0xffff ? 2 : 1;
    const followers: number[] = [];
    while (index < text.length) {
      const next = text.codePointAt(index) ?? 0;
      if (next < 0x300 || !(isMark(next) || isInvisible(next))) break;
      followers.push(next);
      index += next > 0xffff ? 2 : 1;
    }
    const script = scriptOf(base);
    const east =
      script === 'Hani' || script === 'Hira' || script === 'Kana' || script === 'Hang' || script === 'Bopo';
    if (script === 'Hani') hanLanguage ??= hanLanguageOf(text, language);
    const wantedLanguage =
      script === 'Hani' ? hanLanguage : script === 'Hang' ? 'ko' : east ? 'ja' : undefined;
    let fontIndex = fontFor(chain, base, followers, current?.fontIndex, script, wantedLanguage);
    if (fontIndex === undefined) {
      const lacking =
        [base, ...followers].find((code) => chain.every(({ font }) => !has(font, code))) ?? base;
      missing.push({ character: String.fromCodePoint(lacking), index: start });
      fontIndex = 0;
    }
    const level = levels?.[start] ?? 0;
    const sameScript = script === undefined || current?.script === undefined || script === current.script;
    if (current !== undefined && current.level === level && current.fontIndex === fontIndex && sameScript) {
      if (current.script === undefined && script !== undefined) {
        current = { ...current, script, end: index };
        items[items.length - 1] = current;
      } else {
        current.end = index;
      }
      continue;
    }
    current = { start, end: index, level, fontIndex, script };
    items.push(current);
  }
  return items;
}

function has(font: ShapingFont, codePoint: number): boolean {
  return isInvisible(codePoint) || font.glyphOf(codePoint) !== 0;
}

function fontFor(
  chain: readonly ChainFont[],
  base: number,
  followers: readonly number[],
  currentFont: number | undefined,
  script: string | undefined,
  wantedLanguage: string | undefined,
): number | undefined {
  const covers = (index: number): boolean => {
    const font = chain[index]?.font;
    return font !== undefined && has(font, base) && followers.every((code) => has(font, code));
  };
  // What every script shares stays with the word that it stands in, but for digits, which look alike on the whole page.
  const digit = base >= 0x30 && base <= 0x39;
  if (script === undefined && !digit && currentFont !== undefined && covers(currentFont)) return currentFont;
  if (wantedLanguage !== undefined) {
    for (let index = 0; index < chain.length; index += 1) {
      if (chain[index]?.language === wantedLanguage && covers(index)) return index;
    }
  }
  for (let index = 0; index < chain.length; index += 1) if (covers(index)) return index;
  return undefined;
}

/** The ink of a line of spaces. */
export const NO_INK: GlyphExtents = { xMin: 0, yMin: 0, xMax: 0, yMax: 0 };

/** Ink above and below the baseline of a line in em: how far its glyphs truly reach. */
export function inkOf(line: ShapedLine, chain: readonly ChainFont[]): GlyphExtents {
  let x = 0;
  let xMin = Infinity;
  let xMax = -Infinity;
  let yMin = Infinity;
  let yMax = -Infinity;
  for (const run of line.runs) {
    const chained = chain[run.fontIndex];
    if (chained === undefined) continue;
    const em = chained.scale / chained.font.unitsPerEm;
    for (const [index, glyph] of run.glyphs.entries()) {
      const extents = chained.font.extentsOf(glyph);
      if (extents !== undefined) {
        const left = x + (run.xOffsets[index] ?? 0);
        const rise = run.yOffsets[index] ?? 0;
        xMin = Math.min(xMin, left + extents.xMin * em);
        xMax = Math.max(xMax, left + extents.xMax * em);
        yMin = Math.min(yMin, rise + extents.yMin * em);
        yMax = Math.max(yMax, rise + extents.yMax * em);
      }
      x += run.advances[index] ?? 0;
    }
  }
  return xMin === Infinity ? NO_INK : { xMin, yMin, xMax, yMax };
}

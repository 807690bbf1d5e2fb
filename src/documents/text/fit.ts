import type { GlyphExtents } from './engine.ts';
import { lineBreaks } from './lineBreaks.ts';
import { inkOf, NO_INK, ShapedText, type ChainFont, type MissingGlyph, type ShapedLine } from './shaping.ts';

/** The room that a text has and what may be done to make it fit. Lengths are in PDF points. */
export interface TextRoom {
  readonly width: number;
  readonly height: number;
  readonly size: number;
  readonly minSize: number;
  /** Distance of baselines as a multiple of the size. */
  readonly lineHeight: number;
  readonly maxLines: number;
  readonly overflow: 'refuse' | 'shrink' | 'shrinkThenWrap' | 'wrap' | 'wrapThenShrink';
  /** Lines of like length (headings, names) instead of filled ones (running text). */
  readonly balance: boolean;
  readonly vertical: 'bottom' | 'middle' | 'top';
  /** Of the field's own font, in em. */
  readonly ascent: number;
  readonly descent: number;
  readonly capHeight: number;
}

/** One line: `paragraph` counts the line feeds before it; the line's indices are within that paragraph. */
export interface FittedLine {
  readonly line: ShapedLine;
  readonly paragraph: number;
  readonly baseline: number;
  /** In em, from where the line begins and from its baseline. */
  readonly ink: GlyphExtents;
}

/** A text that fits: its size in points, its lines, and each baseline as a distance below the box's upper edge. */
export interface FittedText {
  readonly kind: 'fitted';
  readonly size: number;
  readonly lines: readonly FittedLine[];
  readonly readsRightToLeft: boolean;
}

/** Why a text does not fit. */
export type FitFault =
  | { readonly kind: 'missingGlyphs'; readonly missing: readonly MissingGlyph[] }
  | {
      readonly kind: 'tooLong';
      /** The size in points at which it would fit, below the smallest allowed; 0 when no size helps. */
      readonly fittingSize: number;
    };

interface LineOfParagraph {
  readonly line: ShapedLine;
  readonly paragraph: number;
}

interface Paragraphs {
  readonly texts: readonly ShapedText[];
  readonly breaks: readonly (readonly number[])[];
}

/** Slack against rounding when a line is held against its box, in points. */
const TOLERANCE = 0.01;

/**
 * Sets a text into its room: at its size if it can be, else smaller, else on more lines, as the room says.
 * A text is never clipped; what cannot be set is refused with the reason.
 *
 * @param text NFC; line feeds part paragraphs.
 */
export function fitText(
  text: string,
  room: TextRoom,
  chain: readonly ChainFont[],
  language: string,
  letterSpacing: number,
): FittedText | FitFault {
  const texts = text.split('\n').map((part) => new ShapedText(part, chain, language, letterSpacing));
  const missing = texts.flatMap((part) => part.missing);
  if (missing.length > 0) return { kind: 'missingGlyphs', missing };

  const whole = texts.map((part, paragraph) => ({ line: part.line(), paragraph }));
  const widest = whole.reduce((width, { line }) => Math.max(width, line.width), 0);
  const readsRightToLeft = texts[0]?.readsRightToLeft ?? false;
  const heightLimit = (lines: number): number =>
    lines <= 1
      ? Infinity
      : (room.height + TOLERANCE) / ((lines - 1) * room.lineHeight + room.ascent + room.descent);
  const place = (lines: readonly LineOfParagraph[], size: number): FittedText | undefined =>
    placed(lines, size, room, chain, readsRightToLeft);

  const oneLineSize = Math.min(room.size, (room.width + TOLERANCE) / widest, heightLimit(texts.length));
  if (texts.length <= room.maxLines && oneLineSize >= room.size) {
    const fitted = place(whole, room.size);
    if (fitted !== undefined) return fitted;
  }
  const mayShrink = room.overflow !== 'refuse' && room.overflow !== 'wrap';
  const mayWrap = room.overflow !== 'refuse' && room.overflow !== 'shrink';
  const smallest = mayShrink ? room.minSize : room.size;
  let bestRefused = Math.min(oneLineSize, room.size);
  if (
    mayShrink &&
    room.overflow !== 'wrapThenShrink' &&
    texts.length <= room.maxLines &&
    oneLineSize >= smallest
  ) {
    const fitted = place(whole, floorSize(oneLineSize));
    if (fitted !== undefined) return fitted;
  }
  const candidates: { lines: readonly LineOfParagraph[]; size: number }[] = [];
  if (room.overflow === 'wrapThenShrink' && texts.length <= room.maxLines) {
    candidates.push({ lines: whole, size: oneLineSize });
  }
  if (mayWrap && room.maxLines > texts.length) {
    const paragraphs: Paragraphs = { texts, breaks: texts.map((part) => lineBreaks(part.text)) };
    for (let count = texts.length + 1; count <= room.maxLines; count += 1) {
      const limit = narrowest(paragraphs, widest, count);
      if (limit === undefined) continue;
      const size = Math.min(room.size, (room.width + TOLERANCE) / limit, heightLimit(count));
      bestRefused = Math.max(bestRefused, size);
      if (size < smallest) continue;
      const width = room.balance ? limit : (room.width + TOLERANCE) / size;
      const lines = cut(paragraphs, width)?.map(({ text: part, paragraph, start, end }) => ({
        line: part.line(start, end),
        paragraph,
      }));
      if (lines === undefined) continue;
      candidates.push({ lines, size });
      if (size >= room.size || room.overflow === 'shrinkThenWrap') break;
    }
  }
  candidates.sort((left, right) => right.size - left.size);
  for (const { lines, size } of candidates) {
    if (size < smallest) continue;
    const fitted = place(lines, floorSize(size));
    if (fitted !== undefined) return fitted;
  }
  return { kind: 'tooLong', fittingSize: bestRefused < smallest ? floorSize(bestRefused) : 0 };
}

/** Sizes are kept to hundredths of a point, so that equal texts give equal bytes. */
function floorSize(size: number): number {
  return Math.floor(size * 100 + 1e-6) / 100;
}

/** Gives each line its baseline and makes sure that no ink leaves the box above or below; else undefined. */
function placed(
  lines: readonly LineOfParagraph[],
  wanted: number,
  room: TextRoom,
  chain: readonly ChainFont[],
  readsRightToLeft: boolean,
): FittedText | undefined {
  if (lines.length === 0) return undefined;
  const inks = lines.map(({ line }) => inkOf(line, chain));
  const inkTop = inks[0]?.yMax ?? 0;
  const inkBottom = inks.at(-1)?.yMin ?? 0;
  const smallest = room.overflow === 'refuse' || room.overflow === 'wrap' ? room.size : room.minSize;
  for (let size = wanted; size >= smallest - TOLERANCE; size = floorSize(size * 0.97)) {
    const step = room.lineHeight * size;
    const extra = (lines.length - 1) * step;
    const usual = firstBaseline(room, size, extra);
    // Scripts that reach deeper or higher than the field's own font are moved before they are made smaller.
    const raised = Math.min(usual, room.height - extra + inkBottom * size);
    const baseline = Math.max(raised, inkTop * size);
    if (baseline + extra - inkBottom * size > room.height + TOLERANCE) continue;
    return {
      kind: 'fitted',
      size,
      lines: lines.map((line, index) => ({
        ...line,
        baseline: baseline + index * step,
        ink: inks[index] ?? NO_INK,
      })),
      readsRightToLeft,
    };
  }
  return undefined;
}

/** The baseline keeps its place on the page when a text shrinks, since a printed rule is often under it. */
function firstBaseline(room: TextRoom, size: number, extra: number): number {
  if (room.vertical === 'top') return room.ascent * room.size;
  if (room.vertical === 'bottom') return room.height - room.descent * room.size - extra;
  return (room.height - extra + room.capHeight * size) / 2;
}

interface Cut {
  readonly text: ShapedText;
  readonly paragraph: number;
  readonly start: number;
  readonly end: number;
}

/** Greedy lines no wider than `limit` em; undefined when a single unbreakable stretch is wider. */
function cut(paragraphs: Paragraphs, limit: number): Cut[] | undefined {
  const lines: Cut[] = [];
  for (const [paragraph, text] of paragraphs.texts.entries()) {
    const breaks = paragraphs.breaks[paragraph] ?? [];
    const widths = prefixWidths(text);
    let start = 0;
    let end = 0;
    for (const position of breaks) {
      const trimmed = trimmedEnd(text.text, start, position);
      if ((widths[trimmed] ?? 0) - (widths[start] ?? 0) <= limit + 1e-9) {
        end = position;
        continue;
      }
      if (end === start) return undefined;
      lines.push({ text, paragraph, start, end: trimmedEnd(text.text, start, end) });
      start = end;
      const alone = trimmedEnd(text.text, start, position);
      if ((widths[alone] ?? 0) - (widths[start] ?? 0) > limit + 1e-9) return undefined;
      end = position;
    }
    lines.push({ text, paragraph, start, end: trimmedEnd(text.text, start, text.text.length) });
  }
  return lines;
}

function trimmedEnd(text: string, start: number, end: number): number {
  let at = end;
  while (at > start && (text.charCodeAt(at - 1) === 0x20 || text.charCodeAt(at - 1) === 0x3000)) at -= 1;
  return at;
}

const widthsOfTexts = new WeakMap<ShapedText, Float64Array>();

/** Width of the text up to each UTF-16 index, in em, taken from the text shaped as one line. */
function prefixWidths(text: ShapedText): Float64Array {
  const known = widthsOfTexts.get(text);
  if (known !== undefined) return known;
  const own = new Float64Array(text.text.length + 1);
  for (const run of text.line().runs) {
    for (const [index, cluster] of run.clusters.entries()) {
      own[cluster + 1] = (own[cluster + 1] ?? 0) + (run.advances[index] ?? 0);
    }
  }
  for (let index = 1; index < own.length; index += 1) own[index] = (own[index] ?? 0) + (own[index - 1] ?? 0);
  widthsOfTexts.set(text, own);
  return own;
}

/** The least width in em at which the text takes no more than `count` lines. */
function narrowest(paragraphs: Paragraphs, widest: number, count: number): number | undefined {
  let high = widest;
  let low = 0;
  for (let round = 0; round < 40 && high - low > 0.002; round += 1) {
    const middle = (low + high) / 2;
    const lines = cut(paragraphs, middle);
    if (lines !== undefined && lines.length <= count) high = middle;
    else low = middle;
  }
  const lines = cut(paragraphs, high);
  return lines !== undefined && lines.length <= count ? high : undefined;
}

import { qrCodewords } from './qrCodewords.ts';
import type { ErrorLevel } from './qrCodewords.ts';
import { layoutOf, setBit } from './qrLayout.ts';
import type { Plane, QrLayout } from './qrLayout.ts';

/** A QR code as modules in rows, 1 for dark, without its quiet zone. */
export interface QrMatrix {
  readonly size: number;
  readonly modules: Uint8Array;
}

const encoder = new TextEncoder();
const FORMAT_OF_LEVEL: Readonly<Record<ErrorLevel, number>> = { L: 1, M: 0, Q: 3, H: 2 };

/**
 * The QR code of a text in byte mode (UTF-8), under the mask that reads best; undefined when it is too long for any
 * version. (ISO/IEC 18004:2015.)
 */
export function qrMatrix(text: string, errorLevel: ErrorLevel): QrMatrix | undefined {
  const encoded = qrCodewords(encoder.encode(text), errorLevel);
  if (encoded === undefined) return undefined;
  const layout = layoutOf(encoded.version);
  const { size, words, places } = layout;
  const plain: Plane = { rows: layout.fixed.rows.slice(), columns: layout.fixed.columns.slice() };
  const bits = encoded.codewords.length * 8;
  for (let index = 0; index < bits; index += 1) {
    if ((((encoded.codewords[index >> 3] ?? 0) >> (7 - (index & 7))) & 1) === 0) continue;
    const place = places[index] ?? 0;
    setBit(plain, words, place & 0xff, place >> 8);
  }
  let best: Plane | undefined;
  let least = Infinity;
  for (let mask = 0; mask < 8; mask += 1) {
    const masked = underMask(plain, layout, mask, encoded.level);
    const penalty = penaltyOf(masked, layout, least);
    if (penalty < least) {
      least = penalty;
      best = masked;
    }
  }
  const modules = new Uint8Array(size * size);
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      modules[y * size + x] = ((best?.rows[y * words + (x >> 5)] ?? 0) >>> (x & 31)) & 1;
    }
  }
  return { size, modules };
}

function underMask(plain: Plane, layout: QrLayout, mask: number, level: ErrorLevel): Plane {
  const turned = layout.masks[mask];
  if (turned === undefined) throw new Error(`There is no mask ${mask}.`);
  const result: Plane = { rows: plain.rows.slice(), columns: plain.columns.slice() };
  for (let index = 0; index < result.rows.length; index += 1) {
    result.rows[index] = (plain.rows[index] ?? 0) ^ (turned.rows[index] ?? 0);
    result.columns[index] = (plain.columns[index] ?? 0) ^ (turned.columns[index] ?? 0);
  }
  putFormat(result, layout, (FORMAT_OF_LEVEL[level] << 3) | mask);
  return result;
}

/** The format bits, twice (7.9). */
function putFormat(plane: Plane, { size, words }: QrLayout, format: number): void {
  let remainder = format;
  for (let round = 0; round < 10; round += 1) remainder = (remainder << 1) ^ ((remainder >> 9) * 0x537);
  const bits = ((format << 10) | remainder) ^ 0x5412;
  for (let index = 0; index < 15; index += 1) {
    if (((bits >> index) & 1) === 0) continue;
    if (index < 6) setBit(plane, words, 8, index);
    else if (index < 8) setBit(plane, words, 8, index + 1);
    else if (index === 8) setBit(plane, words, 7, 8);
    else setBit(plane, words, 14 - index, 8);
    if (index < 8) setBit(plane, words, size - 1 - index, 8);
    else setBit(plane, words, 8, size - 15 + index);
  }
}

function bitCount(word: number): number {
  let value = word - ((word >>> 1) & 0x5555_5555);
  value = (value & 0x3333_3333) + ((value >>> 2) & 0x3333_3333);
  return Math.imul((value + (value >>> 4)) & 0x0f0f_0f0f, 0x0101_0101) >>> 24;
}

/** Points for long runs, blocks, look-alikes of the finder and uneven ink (7.8.3); counted no further than `enough`. */
function penaltyOf(plane: Plane, layout: QrLayout, enough: number): number {
  const { size, words } = layout;
  let dark = 0;
  for (const word of plane.rows) dark += bitCount(word);
  const uneven = Math.floor(Math.abs((dark * 100) / (size * size) - 50) / 5);
  let points = 10 * uneven;
  for (let word = 0; word < words && points < enough; word += 1) {
    const used = word < words - 1 || size % 32 === 0 ? -1 : (1 << (size % 32)) - 1;
    points += linesPenalty(plane.rows, word, words, size, used, true);
    points += linesPenalty(plane.columns, word, words, size, used, false);
  }
  return points;
}

/**
 * Walks across 32 lines at once: each bit of a word belongs to another line, each step goes one module along all of them.
 * Blocks of four are counted on one of the two walks only.
 */
function linesPenalty(
  lines: Int32Array,
  word: number,
  words: number,
  size: number,
  used: number,
  blocks: boolean,
): number {
  let points = 0;
  // Modules of the last steps, newest in the lowest place, as words; `same` says equal to the one before.
  let before = 0;
  let same1 = 0;
  let same2 = 0;
  let same3 = 0;
  let runs = 0;
  for (let step = 0; step < size; step += 1) {
    const now = lines[step * words + word] ?? 0;
    const same = step === 0 ? 0 : ~(now ^ before) & used;
    const five = same & same1 & same2 & same3;
    if (five !== 0) points += bitCount(five) + 2 * bitCount(five & ~runs);
    if (blocks && same !== 0) {
      // Equal to the next line as well, in this step and the last: the neighbour's bit is one place up.
      const next = word + 1 < words ? (lines[step * words + word + 1] ?? 0) : 0;
      const shifted = (now >>> 1) | (next << 31);
      const nextBefore = step > 0 && word + 1 < words ? (lines[(step - 1) * words + word + 1] ?? 0) : 0;
      const shiftedBefore = (before >>> 1) | (nextBefore << 31);
      const withNeighbour = word + 1 < words ? used : used >>> 1;
      const block = same & ~(now ^ shifted) & ~(before ^ shiftedBefore) & withNeighbour;
      if (block !== 0) points += 3 * bitCount(block);
    }
    runs = five;
    same3 = same2;
    same2 = same1;
    same1 = same;
    before = now;
    if (step >= 6) points += 40 * finders(lines, word, words, step, size, used);
  }
  // The quiet zone is light and counts as the margin of a look-alike.
  for (let step = size; step < size + 4; step += 1)
    points += 40 * finders(lines, word, words, step, size, used);
  return points;
}

/** The word of 32 lines at a step, light outside the code. */
function wordAt(lines: Int32Array, word: number, words: number, step: number, size: number): number {
  return step < 0 || step >= size ? 0 : (lines[step * words + word] ?? 0);
}

/** How many of 32 lines show 10111010000 or 00001011101 in the eleven modules that end at `step`. */
function finders(
  lines: Int32Array,
  word: number,
  words: number,
  step: number,
  size: number,
  used: number,
): number {
  const m4 = wordAt(lines, word, words, step - 4, size);
  const m6 = wordAt(lines, word, words, step - 6, size);
  const middle = m4 & m6 & ~wordAt(lines, word, words, step - 5, size) & used;
  if (middle === 0) return 0;
  const m0 = wordAt(lines, word, words, step, size);
  const m1 = wordAt(lines, word, words, step - 1, size);
  const m2 = wordAt(lines, word, words, step - 2, size);
  const m3 = wordAt(lines, word, words, step - 3, size);
  const m7 = wordAt(lines, word, words, step - 7, size);
  const m8 = wordAt(lines, word, words, step - 8, size);
  const m9 = wordAt(lines, word, words, step - 9, size);
  const m10 = wordAt(lines, word, words, step - 10, size);
  const late = middle & m7 & m8 & ~m9 & m10 & ~(m0 | m1 | m2 | m3);
  const early = middle & m0 & ~m1 & m2 & m3 & ~(m7 | m8 | m9 | m10);
  return (late === 0 ? 0 : bitCount(late)) + (early === 0 ? 0 : bitCount(early));
}

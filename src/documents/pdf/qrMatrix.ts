import { encode, QrCodeDataType } from 'uqr';

/** A QR code as modules in rows, 1 for dark, without its quiet zone. */
export interface QrMatrix {
  readonly size: number;
  readonly modules: Uint8Array;
}

/** The conditions of ISO/IEC 18004, table 10: the module at row y, column x is turned over where they hold. */
const MASKS: readonly ((x: number, y: number) => boolean)[] = [
  (x, y) => (x + y) % 2 === 0,
  (_, y) => y % 2 === 0,
  (x) => x % 3 === 0,
  (x, y) => (x + y) % 3 === 0,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2 === 0,
  (x, y) => ((x * y) % 2) + ((x * y) % 3) === 0,
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
];

const maskTables = new Map<number, readonly Uint8Array[]>();

/** All eight masks for one size, worked out once. */
function masksOf(size: number): readonly Uint8Array[] {
  const known = maskTables.get(size);
  if (known !== undefined) return known;
  const made = MASKS.map((turns) =>
    Uint8Array.from({ length: size * size }, (_, at) => (turns(at % size, Math.floor(at / size)) ? 1 : 0)),
  );
  maskTables.set(size, made);
  return made;
}

/**
 * Encodes a text; undefined when no QR version holds it. uqr makes the code under one mask; which of the eight reads
 * best is judged here (ISO/IEC 18004, 7.8.3), ten times as fast as by encoding eight times.
 */
export function qrMatrix(text: string, errorLevel: 'L' | 'M' | 'Q' | 'H'): QrMatrix | undefined {
  const first = encodeWith(text, errorLevel, 0);
  if (first === undefined) return undefined;
  const { size, data, types } = first;
  const plain = new Uint8Array(size * size);
  const free = new Uint8Array(size * size);
  const masks = masksOf(size);
  const [maskOfFirst] = masks;
  if (maskOfFirst === undefined) throw new Error('There is no first mask.');
  for (let y = 0; y < size; y += 1) {
    const row = data[y];
    const kinds = types[y];
    for (let x = 0; x < size; x += 1) {
      const at = y * size + x;
      const maskable = kinds?.[x] === QrCodeDataType.Data ? 1 : 0;
      free[at] = maskable;
      plain[at] = (row?.[x] === true ? 1 : 0) ^ (maskable & (maskOfFirst[at] ?? 0));
    }
  }
  const tried = new Uint8Array(size * size);
  let best = 0;
  let least = Infinity;
  for (const [number, mask] of masks.entries()) {
    for (let at = 0; at < tried.length; at += 1) {
      tried[at] = (plain[at] ?? 0) ^ ((mask[at] ?? 0) & (free[at] ?? 0));
    }
    const badness = penaltyOf(tried, size, least);
    if (badness < least) {
      least = badness;
      best = number;
    }
  }
  // Encoded once more, because the format bits say which mask it is.
  const chosen = best === 0 ? first : encodeWith(text, errorLevel, best);
  if (chosen === undefined) throw new Error('A text that was encoded once cannot be encoded again.');
  const modules = new Uint8Array(size * size);
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) if (chosen.data[y]?.[x] === true) modules[y * size + x] = 1;
  }
  return { size, modules };
}

function encodeWith(
  text: string,
  errorLevel: 'L' | 'M' | 'Q' | 'H',
  maskPattern: number,
): ReturnType<typeof encode> | undefined {
  try {
    return encode(text, { ecc: errorLevel, border: 0, maskPattern });
  } catch {
    // uqr has one way to fail on a string: no version up to 40 holds it.
    return undefined;
  }
}

/** Points for runs, blocks, look-alikes of the finder and uneven ink; stops counting above `enough`. */
function penaltyOf(modules: Uint8Array, size: number, enough: number): number {
  let points = 0;
  let dark = 0;
  for (const module of modules) dark += module;
  for (let line = 0; line < size && points < enough; line += 1) {
    points += linePenalty(modules, line * size, 1, size) + linePenalty(modules, line, size, size);
  }
  for (let y = 0; y + 1 < size && points < enough; y += 1) {
    for (let x = 0; x + 1 < size; x += 1) {
      const at = y * size + x;
      const sum =
        (modules[at] ?? 0) + (modules[at + 1] ?? 0) + (modules[at + size] ?? 0) + (modules[at + size + 1] ?? 0);
      if (sum === 0 || sum === 4) points += 3;
    }
  }
  return points + 10 * Math.floor(Math.abs((dark * 100) / (size * size) - 50) / 5);
}

const FINDER = 0b1_0111_01;
const FINDER_WINDOW = 0x7ff;

function linePenalty(modules: Uint8Array, from: number, step: number, size: number): number {
  let points = 0;
  let run = 0;
  let colour = -1;
  let bits = 0;
  for (let index = 0, at = from; index < size; index += 1, at += step) {
    const module = modules[at] ?? 0;
    if (module === colour) {
      run += 1;
      if (run === 5) points += 3;
      else if (run > 5) points += 1;
    } else {
      colour = module;
      run = 1;
    }
    bits = ((bits << 1) | module) & FINDER_WINDOW;
    if (index >= 10 && (bits === FINDER << 4 || bits === FINDER)) points += 40;
  }
  return points;
}

/** Error correction of a QR code, from least to most. */
export type ErrorLevel = 'L' | 'M' | 'Q' | 'H';

const LEVELS: readonly ErrorLevel[] = ['L', 'M', 'Q', 'H'];

/** ISO/IEC 18004:2015, table 9: error correction codewords in each block, versions 1 to 40. */
const CHECK_PER_BLOCK: Readonly<Record<ErrorLevel, readonly number[]>> = {
  L: [
    7, 10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24, 26, 30, 22, 24, 28, 30, 28, 28, 28, 28, 30, 30, 26, 28, 30,
    30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30,
  ],
  M: [
    10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26, 26, 28, 28, 28, 28, 28,
    28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28,
  ],
  Q: [
    13, 22, 18, 26, 18, 24, 18, 22, 20, 24, 28, 26, 24, 20, 30, 24, 28, 28, 26, 30, 28, 30, 30, 30, 30, 28,
    30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30,
  ],
  H: [
    17, 28, 22, 16, 22, 28, 26, 26, 24, 28, 24, 28, 22, 24, 24, 30, 28, 28, 26, 28, 30, 24, 30, 30, 30, 30,
    30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30,
  ],
};

/** The same table: number of blocks. */
const BLOCKS: Readonly<Record<ErrorLevel, readonly number[]>> = {
  L: [
    1, 1, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4, 4, 4, 6, 6, 6, 6, 7, 8, 8, 9, 9, 10, 12, 12, 12, 13, 14, 15, 16, 17,
    18, 19, 19, 20, 21, 22, 24, 25,
  ],
  M: [
    1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16, 17, 17, 18, 20, 21, 23, 25, 26, 28, 29,
    31, 33, 35, 37, 38, 40, 43, 45, 47, 49,
  ],
  Q: [
    1, 1, 2, 2, 4, 4, 6, 6, 8, 8, 8, 10, 12, 16, 12, 17, 16, 18, 21, 20, 23, 23, 25, 27, 29, 34, 34, 35, 38,
    40, 43, 45, 48, 51, 53, 56, 59, 62, 65, 68,
  ],
  H: [
    1, 1, 2, 4, 4, 4, 5, 6, 8, 8, 11, 11, 16, 16, 18, 16, 19, 21, 25, 25, 25, 34, 30, 32, 35, 37, 40, 42, 45,
    48, 51, 54, 57, 60, 63, 66, 70, 74, 77, 81,
  ],
};

/** All codewords of a version: what is left when finders, timing, alignment, format and version are drawn. */
function totalCodewords(version: number): number {
  let modules = (16 * version + 128) * version + 64;
  if (version >= 2) {
    const alignments = Math.floor(version / 7) + 2;
    modules -= (25 * alignments - 10) * alignments - 55;
    if (version >= 7) modules -= 36;
  }
  return modules >> 3;
}

function dataCodewords(version: number, level: ErrorLevel): number {
  const check = CHECK_PER_BLOCK[level][version - 1] ?? 0;
  return totalCodewords(version) - check * (BLOCKS[level][version - 1] ?? 0);
}

/** Powers and logarithms in the field of 256 elements with the polynomial 0x11d. */
const POWER = new Uint8Array(512);
const LOGARITHM = new Uint8Array(256);
for (let exponent = 0, value = 1; exponent < 255; exponent += 1) {
  POWER[exponent] = value;
  POWER[exponent + 255] = value;
  LOGARITHM[value] = exponent;
  value = (value << 1) ^ (value >= 128 ? 0x11d : 0);
}

const divisors = new Map<number, Uint8Array>();

/** Logarithms of the coefficients of the generator polynomial, highest power (1) left out. */
function divisorOf(degree: number): Uint8Array {
  const known = divisors.get(degree);
  if (known !== undefined) return known;
  const coefficients = new Uint8Array(degree);
  coefficients[degree - 1] = 1;
  for (let root = 0; root < degree; root += 1) {
    for (let index = 0; index < degree; index += 1) {
      const coefficient = coefficients[index] ?? 0;
      const product = coefficient === 0 ? 0 : (POWER[(LOGARITHM[coefficient] ?? 0) + root] ?? 0);
      coefficients[index] = product ^ (coefficients[index + 1] ?? 0);
    }
  }
  const logarithms = coefficients.map((coefficient) => LOGARITHM[coefficient] ?? 0);
  divisors.set(degree, logarithms);
  return logarithms;
}

/** The codewords of a symbol in the order in which they are placed, and the version and level that hold them. */
export interface QrCodewords {
  readonly version: number;
  readonly level: ErrorLevel;
  readonly codewords: Uint8Array;
}

/**
 * Encodes bytes in byte mode in the smallest version that holds them at the level asked for; the level is then raised as
 * far as the version allows, which costs nothing and helps scanners. Undefined when no version holds them.
 */
export function qrCodewords(data: Uint8Array, wanted: ErrorLevel): QrCodewords | undefined {
  let version = 1;
  const needs = (): number => data.length + (version < 10 ? 2 : 3);
  while (version <= 40 && dataCodewords(version, wanted) < needs()) version += 1;
  if (version > 40) return undefined;
  let level = wanted;
  for (const higher of LEVELS.slice(LEVELS.indexOf(wanted) + 1)) {
    if (dataCodewords(version, higher) >= needs()) level = higher;
  }
  const room = dataCodewords(version, level);
  return { version, level, codewords: interleaved(version, level, messageOf(data, version, room)) };
}

/** Mode 0100, the length, the bytes, a terminator and padding: all shifted by the four bits of the mode. */
function messageOf(data: Uint8Array, version: number, room: number): Uint8Array {
  const message = new Uint8Array(room);
  let at = 0;
  let carry = 0b0100;
  const put = (byte: number): void => {
    message[at++] = (carry << 4) | (byte >> 4);
    carry = byte & 15;
  };
  if (version >= 10) put(data.length >> 8);
  put(data.length & 0xff);
  for (const byte of data) put(byte);
  message[at++] = carry << 4;
  for (let pad = 0xec; at < room; pad ^= 0xec ^ 0x11) message[at++] = pad;
  return message;
}

function interleaved(version: number, level: ErrorLevel, message: Uint8Array): Uint8Array {
  const blocks = BLOCKS[level][version - 1] ?? 1;
  const check = CHECK_PER_BLOCK[level][version - 1] ?? 0;
  const total = totalCodewords(version);
  const shortBlocks = blocks - (total % blocks);
  const shortData = Math.floor(total / blocks) - check;
  const divisor = divisorOf(check);
  const result = new Uint8Array(total);
  const remainder = new Uint8Array(check);
  let from = 0;
  for (let block = 0; block < blocks; block += 1) {
    const length = shortData + (block < shortBlocks ? 0 : 1);
    remainder.fill(0);
    for (let index = 0; index < length; index += 1) {
      const byte = message[from + index] ?? 0;
      // The longer blocks' last byte comes after a full column of every block's others.
      result[index < shortData ? index * blocks + block : shortData * blocks + block - shortBlocks] = byte;
      const factor = byte ^ (remainder[0] ?? 0);
      remainder.copyWithin(0, 1);
      remainder[check - 1] = 0;
      if (factor === 0) continue;
      const logarithm = LOGARITHM[factor] ?? 0;
      for (let place = 0; place < check; place += 1) {
        remainder[place] = (remainder[place] ?? 0) ^ (POWER[(divisor[place] ?? 0) + logarithm] ?? 0);
      }
    }
    const base = message.length + block;
    for (let index = 0; index < check; index += 1) result[base + index * blocks] = remainder[index] ?? 0;
    from += length;
  }
  return result;
}

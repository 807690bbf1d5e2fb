/**
 * How long a deflate stream becomes, without inflating it: its symbols are read and their lengths added, so a bomb costs
 * what its packed bytes cost and no memory. (RFC 1950, RFC 1951; decoding after Mark Adler's description of canonical codes.)
 */

const MAX_BITS = 15;
const LITERALS = 288;
const DISTANCES = 30;
const END_OF_BLOCK = 256;
const LENGTH_BASE = [
  3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195,
  227, 258,
];
const LENGTH_EXTRA = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
const HEADER_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/** A canonical code: how many codes each length has, and the symbols in the order of their codes. */
interface Code {
  readonly counts: Uint16Array;
  readonly symbols: Uint16Array;
}

function codeOf(lengths: Uint8Array, from: number, count: number): Code {
  const counts = new Uint16Array(MAX_BITS + 1);
  for (let symbol = 0; symbol < count; symbol += 1) {
    const length = lengths[from + symbol] ?? 0;
    counts[length] = (counts[length] ?? 0) + 1;
  }
  const next = new Uint16Array(MAX_BITS + 2);
  for (let length = 1; length <= MAX_BITS; length += 1)
    next[length + 1] = (next[length] ?? 0) + (counts[length] ?? 0);
  const symbols = new Uint16Array(count);
  for (let symbol = 0; symbol < count; symbol += 1) {
    const length = lengths[from + symbol] ?? 0;
    if (length === 0) continue;
    const place = next[length] ?? 0;
    symbols[place] = symbol;
    next[length] = place + 1;
  }
  return { counts, symbols };
}

const FIXED_LENGTHS = Uint8Array.from({ length: LITERALS }, (_, symbol) =>
  symbol < 144 ? 8 : symbol < 256 ? 9 : symbol < 280 ? 7 : 8,
);
const FIXED_LITERALS = codeOf(FIXED_LENGTHS, 0, LITERALS);
const FIXED_DISTANCES = codeOf(new Uint8Array(DISTANCES).fill(5), 0, DISTANCES);

/** What is known of a stream: how long it becomes, up to its end or where it breaks off, and where that is. */
export interface InflatedLength {
  readonly length: number;
  /** Offset after the last byte that was read. */
  readonly end: number;
}

/**
 * Measures the zlib stream that begins at `start`, up to a little more than `limit`. Undefined when none begins there.
 */
export function inflatedLength(data: Uint8Array, start: number, limit: number): InflatedLength | undefined {
  const head = ((data[start] ?? 0) << 8) | (data[start + 1] ?? 0);
  if (start + 2 > data.length || (head & 0x0f00) !== 0x0800 || head % 31 !== 0 || (head & 0x20) !== 0)
    return undefined;
  const reader = new Reader(data, start + 2);
  while (reader.length <= limit && reader.block());
  return { length: reader.length, end: reader.end };
}

/** Reads blocks; a stream that breaks off reads as zeros behind its end and is given up there. */
class Reader {
  readonly #data: Uint8Array;
  #at: number;
  #bit = 0;
  readonly #lengths = new Uint8Array(LITERALS + 32);
  length = 0;

  constructor(data: Uint8Array, start: number) {
    this.#data = data;
    this.#at = start;
  }

  get end(): number {
    return Math.min(this.#data.length, this.#at + (this.#bit > 0 ? 1 : 0));
  }

  /** Measures one block; false when it was the last, or is none. */
  block(): boolean {
    const last = this.#bits(1);
    switch (this.#bits(2)) {
      case 0:
        return this.#stored() && last === 0;
      case 1:
        return this.#coded(FIXED_LITERALS, FIXED_DISTANCES) && last === 0;
      case 2:
        return this.#dynamic() && last === 0;
      default:
        return false;
    }
  }

  #bits(count: number): number {
    let value = 0;
    for (let index = 0; index < count; index += 1) {
      value |= (((this.#data[this.#at] ?? 0) >> this.#bit) & 1) << index;
      this.#bit += 1;
      if (this.#bit === 8) {
        this.#bit = 0;
        this.#at += 1;
      }
    }
    return value;
  }

  #stored(): boolean {
    if (this.#bit > 0) {
      this.#bit = 0;
      this.#at += 1;
    }
    const length = this.#bits(16);
    const check = this.#bits(16);
    if (length !== (~check & 0xffff)) return false;
    const there = Math.max(0, Math.min(length, this.#data.length - this.#at));
    this.length += there;
    this.#at += there;
    return there === length;
  }

  #symbol({ counts, symbols }: Code): number {
    const data = this.#data;
    let at = this.#at;
    let bit = this.#bit;
    let code = 0;
    let first = 0;
    let index = 0;
    for (let length = 1; length <= MAX_BITS; length += 1) {
      code |= ((data[at] ?? 0) >> bit) & 1;
      bit += 1;
      if (bit === 8) {
        bit = 0;
        at += 1;
      }
      const count = counts[length] ?? 0;
      if (code - count < first) {
        this.#at = at;
        this.#bit = bit;
        return symbols[index + code - first] ?? -1;
      }
      index += count;
      first = (first + count) << 1;
      code <<= 1;
    }
    return -1;
  }

  #coded(literals: Code, distances: Code): boolean {
    while (this.#at < this.#data.length) {
      const symbol = this.#symbol(literals);
      if (symbol === END_OF_BLOCK) return true;
      if (symbol < 0 || symbol > 285) return false;
      if (symbol < END_OF_BLOCK) {
        this.length += 1;
        continue;
      }
      this.length += (LENGTH_BASE[symbol - 257] ?? 0) + this.#bits(LENGTH_EXTRA[symbol - 257] ?? 0);
      const distance = this.#symbol(distances);
      if (distance < 0) return false;
      this.#bits(distance < 4 ? 0 : (distance >> 1) - 1);
    }
    return false;
  }

  #dynamic(): boolean {
    const literals = this.#bits(5) + 257;
    const distances = this.#bits(5) + 1;
    const orders = this.#bits(4) + 4;
    const lengths = this.#lengths.fill(0);
    for (let index = 0; index < orders; index += 1) lengths[HEADER_ORDER[index] ?? 0] = this.#bits(3);
    const header = codeOf(lengths, 0, 19);
    lengths.fill(0);
    for (let index = 0; index < literals + distances;) {
      const symbol = this.#symbol(header);
      if (symbol < 0) return false;
      if (symbol < 16) {
        lengths[index++] = symbol;
        continue;
      }
      const repeated = symbol === 16 ? (lengths[index - 1] ?? 0) : 0;
      const times =
        symbol === 16 ? 3 + this.#bits(2) : symbol === 17 ? 3 + this.#bits(3) : 11 + this.#bits(7);
      if (index + times > literals + distances) return false;
      lengths.fill(repeated, index, index + times);
      index += times;
    }
    return this.#coded(codeOf(lengths, 0, literals), codeOf(lengths, literals, distances));
  }
}

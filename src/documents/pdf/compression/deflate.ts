import { HuffmanCode, lengthsOf } from './huffman.ts';

/**
 * Deflate (RFC 1951) in the zlib wrapping (RFC 1950), made for streams of a few kilobytes: nothing is allocated for a call
 * but the result. It is part of what makes a page the same bytes on every machine: the zlib of each runtime gives other
 * bytes, by version and by processor.
 */

const WINDOW = 32_768;
const HASH_BITS = 14;
const MIN_MATCH = 4;
const MAX_MATCH = 258;
const CHAIN = 12;
const GOOD_MATCH = 24;
const BLOCK_TOKENS = 1 << 14;
const LONG_RUN = 32;
const END_OF_BLOCK = 256;

const LENGTH_SYMBOL = new Uint16Array(MAX_MATCH + 1);
const LENGTH_BASE: number[] = [];
const LENGTH_EXTRA: number[] = [];
const DISTANCE_BASE: number[] = [];
const DISTANCE_EXTRA: number[] = [];

for (let symbol = 0, base = 3; symbol < 28; symbol += 1) {
  const extra = symbol < 8 ? 0 : (symbol >> 2) - 1;
  LENGTH_BASE.push(base);
  LENGTH_EXTRA.push(extra);
  for (let length = base; length < base + (1 << extra); length += 1) LENGTH_SYMBOL[length] = symbol;
  base += 1 << extra;
}
LENGTH_BASE.push(MAX_MATCH);
LENGTH_EXTRA.push(0);
LENGTH_SYMBOL[MAX_MATCH] = 28;
for (let symbol = 0, base = 1; symbol < 30; symbol += 1) {
  const extra = symbol < 4 ? 0 : (symbol >> 1) - 1;
  DISTANCE_BASE.push(base);
  DISTANCE_EXTRA.push(extra);
  base += 1 << extra;
}

/** Symbol of distances up to 256, and of larger ones by distance >> 7. */
const NEAR_SYMBOL = new Uint8Array(257);
const FAR_SYMBOL = new Uint8Array(257);
for (let symbol = 0; symbol < 30; symbol += 1) {
  const first = DISTANCE_BASE[symbol] ?? 0;
  const last = first + (1 << (DISTANCE_EXTRA[symbol] ?? 0)) - 1;
  for (let distance = first; distance <= Math.min(last, 256); distance += 1) NEAR_SYMBOL[distance] = symbol;
  if (last > 256) {
    for (let part = (Math.max(first, 257) - 1) >> 7; part <= (last - 1) >> 7; part += 1)
      FAR_SYMBOL[part] = symbol;
  }
}

function distanceSymbol(distance: number): number {
  return (distance <= 256 ? NEAR_SYMBOL[distance] : FAR_SYMBOL[(distance - 1) >> 7]) ?? 0;
}

/**
 * Places of the data by the hash of the four bytes there, and each place's predecessor of the same hash. Places count on
 * from call to call (`base` is where the data of this call begins), so nothing needs to be cleared between calls.
 */
const heads = new Int32Array(1 << HASH_BITS);
const previous = new Int32Array(WINDOW);
const MOST_PLACES = 1 << 30;
let base = 1;
/** A literal byte, or length << 16 | distance. */
const tokens = new Uint32Array(BLOCK_TOKENS);
const literalCounts = new Uint32Array(286);
const distanceCounts = new Uint32Array(30);
const literalCode = new HuffmanCode(286);
const distanceCode = new HuffmanCode(30);
const headerCode = new HuffmanCode(19);

let output = new Uint8Array(1 << 16);
let outputLength = 0;
let bitBuffer = 0;
let bitCount = 0;

function room(size: number): void {
  if (outputLength + size <= output.length) return;
  const grown = new Uint8Array(Math.max(output.length * 2, outputLength + size));
  grown.set(output.subarray(0, outputLength));
  output = grown;
}

function putBits(value: number, count: number): void {
  bitBuffer |= value << bitCount;
  bitCount += count;
  while (bitCount >= 8) {
    output[outputLength++] = bitBuffer & 0xff;
    bitBuffer >>>= 8;
    bitCount -= 8;
  }
}

/** Compresses bytes; the result is a copy of its own. */
export function deflate(data: Uint8Array): Uint8Array {
  outputLength = 0;
  bitBuffer = 0;
  bitCount = 0;
  room(64);
  output[outputLength++] = 0x78;
  output[outputLength++] = 0x9c;
  if (base + data.length > MOST_PLACES) {
    heads.fill(0);
    base = 1;
  }
  let at = 0;
  do {
    at = writeBlock(data, at);
  } while (at < data.length);
  if (bitCount > 0) putBits(0, 8 - bitCount);
  base += data.length;
  const sum = adler32(data);
  room(4);
  for (let shift = 24; shift >= 0; shift -= 8) output[outputLength++] = (sum >>> shift) & 0xff;
  return output.slice(0, outputLength);
}

/** Finds tokens from `start` on until a block is full, and writes them. Returns where the next block begins. */
function writeBlock(data: Uint8Array, start: number): number {
  const end = data.length;
  literalCounts.fill(0);
  distanceCounts.fill(0);
  let count = 0;
  let at = start;
  while (at < end && count < BLOCK_TOKENS) {
    const found = at + MIN_MATCH <= end ? longestMatch(data, at, end) : 0;
    const length = found >>> 16;
    if (length === 0) {
      const byte = data[at] ?? 0;
      tokens[count++] = byte;
      literalCounts[byte] = (literalCounts[byte] ?? 0) + 1;
      at += 1;
      continue;
    }
    tokens[count++] = found;
    const literal = 257 + (LENGTH_SYMBOL[length] ?? 0);
    const distance = distanceSymbol((found & 0xffff) + 1);
    literalCounts[literal] = (literalCounts[literal] ?? 0) + 1;
    distanceCounts[distance] = (distanceCounts[distance] ?? 0) + 1;
    const stop = Math.min(at + length, end - MIN_MATCH + 1);
    // Within a long run one place is as good as another; a few are enough.
    const from = length > LONG_RUN ? stop - LONG_RUN : at + 1;
    for (let inside = from; inside < stop; inside += 1) remember(data, inside);
    at += length;
  }
  literalCounts[END_OF_BLOCK] = 1;
  room(count * 6 + 512);
  putBits(at >= end ? 1 : 0, 1);
  writeTokens(count);
  return at;
}

function hashAt(data: Uint8Array, at: number): number {
  const word =
    (data[at] ?? 0) | ((data[at + 1] ?? 0) << 8) | ((data[at + 2] ?? 0) << 16) | ((data[at + 3] ?? 0) << 24);
  return Math.imul(word, 0x9e37_79b1) >>> (32 - HASH_BITS);
}

/** Notes a place and returns the last one of the same hash, negative when there is none in this data. */
function remember(data: Uint8Array, at: number): number {
  const hash = hashAt(data, at);
  const last = heads[hash] ?? 0;
  previous[at & (WINDOW - 1)] = last;
  heads[hash] = base + at;
  return last - base;
}

/** length << 16 | distance - 1, or 0; the place itself is remembered for later matches. */
function longestMatch(data: Uint8Array, at: number, end: number): number {
  let candidate = remember(data, at);
  let best = MIN_MATCH - 1;
  let distance = 0;
  const most = Math.min(MAX_MATCH, end - at);
  for (let tries = CHAIN; tries > 0 && candidate >= 0 && at - candidate <= WINDOW; tries -= 1) {
    if (data[candidate + best] === data[at + best] && data[candidate] === data[at]) {
      let length = 0;
      while (length < most && data[candidate + length] === data[at + length]) length += 1;
      if (length > best) {
        best = length;
        distance = at - candidate;
        if (length >= GOOD_MATCH || length === most) break;
      }
    }
    const next = (previous[candidate & (WINDOW - 1)] ?? 0) - base;
    if (next >= candidate) break;
    candidate = next;
  }
  return distance === 0 ? 0 : (best << 16) | (distance - 1);
}

const HEADER_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15] as const;
const headerCounts = new Uint32Array(19);
const headerTokens: number[] = [];

/** One block with codes of its own: the codes' lengths, run-length coded, then the tokens. */
function writeTokens(count: number): void {
  literalCode.build(literalCounts, 15);
  distanceCode.build(distanceCounts, 15);
  let literals = 286;
  while (literals > 257 && literalCode.lengths[literals - 1] === 0) literals -= 1;
  let distances = 30;
  while (distances > 1 && distanceCode.lengths[distances - 1] === 0) distances -= 1;
  headerCounts.fill(0);
  headerTokens.length = 0;
  lengthsOf(literalCode.lengths, literals, distanceCode.lengths, distances, headerTokens);
  for (const token of headerTokens) headerCounts[token & 0x1f] = (headerCounts[token & 0x1f] ?? 0) + 1;
  headerCode.build(headerCounts, 7);
  let orders = 19;
  while (orders > 4 && headerCode.lengths[HEADER_ORDER[orders - 1] ?? 0] === 0) orders -= 1;

  putBits(2, 2);
  putBits(literals - 257, 5);
  putBits(distances - 1, 5);
  putBits(orders - 4, 4);
  for (let index = 0; index < orders; index += 1)
    putBits(headerCode.lengths[HEADER_ORDER[index] ?? 0] ?? 0, 3);
  for (const token of headerTokens) {
    const symbol = token & 0x1f;
    putBits(headerCode.codes[symbol] ?? 0, headerCode.lengths[symbol] ?? 0);
    if (symbol === 16) putBits(token >> 5, 2);
    else if (symbol === 17) putBits(token >> 5, 3);
    else if (symbol === 18) putBits(token >> 5, 7);
  }
  putTokens(count);
  putBits(literalCode.codes[END_OF_BLOCK] ?? 0, literalCode.lengths[END_OF_BLOCK] ?? 0);
}

/** The tokens of a block; the bits are gathered in local variables, since this is where the time goes. */
function putTokens(count: number): void {
  const { codes, lengths } = literalCode;
  const { codes: distanceCodes, lengths: distanceLengths } = distanceCode;
  const out = output;
  let buffer = bitBuffer;
  let bits = bitCount;
  let at = outputLength;
  for (let index = 0; index < count; index += 1) {
    const token = tokens[index] ?? 0;
    const length = token >>> 16;
    if (length === 0) {
      buffer |= (codes[token] ?? 0) << bits;
      bits += lengths[token] ?? 0;
    } else {
      const lengthSymbol = LENGTH_SYMBOL[length] ?? 0;
      buffer |= (codes[257 + lengthSymbol] ?? 0) << bits;
      bits += lengths[257 + lengthSymbol] ?? 0;
      buffer |= (length - (LENGTH_BASE[lengthSymbol] ?? 0)) << bits;
      bits += LENGTH_EXTRA[lengthSymbol] ?? 0;
      for (; bits >= 8; bits -= 8) {
        out[at++] = buffer & 0xff;
        buffer >>>= 8;
      }
      const distance = (token & 0xffff) + 1;
      const symbol = distanceSymbol(distance);
      buffer |= (distanceCodes[symbol] ?? 0) << bits;
      bits += distanceLengths[symbol] ?? 0;
      for (; bits >= 8; bits -= 8) {
        out[at++] = buffer & 0xff;
        buffer >>>= 8;
      }
      buffer |= (distance - (DISTANCE_BASE[symbol] ?? 0)) << bits;
      bits += DISTANCE_EXTRA[symbol] ?? 0;
    }
    for (; bits >= 8; bits -= 8) {
      out[at++] = buffer & 0xff;
      buffer >>>= 8;
    }
  }
  bitBuffer = buffer;
  bitCount = bits;
  outputLength = at;
}

/** The checksum of the zlib wrapping (RFC 1950). */
function adler32(data: Uint8Array): number {
  let low = 1;
  let high = 0;
  for (let from = 0; from < data.length; from += 3800) {
    const to = Math.min(from + 3800, data.length);
    for (let index = from; index < to; index += 1) {
      low += data[index] ?? 0;
      high += low;
    }
    low %= 65_521;
    high %= 65_521;
  }
  return ((high << 16) | low) >>> 0;
}

/**
 * Deflate (RFC 1951) in the zlib wrapping for bytes that are nearly all 0, given by those that are not. The time goes with
 * the number of these, not with the length. Codes are the fixed ones (RFC 1951, 3.2.6).
 */

const LONGEST_RUN = 258;
const SHORTEST_RUN = 3;

let output = new Uint8Array(1 << 12);
let outputLength = 0;
let bitBuffer = 0;
let bitCount = 0;

function put(value: number, count: number): void {
  bitBuffer |= value << bitCount;
  bitCount += count;
  while (bitCount >= 8) {
    output[outputLength++] = bitBuffer & 0xff;
    bitBuffer >>>= 8;
    bitCount -= 8;
  }
}

function reversed(code: number, length: number): number {
  let result = 0;
  for (let bit = 0; bit < length; bit += 1) result |= ((code >> bit) & 1) << (length - 1 - bit);
  return result;
}

/** Code of each literal and length symbol, its bits reversed, and how many they are in the upper half. */
const FIXED = Uint32Array.from({ length: 286 }, (_, symbol) => {
  if (symbol < 144) return reversed(0x30 + symbol, 8) | (8 << 16);
  if (symbol < 256) return reversed(0x190 + symbol - 144, 9) | (9 << 16);
  if (symbol < 280) return reversed(symbol - 256, 7) | (7 << 16);
  return reversed(0xc0 + symbol - 280, 8) | (8 << 16);
});

function putSymbol(symbol: number): void {
  const code = FIXED[symbol] ?? 0;
  put(code & 0xffff, code >> 16);
}

/** A run of zeros after a zero: length symbol, its extra bits, and the distance 1 (five bits of 0). */
function putRun(length: number): void {
  if (length === LONGEST_RUN) putSymbol(285);
  else {
    const over = length - SHORTEST_RUN;
    const extra = over < 8 ? 0 : 29 - Math.clz32(over);
    putSymbol(257 + (extra << 2) + (over >> extra));
    put(over & ((1 << extra) - 1), extra);
  }
  put(0, 5);
}

function putZeros(count: number): void {
  let left = count;
  if (left === 0) return;
  putSymbol(0);
  left -= 1;
  while (left >= SHORTEST_RUN) {
    const run = Math.min(left, LONGEST_RUN);
    putRun(run);
    left -= run;
  }
  for (; left > 0; left -= 1) putSymbol(0);
}

/**
 * Compresses a table of 16-bit numbers, big-endian, that are 0 but for a few.
 *
 * @param length of the table, in numbers.
 * @param places of the numbers that are given, rising.
 * @param values what stands there, below 65,536.
 */
export function deflateSparse(
  length: number,
  places: readonly number[],
  values: readonly number[],
): Uint8Array {
  const most = 64 + places.length * 8 + Math.ceil(length / 64);
  if (output.length < most) output = new Uint8Array(most * 2);
  output[0] = 0x78;
  output[1] = 0x9c;
  outputLength = 2;
  bitBuffer = 0;
  bitCount = 0;
  let low = 1;
  let high = 0;
  let at = 0;
  const zerosUntil = (end: number): void => {
    putZeros(end - at);
    // Adler-32 (RFC 1950): zeros leave the low sum as it is and add it to the high one each time.
    high = (high + low * (end - at)) % 65_521;
    at = end;
  };
  const byte = (value: number): void => {
    putSymbol(value);
    low = (low + value) % 65_521;
    high = (high + low) % 65_521;
    at += 1;
  };
  put(3, 3);
  for (const [index, place] of places.entries()) {
    const value = values[index] ?? 0;
    zerosUntil(value < 256 ? place * 2 + 1 : place * 2);
    if (value >= 256) byte(value >> 8);
    byte(value & 0xff);
  }
  zerosUntil(length * 2);
  putSymbol(256);
  if (bitCount > 0) put(0, 8 - bitCount);
  for (const part of [high >> 8, high, low >> 8, low]) output[outputLength++] = part & 0xff;
  return output.slice(0, outputLength);
}

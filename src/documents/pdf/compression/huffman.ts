/** More than any code has. */
const SYMBOLS = 512;

/** A canonical Huffman code with codes no longer than a limit (RFC 1951, 3.2.2), rebuilt in place. */
export class HuffmanCode {
  readonly lengths: Uint8Array;
  /** Codes with their bits reversed, as deflate writes them. */
  readonly codes: Uint16Array;
  readonly #order: Int32Array;
  readonly #weight: Float64Array;
  /** Count and symbol in one number, so that they sort without being asked. */
  readonly #keys: Float64Array;

  constructor(symbols: number) {
    this.lengths = new Uint8Array(symbols);
    this.codes = new Uint16Array(symbols);
    this.#order = new Int32Array(symbols);
    this.#weight = new Float64Array(symbols);
    this.#keys = new Float64Array(symbols);
  }

  /** Makes the code for these counts. A symbol that never occurs has length 0; a lone symbol has length 1. */
  build(counts: Uint32Array, limit: number): void {
    this.lengths.fill(0);
    let used = 0;
    for (let symbol = 0; symbol < counts.length; symbol += 1) {
      if ((counts[symbol] ?? 0) > 0) this.#order[used++] = symbol;
    }
    if (used <= 2) {
      // Two codes of one bit each: a code of a single symbol would be incomplete, which some readers refuse.
      const first = this.#order[0] ?? 0;
      this.lengths[used === 0 ? 0 : first] = 1;
      this.lengths[used === 2 ? (this.#order[1] ?? 0) : first === 0 ? 1 : 0] = 1;
    } else {
      const order = this.#order.subarray(0, used);
      const keys = this.#keys.subarray(0, used);
      for (let index = 0; index < used; index += 1) {
        const symbol = order[index] ?? 0;
        keys[index] = (counts[symbol] ?? 0) * SYMBOLS + symbol;
      }
      keys.sort();
      for (let index = 0; index < used; index += 1) order[index] = (keys[index] ?? 0) % SYMBOLS;
      this.#minimumRedundancy(order, counts);
      this.#limit(order, limit);
    }
    this.#assign();
  }

  /**
   * Code lengths in place after Moffat and Katajainen, "In-Place Calculation of Minimum-Redundancy Codes" (1995):
   * `#weight` holds first weights, then parents, then depths.
   */
  #minimumRedundancy(order: Int32Array, counts: Uint32Array): void {
    const count = order.length;
    const work = this.#weight;
    const at = (index: number): number => work[index] ?? 0;
    for (let index = 0; index < count; index += 1) work[index] = counts[order[index] ?? 0] ?? 0;
    let leaf = 0;
    let root = 0;
    for (let next = 0; next < count - 1; next += 1) {
      if (leaf >= count || (root < next && at(root) < at(leaf))) {
        work[next] = at(root);
        work[root++] = next;
      } else work[next] = at(leaf++);
      if (leaf >= count || (root < next && at(root) < at(leaf))) {
        work[next] = at(next) + at(root);
        work[root++] = next;
      } else work[next] = at(next) + at(leaf++);
    }
    work[count - 2] = 0;
    for (let index = count - 3; index >= 0; index -= 1) work[index] = at(at(index)) + 1;
    let available = 1;
    let inner = 0;
    let depth = 0;
    root = count - 2;
    let next = count - 1;
    while (available > 0) {
      while (root >= 0 && at(root) === depth) {
        inner += 1;
        root -= 1;
      }
      while (available > inner) {
        work[next--] = depth;
        available -= 1;
      }
      available = 2 * inner;
      depth += 1;
      inner = 0;
    }
    for (let index = 0; index < count; index += 1) this.lengths[order[index] ?? 0] = at(index);
  }

  /** Shortens codes that are too long and lengthens others until the code is complete again (Kraft's sum is 1). */
  #limit(order: Int32Array, limit: number): void {
    let sum = 0;
    for (const symbol of order) {
      if ((this.lengths[symbol] ?? 0) > limit) this.lengths[symbol] = limit;
      sum += 1 << (limit - (this.lengths[symbol] ?? 0));
    }
    const whole = 1 << limit;
    // Rarest first: they lose least by a longer code.
    for (let index = 0; sum > whole; index = (index + 1) % order.length) {
      const symbol = order[index] ?? 0;
      const length = this.lengths[symbol] ?? 0;
      if (length >= limit) continue;
      this.lengths[symbol] = length + 1;
      sum -= 1 << (limit - length - 1);
    }
    for (let index = order.length - 1; index >= 0 && sum < whole; index -= 1) {
      const symbol = order[index] ?? 0;
      let length = this.lengths[symbol] ?? 0;
      while (length > 1 && sum + (1 << (limit - length)) <= whole) {
        sum += 1 << (limit - length);
        length -= 1;
      }
      this.lengths[symbol] = length;
    }
  }

  #assign(): void {
    const counts = new Uint16Array(16);
    for (const length of this.lengths) if (length > 0) counts[length] = (counts[length] ?? 0) + 1;
    const next = new Uint16Array(16);
    let code = 0;
    for (let length = 1; length < 16; length += 1) {
      code = (code + (counts[length - 1] ?? 0)) << 1;
      next[length] = code;
    }
    for (let symbol = 0; symbol < this.lengths.length; symbol += 1) {
      const length = this.lengths[symbol] ?? 0;
      if (length === 0) continue;
      const own = next[length] ?? 0;
      next[length] = own + 1;
      this.codes[symbol] = reversed(own, length);
    }
  }
}

function reversed(code: number, length: number): number {
  let result = 0;
  for (let bit = 0; bit < length; bit += 1) result |= ((code >> bit) & 1) << (length - 1 - bit);
  return result;
}

/**
 * The lengths of two codes one after the other, run-length coded (RFC 1951, 3.2.7): each token is the symbol, with the
 * value of its extra bits from bit 5 on.
 */
export function lengthsOf(
  literals: Uint8Array,
  literalCount: number,
  distances: Uint8Array,
  distanceCount: number,
  into: number[],
): void {
  const total = literalCount + distanceCount;
  const at = (index: number): number =>
    (index < literalCount ? literals[index] : distances[index - literalCount]) ?? 0;
  for (let index = 0; index < total;) {
    const length = at(index);
    let run = 1;
    while (index + run < total && at(index + run) === length) run += 1;
    index += run;
    if (length === 0) {
      while (run >= 11) {
        const part = Math.min(run, 138);
        into.push(18 | ((part - 11) << 5));
        run -= part;
      }
      if (run >= 3) {
        into.push(17 | ((run - 3) << 5));
        run = 0;
      }
    } else {
      into.push(length);
      run -= 1;
      while (run >= 3) {
        const part = Math.min(run, 6);
        into.push(16 | ((part - 3) << 5));
        run -= part;
      }
    }
    for (; run > 0; run -= 1) into.push(length);
  }
}

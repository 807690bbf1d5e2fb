/** A Data Matrix symbol as modules in rows, 1 for dark, without its quiet zone. */
export interface DataMatrix {
  readonly size: number;
  readonly modules: Uint8Array;
}

/** ISO/IEC 16022:2006, table 7: square symbols with one data region. Codewords for data and for error correction. */
const SYMBOLS: readonly (readonly [size: number, data: number, check: number])[] = [
  [10, 3, 5],
  [12, 5, 7],
  [14, 8, 10],
  [16, 12, 12],
  [18, 18, 14],
  [20, 22, 18],
  [22, 30, 20],
  [24, 36, 24],
  [26, 44, 28],
];

const POWER = new Uint8Array(510);
const LOGARITHM = new Uint8Array(256);
for (let exponent = 0, value = 1; exponent < 255; exponent += 1) {
  POWER[exponent] = value;
  POWER[exponent + 255] = value;
  LOGARITHM[value] = exponent;
  value = (value << 1) ^ (value >= 128 ? 0x12d : 0);
}

/**
 * Encodes ASCII text in the smallest square symbol (ECC 200, ASCII encodation, pairs of digits in one codeword).
 * Undefined when the text is not ASCII or needs more than 44 codewords.
 */
export function dataMatrix(text: string): DataMatrix | undefined {
  const words = codewordsOf(text);
  if (words === undefined) return undefined;
  const symbol = SYMBOLS.find(([, data]) => words.length <= data);
  if (symbol === undefined) return undefined;
  const [size, capacity, check] = symbol;
  padTo(words, capacity);
  words.push(...checkWords(words, check));
  const inner = placed(words, size - 2);
  const modules = new Uint8Array(size * size);
  for (let at = 0; at < size; at += 1) {
    modules[at * size] = 1;
    modules[(size - 1) * size + at] = 1;
    modules[at] = at % 2 === 0 ? 1 : (modules[at] ?? 0);
    modules[at * size + size - 1] = at % 2 === 1 ? 1 : (modules[at * size + size - 1] ?? 0);
  }
  for (let y = 0; y < size - 2; y += 1) {
    for (let x = 0; x < size - 2; x += 1) modules[(y + 1) * size + x + 1] = inner[y * (size - 2) + x] ?? 0;
  }
  return { size, modules };
}

function codewordsOf(text: string): number[] | undefined {
  const words: number[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const pair = /^\d\d/u.exec(text.slice(at, at + 2));
    if (pair !== null) {
      words.push(130 + Number(pair[0]));
      at += 1;
      continue;
    }
    const code = text.charCodeAt(at);
    if (code > 127) return undefined;
    words.push(code + 1);
  }
  return words;
}

/** 129 first, then 129 shuffled by place (the 253-state algorithm). */
function padTo(words: number[], capacity: number): void {
  if (words.length < capacity) words.push(129);
  while (words.length < capacity) {
    const shuffled = 129 + ((149 * (words.length + 1)) % 253) + 1;
    words.push(shuffled > 254 ? shuffled - 254 : shuffled);
  }
}

function multiplied(left: number, right: number): number {
  return left === 0 || right === 0 ? 0 : (POWER[(LOGARITHM[left] ?? 0) + (LOGARITHM[right] ?? 0)] ?? 0);
}

function checkWords(words: readonly number[], count: number): number[] {
  // Roots are the powers 1 to count; highest power left out.
  let generator = [1];
  for (let root = 1; root <= count; root += 1) {
    const next = Array.from({ length: generator.length + 1 }, () => 0);
    for (const [index, coefficient] of generator.entries()) {
      next[index] = (next[index] ?? 0) ^ coefficient;
      next[index + 1] = (next[index + 1] ?? 0) ^ multiplied(coefficient, POWER[root] ?? 0);
    }
    generator = next;
  }
  const remainder = Array.from({ length: count }, () => 0);
  for (const word of words) {
    const factor = word ^ (remainder.shift() ?? 0);
    remainder.push(0);
    for (let index = 0; index < count; index += 1) {
      remainder[index] = (remainder[index] ?? 0) ^ multiplied(generator[index + 1] ?? 0, factor);
    }
  }
  return remainder;
}

/** Places codewords in a square of this size (ISO/IEC 16022:2006, annex F): diagonal sweeps of eight-module shapes. */
function placed(words: readonly number[], size: number): Uint8Array {
  const modules = new Uint8Array(size * size);
  const taken = new Uint8Array(size * size);
  let word = 0;
  const put = (row: number, column: number, bit: number): void => {
    let y = row;
    let x = column;
    if (y < 0) {
      y += size;
      x += 4 - ((size + 4) % 8);
    }
    if (x < 0) {
      x += size;
      y += 4 - ((size + 4) % 8);
    }
    taken[y * size + x] = 1;
    modules[y * size + x] = ((words[word] ?? 0) >> (7 - bit)) & 1;
  };
  const putAll = (places: readonly (readonly [row: number, column: number])[]): void => {
    for (const [bit, [row, column]] of places.entries()) put(row, column, bit);
    word += 1;
  };
  const utah = (row: number, column: number): void =>
    putAll([
      [row - 2, column - 2],
      [row - 2, column - 1],
      [row - 1, column - 2],
      [row - 1, column - 1],
      [row - 1, column],
      [row, column - 2],
      [row, column - 1],
      [row, column],
    ]);
  const last = size - 1;
  let row = 4;
  let column = 0;
  do {
    if (row === size && column === 0) {
      putAll([
        [last, 0],
        [last, 1],
        [last, 2],
        [0, last - 1],
        [0, last],
        [1, last],
        [2, last],
        [3, last],
      ]);
    }
    if (row === size - 2 && column === 0 && size % 4 !== 0) {
      putAll([
        [last - 2, 0],
        [last - 1, 0],
        [last, 0],
        [0, last - 3],
        [0, last - 2],
        [0, last - 1],
        [0, last],
        [1, last],
      ]);
    }
    if (row === size - 2 && column === 0 && size % 8 === 4) {
      putAll([
        [last - 2, 0],
        [last - 1, 0],
        [last, 0],
        [0, last - 1],
        [0, last],
        [1, last],
        [2, last],
        [3, last],
      ]);
    }
    if (row === size + 4 && column === 2 && size % 8 === 0) {
      putAll([
        [last, 0],
        [last, last],
        [0, last - 2],
        [0, last - 1],
        [0, last],
        [1, last - 2],
        [1, last - 1],
        [1, last],
      ]);
    }
    do {
      if (row < size && column >= 0 && taken[row * size + column] === 0) utah(row, column);
      row -= 2;
      column += 2;
    } while (row >= 0 && column < size);
    row += 1;
    column += 3;
    do {
      if (row >= 0 && column < size && taken[row * size + column] === 0) utah(row, column);
      row += 2;
      column -= 2;
    } while (row < size && column >= 0);
    row += 3;
    column += 1;
  } while (row < size || column < size);
  if (taken[size * size - 1] === 0) {
    modules[size * size - 1] = 1;
    modules[(size - 1) * size - 2] = 1;
  }
  return modules;
}

/**
 * Where things stand in a QR code of one version (ISO/IEC 18004:2015, 6.3 and 7.7). Bits are kept in words twice, by rows
 * and by columns, so that whole lines are judged at once.
 */
export interface QrLayout {
  readonly size: number;
  /** Words of 32 modules in a line. */
  readonly words: number;
  /** Finders, timing, alignment, dark module and version, by rows and by columns. */
  readonly fixed: Plane;
  /** For each data bit in order: y << 8 | x. */
  readonly places: Uint16Array;
  /** Each of the eight masks, only where data stands. */
  readonly masks: readonly Plane[];
}

/** A square of bits, by rows and by columns. */
export interface Plane {
  readonly rows: Int32Array;
  readonly columns: Int32Array;
}

/** Turns a bit of a plane on. */
export function setBit(plane: Plane, words: number, x: number, y: number): void {
  const row = y * words + (x >> 5);
  const column = x * words + (y >> 5);
  plane.rows[row] = (plane.rows[row] ?? 0) | (1 << (x & 31));
  plane.columns[column] = (plane.columns[column] ?? 0) | (1 << (y & 31));
}

/** Table 10: a module is turned over where the condition holds. */
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

const layouts = new Map<number, QrLayout>();

/** The layout of a version, 1 to 40; worked out once. */
export function layoutOf(version: number): QrLayout {
  const known = layouts.get(version);
  if (known !== undefined) return known;
  const made = makeLayout(version);
  layouts.set(version, made);
  return made;
}

function makeLayout(version: number): QrLayout {
  const size = version * 4 + 17;
  const words = Math.ceil(size / 32);
  const newPlane = (): Plane => ({
    rows: new Int32Array(size * words),
    columns: new Int32Array(size * words),
  });
  const fixed = newPlane();
  const taken = new Uint8Array(size * size);
  const put = (x: number, y: number, dark: boolean): void => {
    if (x < 0 || y < 0 || x >= size || y >= size) return;
    taken[y * size + x] = 1;
    if (dark) setBit(fixed, words, x, y);
  };
  for (let index = 0; index < size; index += 1) {
    if (index < 8 || index >= size - 8) continue;
    put(6, index, index % 2 === 0);
    put(index, 6, index % 2 === 0);
  }
  for (const [centreX, centreY] of [
    [3, 3],
    [size - 4, 3],
    [3, size - 4],
  ] as const) {
    for (let y = -4; y <= 4; y += 1) {
      for (let x = -4; x <= 4; x += 1) {
        const ring = Math.max(Math.abs(x), Math.abs(y));
        put(centreX + x, centreY + y, ring !== 2 && ring !== 4);
      }
    }
  }
  putAlignments(version, size, put);
  if (version >= 7) putVersion(version, size, put);
  // Room for the format bits, which depend on the mask; the dark module is always on.
  for (let index = 0; index < 9; index += 1) {
    if (index !== 6) {
      put(8, index, false);
      put(index, 8, false);
    }
    if (index < 8) {
      put(size - 1 - index, 8, false);
      put(8, size - 1 - index, index === 7);
    }
  }
  const places = dataPlaces(size, taken);
  const masks = MASKS.map((turns) => {
    const plane = newPlane();
    for (const place of places) {
      if (turns(place & 0xff, place >> 8)) setBit(plane, words, place & 0xff, place >> 8);
    }
    return plane;
  });
  return { size, words, fixed, places, masks };
}

type Put = (x: number, y: number, dark: boolean) => void;

function putAlignments(version: number, size: number, put: Put): void {
  if (version === 1) return;
  const count = Math.floor(version / 7) + 2;
  const step = version === 32 ? 26 : Math.ceil((version * 4 + 4) / (count * 2 - 2)) * 2;
  const centres = [
    6,
    ...Array.from({ length: count - 1 }, (_, index) => size - 7 - (count - 2 - index) * step),
  ];
  const last = centres.length - 1;
  for (const [row, centreY] of centres.entries()) {
    for (const [column, centreX] of centres.entries()) {
      const onFinder =
        (row === 0 && column === 0) || (row === 0 && column === last) || (row === last && column === 0);
      if (onFinder) continue;
      for (let y = -2; y <= 2; y += 1) {
        for (let x = -2; x <= 2; x += 1)
          put(centreX + x, centreY + y, Math.max(Math.abs(x), Math.abs(y)) !== 1);
      }
    }
  }
}

function putVersion(version: number, size: number, put: Put): void {
  let remainder = version;
  for (let round = 0; round < 12; round += 1) remainder = (remainder << 1) ^ ((remainder >> 11) * 0x1f25);
  const bits = (version << 12) | remainder;
  for (let index = 0; index < 18; index += 1) {
    const dark = ((bits >> index) & 1) === 1;
    const far = size - 11 + (index % 3);
    const near = Math.floor(index / 3);
    put(far, near, dark);
    put(near, far, dark);
  }
}

/** Pairs of columns from the right, up and down in turn, passing by the timing column. */
function dataPlaces(size: number, taken: Uint8Array): Uint16Array {
  const places: number[] = [];
  let upwards = true;
  for (let right = size - 1; right >= 1; right -= 2) {
    if (right === 6) right = 5;
    for (let step = 0; step < size; step += 1) {
      const y = upwards ? size - 1 - step : step;
      for (const x of [right, right - 1]) if (taken[y * size + x] === 0) places.push((y << 8) | x);
    }
    upwards = !upwards;
  }
  return Uint16Array.from(places);
}

import { tableOf } from './fontFile.ts';

/** A TrueType font cut down to some glyphs, numbered anew, and where each old glyph went. */
export interface CutFont {
  readonly data: Uint8Array;
  /** Two bytes for each old glyph id up to the highest one kept: the new glyph id, big-endian. */
  readonly glyphMap: Uint8Array;
}

const EMPTY = new Uint8Array();
const ARGUMENTS_ARE_WORDS = 0x0001;
const HAVE_SCALE = 0x0008;
const MORE_COMPONENTS = 0x0020;
const HAVE_XY_SCALE = 0x0040;
const HAVE_MATRIX = 0x0080;
const HAVE_INSTRUCTIONS = 0x0100;
const SIMPLE_HEADER_BYTES = 10;
const HEAD_ADJUSTMENT = 0xb1b0_afba;

/**
 * Cuts glyphs out of one TrueType font, without hinting, as a PDF needs them: glyf, head, hhea, hmtx, loca, maxp and
 * nothing else. Made once for a font; a cut then costs what its glyphs weigh. (OpenType 1.9, glyf and loca tables.)
 */
export class TrueTypeCutter {
  readonly #view: DataView;
  readonly #data: Uint8Array;
  readonly #glyf: number;
  readonly #glyfLength: number;
  readonly #loca: number;
  readonly #longLoca: boolean;
  readonly #glyphCount: number;
  readonly #hmtx: number;
  readonly #metricCount: number;
  readonly #head: Uint8Array;
  readonly #hhea: Uint8Array;
  readonly #maxp: Uint8Array;
  readonly #outlines = new Map<number, Uint8Array>();

  /** @param data a TrueType file that `readFontFile` accepts; `RangeError` when its outlines lead nowhere. */
  constructor(data: Uint8Array) {
    const need = (name: string): { offset: number; length: number } => {
      const table = tableOf(data, name);
      if (table === undefined) throw new RangeError(`The font has no ${name} table.`);
      return table;
    };
    this.#data = data;
    this.#view = new DataView(data.buffer, data.byteOffset, data.byteLength);
    const glyf = need('glyf');
    this.#glyf = glyf.offset;
    this.#glyfLength = glyf.length;
    const loca = need('loca');
    this.#loca = loca.offset;
    const head = need('head');
    this.#longLoca = this.#view.getInt16(head.offset + 50) !== 0;
    const maxp = need('maxp');
    this.#glyphCount = Math.min(
      this.#view.getUint16(maxp.offset + 4),
      Math.floor(loca.length / (this.#longLoca ? 4 : 2)) - 1,
    );
    const hhea = need('hhea');
    const hmtx = need('hmtx');
    this.#hmtx = hmtx.offset;
    this.#metricCount = Math.min(this.#view.getUint16(hhea.offset + 34), Math.floor(hmtx.length / 4));
    // Copies by constructor: `slice` of Node's Buffer shares the memory, and what is patched later would be the font.
    this.#head = new Uint8Array(data.subarray(head.offset, head.offset + 54));
    this.#hhea = new Uint8Array(data.subarray(hhea.offset, hhea.offset + 36));
    this.#maxp = new Uint8Array(data.subarray(maxp.offset, maxp.offset + Math.min(maxp.length, 32)));
  }

  /** Throws `RangeError` when a glyph lies outside its table or names a part that is not there. */
  check(): void {
    let before = 0;
    for (let glyph = 0; glyph <= this.#glyphCount; glyph += 1) {
      const offset = this.#offset(glyph);
      if (offset < before || offset > this.#glyfLength)
        throw new RangeError('A glyph lies outside its table.');
      before = offset;
    }
    for (let glyph = 0; glyph < this.#glyphCount; glyph += 1) {
      for (const part of this.#partsOf(glyph)) {
        if (part >= this.#glyphCount) throw new RangeError('A glyph is made of one that is not there.');
      }
      this.#metricOf(glyph);
    }
  }

  /** @param glyphs glyph ids in rising order, 0 among them. */
  cut(glyphs: readonly number[]): CutFont {
    const kept = [...glyphs];
    const renumbered = new Map(kept.map((glyph, index) => [glyph, index]));
    // Composite glyphs bring their parts along; the list grows while it is walked.
    for (let index = 0; index < kept.length; index += 1) {
      for (const part of this.#partsOf(kept[index] ?? 0)) {
        if (renumbered.has(part)) continue;
        renumbered.set(part, kept.length);
        kept.push(part);
      }
    }
    const outlines = kept.map((glyph) => this.#outline(glyph));
    const glyf = new Uint8Array(outlines.reduce((sum, outline) => sum + outline.length, 0));
    const loca = new Uint8Array((kept.length + 1) * 4);
    const locaView = new DataView(loca.buffer);
    const hmtx = new Uint8Array(kept.length * 4);
    const hmtxView = new DataView(hmtx.buffer);
    let at = 0;
    for (const [index, outline] of outlines.entries()) {
      glyf.set(outline, at);
      this.#renumber(glyf, at, outline.length, renumbered);
      at += outline.length;
      locaView.setUint32((index + 1) * 4, at);
      const metric = this.#metricOf(kept[index] ?? 0);
      hmtxView.setUint16(index * 4, metric.advance);
      hmtxView.setInt16(index * 4 + 2, metric.bearing);
    }
    return {
      data: this.#file(kept.length, glyf, loca, hmtx),
      glyphMap: glyphMapOf(glyphs, renumbered),
    };
  }

  #metricOf(glyph: number): { advance: number; bearing: number } {
    if (this.#metricCount === 0) return { advance: 0, bearing: 0 };
    if (glyph < this.#metricCount) {
      const at = this.#hmtx + glyph * 4;
      return { advance: this.#view.getUint16(at), bearing: this.#view.getInt16(at + 2) };
    }
    const advance = this.#view.getUint16(this.#hmtx + (this.#metricCount - 1) * 4);
    const at = this.#hmtx + this.#metricCount * 4 + (glyph - this.#metricCount) * 2;
    return { advance, bearing: at + 2 <= this.#data.length ? this.#view.getInt16(at) : 0 };
  }

  #offset(index: number): number {
    return this.#longLoca
      ? this.#view.getUint32(this.#loca + index * 4)
      : this.#view.getUint16(this.#loca + index * 2) * 2;
  }

  #source(glyph: number): Uint8Array {
    if (glyph >= this.#glyphCount) return EMPTY;
    const from = this.#offset(glyph);
    const to = Math.min(this.#offset(glyph + 1), this.#glyfLength);
    if (to - from < SIMPLE_HEADER_BYTES) return EMPTY;
    return this.#data.subarray(this.#glyf + from, this.#glyf + to);
  }

  #partsOf(glyph: number): number[] {
    const source = this.#source(glyph);
    const parts: number[] = [];
    forEachComponent(source, (view, at) => parts.push(view.getUint16(at + 2)));
    return parts;
  }

  /** A glyph's outline without its instructions, padded to whole words; kept, since names repeat letters. */
  #outline(glyph: number): Uint8Array {
    const known = this.#outlines.get(glyph);
    if (known !== undefined) return known;
    const made = withoutInstructions(this.#source(glyph));
    this.#outlines.set(glyph, made);
    return made;
  }

  #renumber(glyf: Uint8Array, at: number, length: number, renumbered: ReadonlyMap<number, number>): void {
    forEachComponent(glyf.subarray(at, at + length), (view, component) => {
      view.setUint16(component + 2, renumbered.get(view.getUint16(component + 2)) ?? 0);
    });
  }

  #file(count: number, glyf: Uint8Array, loca: Uint8Array, hmtx: Uint8Array): Uint8Array {
    const head = this.#head.slice();
    new DataView(head.buffer).setInt16(50, 1);
    new DataView(head.buffer).setUint32(8, 0);
    const hhea = this.#hhea.slice();
    new DataView(hhea.buffer).setUint16(34, count);
    const maxp = this.#maxp.slice();
    new DataView(maxp.buffer).setUint16(4, count);
    // Without instructions there is no use for what they would need (bytes 14 to 27), and zones stay as they are.
    if (maxp.length >= 32) maxp.fill(0, 16, 28);
    return fontFileOf([
      ['glyf', glyf],
      ['head', head],
      ['hhea', hhea],
      ['hmtx', hmtx],
      ['loca', loca],
      ['maxp', maxp],
    ]);
  }
}

function glyphMapOf(glyphs: readonly number[], renumbered: ReadonlyMap<number, number>): Uint8Array {
  const map = new Uint8Array(((glyphs.at(-1) ?? 0) + 1) * 2);
  for (const glyph of glyphs) {
    const target = renumbered.get(glyph) ?? 0;
    map[glyph * 2] = target >> 8;
    map[glyph * 2 + 1] = target & 0xff;
  }
  return map;
}

/** Calls back with the offset of each component record of a composite glyph; returns where the records end. */
function forEachComponent(glyph: Uint8Array, visit: (view: DataView, at: number) => void): number {
  const view = new DataView(glyph.buffer, glyph.byteOffset, glyph.byteLength);
  if (glyph.length < SIMPLE_HEADER_BYTES || view.getInt16(0) >= 0) return 0;
  let at = SIMPLE_HEADER_BYTES;
  while (at + 4 <= glyph.length) {
    const flags = view.getUint16(at);
    visit(view, at);
    at += 4 + ((flags & ARGUMENTS_ARE_WORDS) === 0 ? 2 : 4);
    if ((flags & HAVE_SCALE) !== 0) at += 2;
    else if ((flags & HAVE_XY_SCALE) !== 0) at += 4;
    else if ((flags & HAVE_MATRIX) !== 0) at += 8;
    if ((flags & MORE_COMPONENTS) === 0) break;
  }
  return at;
}

function withoutInstructions(source: Uint8Array): Uint8Array {
  if (source.length < SIMPLE_HEADER_BYTES) return EMPTY;
  const view = new DataView(source.buffer, source.byteOffset, source.byteLength);
  const contours = view.getInt16(0);
  if (contours < 0) {
    const end = Math.min(
      forEachComponent(source, () => undefined),
      source.length,
    );
    const result = padded(source.subarray(0, end), EMPTY);
    forEachComponent(result, (copy, at) => copy.setUint16(at, copy.getUint16(at) & ~HAVE_INSTRUCTIONS));
    return result;
  }
  const lengthAt = SIMPLE_HEADER_BYTES + contours * 2;
  if (lengthAt + 2 > source.length) return EMPTY;
  const rest = source.subarray(Math.min(lengthAt + 2 + view.getUint16(lengthAt), source.length));
  const result = padded(source.subarray(0, lengthAt + 2), rest);
  result[lengthAt] = 0;
  result[lengthAt + 1] = 0;
  return result;
}

function padded(first: Uint8Array, second: Uint8Array): Uint8Array {
  const result = new Uint8Array((first.length + second.length + 3) & ~3);
  result.set(first);
  result.set(second, first.length);
  return result;
}

function sumOf(data: Uint8Array): number {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  let sum = 0;
  for (let at = 0; at + 4 <= data.length; at += 4) sum = (sum + view.getUint32(at)) >>> 0;
  return sum;
}

function fontFileOf(tables: readonly (readonly [name: string, data: Uint8Array])[]): Uint8Array {
  const header = 12 + tables.length * 16;
  const total = tables.reduce((sum, [, data]) => sum + ((data.length + 3) & ~3), header);
  const file = new Uint8Array(total);
  const view = new DataView(file.buffer);
  view.setUint32(0, 0x0001_0000);
  view.setUint16(4, tables.length);
  const power = Math.floor(Math.log2(tables.length));
  view.setUint16(6, 16 << power);
  view.setUint16(8, power);
  view.setUint16(10, tables.length * 16 - (16 << power));
  let at = header;
  let headAt = 0;
  for (const [index, [name, data]] of tables.entries()) {
    file.set(data, at);
    const size = (data.length + 3) & ~3;
    const entry = 12 + index * 16;
    for (let letter = 0; letter < 4; letter += 1) file[entry + letter] = name.charCodeAt(letter);
    view.setUint32(entry + 4, sumOf(file.subarray(at, at + size)));
    view.setUint32(entry + 8, at);
    view.setUint32(entry + 12, data.length);
    if (name === 'head') headAt = at;
    at += size;
  }
  view.setUint32(headAt + 8, (HEAD_ADJUSTMENT - sumOf(file)) >>> 0);
  return file;
}

import { tableOf } from './fontFile.ts';
import { sumOf, tablesOf } from './sfntTables.ts';

/** A TrueType font cut down to some glyphs, numbered anew. */
export interface CutFont {
  readonly data: Uint8Array;
  /** The new number of each glyph that was asked for, in the order of asking. */
  readonly targets: readonly number[];
}

const EMPTY = new Uint8Array();
const NO_PARTS: readonly number[] = [];
const ARGUMENTS_ARE_WORDS = 0x0001;
const HAVE_SCALE = 0x0008;
const MORE_COMPONENTS = 0x0020;
const HAVE_XY_SCALE = 0x0040;
const HAVE_MATRIX = 0x0080;
const HAVE_INSTRUCTIONS = 0x0100;
const SIMPLE_HEADER_BYTES = 10;
const HEAD_ADJUSTMENT = 0xb1b0_afba;

/** A glyph as every cut takes it over. */
interface KeptGlyph {
  /** Without instructions, padded to whole words. */
  readonly outline: Uint8Array;
  /** Sum of the outline's words, for the table's checksum. */
  readonly sum: number;
  /** The glyphs that it is made of. */
  readonly parts: readonly number[];
  readonly advance: number;
  readonly bearing: number;
}

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
  /** By glyph id; a font has an end, and so has this. */
  readonly #kept = new Map<number, KeptGlyph>();

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
    const ids = [...glyphs];
    const kept: KeptGlyph[] = [];
    const renumbered = new Map<number, number>();
    for (const [index, glyph] of glyphs.entries()) renumbered.set(glyph, index);
    let glyfLength = 0;
    // Composite glyphs bring their parts along; the list grows while it is walked.
    for (let index = 0; index < ids.length; index += 1) {
      const glyph = this.#glyph(ids[index] ?? 0);
      kept.push(glyph);
      glyfLength += glyph.outline.length;
      for (const part of glyph.parts) {
        if (renumbered.has(part)) continue;
        renumbered.set(part, ids.length);
        ids.push(part);
      }
    }
    return {
      data: this.#file(kept, glyfLength, renumbered),
      targets: glyphs.map((glyph) => renumbered.get(glyph) ?? 0),
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

  #partsOf(glyph: number): readonly number[] {
    const parts: number[] = [];
    forEachComponent(this.#source(glyph), (view, at) => parts.push(view.getUint16(at + 2)));
    return parts.length === 0 ? NO_PARTS : parts;
  }

  /** Kept, since names repeat letters. */
  #glyph(id: number): KeptGlyph {
    const known = this.#kept.get(id);
    if (known !== undefined) return known;
    const outline = withoutInstructions(this.#source(id));
    const made = { outline, sum: sumOf(outline), parts: this.#partsOf(id), ...this.#metricOf(id) };
    this.#kept.set(id, made);
    return made;
  }

  /** Writes the font file: tables one behind the other in the order of their names, each with its checksum. */
  #file(kept: readonly KeptGlyph[], glyfLength: number, renumbered: ReadonlyMap<number, number>): Uint8Array {
    const count = kept.length;
    const maxpLength = this.#maxp.length;
    const tables = tablesOf([
      ['glyf', glyfLength],
      ['head', this.#head.length],
      ['hhea', this.#hhea.length],
      ['hmtx', count * 4],
      ['loca', (count + 1) * 4],
      ['maxp', maxpLength],
    ]);
    const file = new Uint8Array(tables.total);
    const view = new DataView(file.buffer);
    const [glyf = 0, head = 0, hhea = 0, hmtx = 0, loca = 0, maxp = 0] = tables.offsets;

    let at = 0;
    let glyfSum = 0;
    for (let index = 0; index < count; index += 1) {
      const glyph = kept[index];
      if (glyph === undefined) break;
      const { outline } = glyph;
      file.set(outline, glyf + at);
      if (glyph.parts === NO_PARTS) glyfSum += glyph.sum;
      else {
        const own = file.subarray(glyf + at, glyf + at + outline.length);
        forEachComponent(own, (component, place) => {
          component.setUint16(place + 2, renumbered.get(component.getUint16(place + 2)) ?? 0);
        });
        glyfSum += sumOf(own);
      }
      at += outline.length;
      view.setUint32(loca + (index + 1) * 4, at);
      view.setUint16(hmtx + index * 4, glyph.advance);
      view.setInt16(hmtx + index * 4 + 2, glyph.bearing);
    }

    file.set(this.#head, head);
    view.setUint32(head + 8, 0);
    view.setInt16(head + 50, 1);
    file.set(this.#hhea, hhea);
    view.setUint16(hhea + 34, count);
    file.set(this.#maxp, maxp);
    view.setUint16(maxp + 4, count);
    // Without instructions there is no use for what they would need (bytes 14 to 27), and zones stay as they are.
    if (maxpLength >= 32) file.fill(0, maxp + 16, maxp + 28);

    tables.write(file, view, (index, from, to) =>
      index === 0 ? glyfSum >>> 0 : sumOf(file.subarray(from, to)),
    );
    // The whole file's checksum: its directory's and its tables'.
    let whole = sumOf(file.subarray(0, tables.headerLength));
    for (let index = 0; index < tables.offsets.length; index += 1) {
      whole = (whole + view.getUint32(12 + index * 16 + 4)) >>> 0;
    }
    view.setUint32(head + 8, (HEAD_ADJUSTMENT - whole) >>> 0);
    return file;
  }
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

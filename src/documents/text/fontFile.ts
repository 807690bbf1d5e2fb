/** Why a font file cannot be used. */
export type FontFault =
  | { readonly kind: 'notAFont'; readonly detail: string }
  | { readonly kind: 'forbidsEmbedding'; readonly detail: string };

/** What the page writer needs to know of a font file. Lengths are in font units unless the name says otherwise. */
export interface FontFile {
  readonly postscriptName: string;
  readonly outlines: 'truetype' | 'cff';
  readonly unitsPerEm: number;
  readonly glyphCount: number;
  readonly ascent: number;
  readonly descent: number;
  readonly capHeight: number;
  readonly boundingBox: readonly [number, number, number, number];
  readonly italicAngleDegrees: number;
  readonly fixedPitch: boolean;
  readonly serif: boolean;
  readonly weight: number;
}

interface Table {
  readonly offset: number;
  readonly length: number;
}

const FSTYPE_RESTRICTED = 0x0002;
const FSTYPE_USAGE_MASK = 0x000f;
const FSTYPE_NO_SUBSETTING = 0x0100;
const FSTYPE_BITMAP_ONLY = 0x0200;

/** The table directory of a TrueType or OpenType file; undefined when it is not one. */
function directoryOf(data: Uint8Array): Map<string, Table> | undefined {
  if (data.length < 12) return undefined;
  const view = viewOf(data);
  const version = view.getUint32(0);
  if (version !== 0x0001_0000 && version !== 0x4f54_544f && version !== 0x7472_7565) return undefined;
  const count = view.getUint16(4);
  if (12 + count * 16 > data.length) return undefined;
  const tables = new Map<string, Table>();
  for (let index = 0; index < count; index += 1) {
    const at = 12 + index * 16;
    const name = String.fromCharCode(
      view.getUint8(at),
      view.getUint8(at + 1),
      view.getUint8(at + 2),
      view.getUint8(at + 3),
    );
    const offset = view.getUint32(at + 8);
    const length = view.getUint32(at + 12);
    if (offset + length > data.length) return undefined;
    tables.set(name, { offset, length });
  }
  return tables;
}

/** Where a table of a font file lies; undefined when it has none of that name. */
export function tableOf(data: Uint8Array, name: string): { offset: number; length: number } | undefined {
  return directoryOf(data)?.get(name);
}

function viewOf(data: Uint8Array): DataView {
  return new DataView(data.buffer, data.byteOffset, data.byteLength);
}

/**
 * Reads the head of a font file and refuses one that cannot or may not be embedded as a subset.
 * Embedding rights are the OS/2 `fsType` bits (OpenType 1.9, OS/2 table).
 */
export function readFontFile(data: Uint8Array): FontFile | FontFault {
  const tables = directoryOf(data);
  if (tables === undefined)
    return { kind: 'notAFont', detail: 'It has no TrueType or OpenType table directory.' };
  const view = viewOf(data);
  const need = (name: string, size: number): Table | undefined => {
    const table = tables.get(name);
    return table !== undefined && table.length >= size ? table : undefined;
  };
  const head = need('head', 54);
  const hhea = need('hhea', 36);
  const maxp = need('maxp', 6);
  const cmap = need('cmap', 4);
  const hmtx = need('hmtx', 4);
  const glyf = tables.get('glyf');
  const cff = tables.get('CFF ');
  if (
    head === undefined ||
    hhea === undefined ||
    maxp === undefined ||
    cmap === undefined ||
    hmtx === undefined
  ) {
    return {
      kind: 'notAFont',
      detail: 'A table that every font has (head, hhea, hmtx, maxp, cmap) is missing.',
    };
  }
  if (glyf === undefined && cff === undefined) {
    return { kind: 'notAFont', detail: 'It has no outlines that can be printed (glyf or CFF).' };
  }
  if (tables.has('fvar')) {
    return { kind: 'notAFont', detail: 'It is a variable font. Give one weight as a file of its own.' };
  }
  if (glyf === undefined && cff !== undefined && isCidKeyed(data, cff)) {
    return { kind: 'notAFont', detail: 'It is a CID-keyed CFF font. Give the TrueType edition of it.' };
  }
  const unitsPerEm = view.getUint16(head.offset + 18);
  if (unitsPerEm < 16 || unitsPerEm > 16_384) {
    return { kind: 'notAFont', detail: `Its design size is ${unitsPerEm} units, outside 16 to 16384.` };
  }
  const os2 = need('OS/2', 78);
  if (os2 !== undefined) {
    const fsType = view.getUint16(os2.offset + 8);
    if ((fsType & FSTYPE_USAGE_MASK) === FSTYPE_RESTRICTED) {
      return { kind: 'forbidsEmbedding', detail: 'Its licence bits forbid embedding (fsType 2).' };
    }
    if ((fsType & FSTYPE_NO_SUBSETTING) !== 0 || (fsType & FSTYPE_BITMAP_ONLY) !== 0) {
      return {
        kind: 'forbidsEmbedding',
        detail: 'Its licence bits forbid embedding a subset of its outlines.',
      };
    }
  }
  const ascent = view.getInt16(hhea.offset + 4);
  const post = need('post', 16);
  const hasCapHeight = os2 !== undefined && os2.length >= 90 && view.getUint16(os2.offset) >= 2;
  const family = os2 === undefined ? 0 : view.getUint8(os2.offset + 30);
  return {
    postscriptName: postscriptNameOf(view, tables.get('name')) ?? 'Unnamed',
    outlines: glyf === undefined ? 'cff' : 'truetype',
    unitsPerEm,
    glyphCount: view.getUint16(maxp.offset + 4),
    ascent,
    descent: view.getInt16(hhea.offset + 6),
    capHeight: hasCapHeight ? view.getInt16(os2.offset + 88) : Math.round(ascent * 0.7),
    boundingBox: [
      view.getInt16(head.offset + 36),
      view.getInt16(head.offset + 38),
      view.getInt16(head.offset + 40),
      view.getInt16(head.offset + 42),
    ],
    italicAngleDegrees: post === undefined ? 0 : view.getInt32(post.offset + 4) / 65_536,
    fixedPitch: post !== undefined && view.getUint32(post.offset + 12) !== 0,
    serif: family >= 1 && family <= 7,
    weight: os2 === undefined ? 400 : view.getUint16(os2.offset + 4),
  };
}

function isCidKeyed(data: Uint8Array, cff: Table): boolean {
  // The ROS operator (12 30) opens the Top DICT of every CID-keyed font (Adobe TN 5176, section 18).
  const start = cff.offset;
  for (let index = start; index < Math.min(start + 256, start + cff.length - 1); index += 1) {
    if (data[index] === 12 && data[index + 1] === 30) return true;
  }
  return false;
}

function postscriptNameOf(view: DataView, table: Table | undefined): string | undefined {
  if (table === undefined || table.length < 6) return undefined;
  const count = view.getUint16(table.offset + 2);
  const strings = table.offset + view.getUint16(table.offset + 4);
  for (let index = 0; index < count; index += 1) {
    const at = table.offset + 6 + index * 12;
    if (at + 12 > table.offset + table.length) return undefined;
    if (view.getUint16(at + 6) !== 6) continue;
    const wide = view.getUint16(at) !== 1;
    const length = view.getUint16(at + 8);
    const from = strings + view.getUint16(at + 10);
    if (from + length > view.byteLength) continue;
    let name = '';
    for (let byte = wide ? 1 : 0; byte < length; byte += wide ? 2 : 1) {
      const code = view.getUint8(from + byte);
      const character = String.fromCharCode(code);
      if (/[A-Za-z0-9_+-]/u.test(character)) name += character;
    }
    if (name !== '') return name.slice(0, 60);
  }
  return undefined;
}

/** Glyph id to the lowest code point that the font's cmap gives it: what a glyph alone stands for. */
export function unicodeOfGlyphs(data: Uint8Array): Map<number, number> {
  const cmap = directoryOf(data)?.get('cmap');
  const result = new Map<number, number>();
  if (cmap === undefined) return result;
  const view = viewOf(data);
  const end = cmap.offset + cmap.length;
  const count = view.getUint16(cmap.offset + 2);
  let best: { at: number; format: number } | undefined;
  for (let index = 0; index < count; index += 1) {
    const record = cmap.offset + 4 + index * 8;
    if (record + 8 > end) break;
    const at = cmap.offset + view.getUint32(record + 4);
    if (at + 8 > end) continue;
    const format = view.getUint16(at);
    const platform = view.getUint16(record);
    if (platform !== 0 && platform !== 3) continue;
    if (format === 12 || (format === 4 && best?.format !== 12)) best = { at, format };
  }
  let mapped = 0;
  const add = (codePoint: number, glyph: number): void => {
    mapped += 1;
    if (mapped > MAX_MAPPINGS) throw new RangeError('The font maps more characters than Unicode has.');
    const known = result.get(glyph);
    if (glyph !== 0 && (known === undefined || codePoint < known)) result.set(glyph, codePoint);
  };
  if (best?.format === 12) readFormat12(view, best.at, end, add);
  if (best?.format === 4) readFormat4(view, best.at, end, add);
  return result;
}

const MAX_MAPPINGS = 0x11_0000;

type AddMapping = (codePoint: number, glyph: number) => void;

function readFormat12(view: DataView, at: number, end: number, add: AddMapping): void {
  const groups = view.getUint32(at + 12);
  for (let index = 0; index < groups; index += 1) {
    const group = at + 16 + index * 12;
    if (group + 12 > end) return;
    const first = view.getUint32(group);
    const last = Math.min(view.getUint32(group + 4), 0x10_ffff);
    const glyph = view.getUint32(group + 8);
    for (let codePoint = first; codePoint <= last; codePoint += 1) add(codePoint, glyph + codePoint - first);
  }
}

function readFormat4(view: DataView, at: number, end: number, add: AddMapping): void {
  const segments = view.getUint16(at + 6) / 2;
  if (at + 16 + segments * 8 > end) return;
  for (let segment = 0; segment < segments; segment += 1) {
    const last = view.getUint16(at + 14 + segment * 2);
    const first = view.getUint16(at + 16 + (segments + segment) * 2);
    const delta = view.getUint16(at + 16 + (2 * segments + segment) * 2);
    const rangeAt = at + 16 + (3 * segments + segment) * 2;
    const range = view.getUint16(rangeAt);
    for (let codePoint = first; codePoint <= last && codePoint !== 0xffff; codePoint += 1) {
      if (range === 0) {
        add(codePoint, (codePoint + delta) & 0xffff);
        continue;
      }
      const glyphAt = rangeAt + range + (codePoint - first) * 2;
      if (glyphAt + 2 > end) break;
      const glyph = view.getUint16(glyphAt);
      if (glyph !== 0) add(codePoint, (glyph + delta) & 0xffff);
    }
  }
}

import { decodePDFRawStream, PDFArray, PDFDict, PDFName, PDFNumber, PDFRawStream } from 'pdf-lib';

/** A composite font of a PDF file as its dictionaries tell it. */
export interface EmbeddedFont {
  readonly name: string;
  /** Widths by code, thousandths of the size. */
  readonly widths: ReadonlyMap<number, number>;
  readonly defaultWidth: number;
  /** Text by code, from ToUnicode. */
  readonly texts: ReadonlyMap<number, string>;
  readonly glyphOf: (code: number) => number;
  /** Advance widths of the glyphs in the embedded program, thousandths of the size. */
  readonly programWidths: readonly number[];
}

/** The bytes of a stream, unpacked. */
export function streamBytes(value: unknown): Buffer {
  if (!(value instanceof PDFRawStream)) throw new Error('This is no stream.');
  return Buffer.from(decodePDFRawStream(value).decode());
}

/** Reads a font and says what it breaks of PDF/A-2, 6.2.11 and PDF/UA-1, 7.21. */
export function readEmbeddedFont(font: PDFDict, faults: string[]): EmbeddedFont | undefined {
  const name = font.lookupMaybe(PDFName.of('BaseFont'), PDFName)?.decodeText() ?? 'a font without a name';
  const say = (holds: boolean, what: string): void => {
    if (!holds) faults.push(`${name}: ${what}`);
  };
  const is = (dict: PDFDict, key: string, value: string): boolean =>
    dict.lookup(PDFName.of(key)) === PDFName.of(value);
  say(is(font, 'Subtype', 'Type0'), 'is no composite font');
  say(is(font, 'Encoding', 'Identity-H'), 'has a CMap that is not embedded');
  const [inner] = font.lookupMaybe(PDFName.of('DescendantFonts'), PDFArray)?.asArray() ?? [];
  const descendant = font.context.lookupMaybe(inner, PDFDict);
  if (descendant === undefined) {
    say(false, 'has no descendant');
    return undefined;
  }
  say(is(descendant, 'Subtype', 'CIDFontType2'), 'is no TrueType font');
  say(is(descendant, 'BaseFont', name), 'has a descendant of another name');
  const system = descendant
    .lookupMaybe(PDFName.of('CIDSystemInfo'), PDFDict)
    ?.toString()
    .replaceAll(/\s+/gu, '');
  say(system === '<</Registry(Adobe)/Ordering(Identity)/Supplement0>>', 'has another character collection');
  const descriptor = descendant.lookupMaybe(PDFName.of('FontDescriptor'), PDFDict);
  const file = descriptor?.lookup(PDFName.of('FontFile2'));
  say(file !== undefined, 'is not embedded');
  say(/^[A-Z]{6}\+/u.test(name), 'is a subset without a tag');
  say(descriptor?.has(PDFName.of('CIDSet')) !== true, 'has a CIDSet, which nothing here checks');
  const map = descendant.lookup(PDFName.of('CIDToGIDMap'));
  say(map instanceof PDFRawStream, 'has no embedded CIDToGIDMap');
  if (file === undefined || !(map instanceof PDFRawStream)) return undefined;
  const places = streamBytes(map);
  return {
    name,
    widths: widthsOf(descendant.lookup(PDFName.of('W'), PDFArray)),
    defaultWidth: descendant.lookupMaybe(PDFName.of('DW'), PDFNumber)?.asNumber() ?? 1000,
    texts: textsOf(streamBytes(font.lookup(PDFName.of('ToUnicode'))).toString('latin1')),
    glyphOf: (code) => (code * 2 + 2 <= places.length ? places.readUInt16BE(code * 2) : 0),
    programWidths: programWidthsOf(streamBytes(file)),
  };
}

function widthsOf(array: PDFArray): ReadonlyMap<number, number> {
  const widths = new Map<number, number>();
  const items = array.asArray();
  for (let at = 0; at + 1 < items.length; at += 2) {
    const [first, list] = [items[at], items[at + 1]];
    if (!(first instanceof PDFNumber) || !(list instanceof PDFArray))
      throw new Error('W is written otherwise.');
    for (const [index, width] of list.asArray().entries()) {
      if (width instanceof PDFNumber) widths.set(first.asNumber() + index, width.asNumber());
    }
  }
  return widths;
}

function textsOf(map: string): ReadonlyMap<number, string> {
  const texts = new Map<number, string>();
  for (const [, code = '', text = ''] of map.matchAll(/<([0-9a-f]{4})><([0-9a-f]*)>\n/gu)) {
    texts.set(Number.parseInt(code, 16), Buffer.from(text, 'hex').swap16().toString('utf16le'));
  }
  return texts;
}

function programWidthsOf(program: Buffer): readonly number[] {
  const tables = new Map<string, number>();
  for (let entry = 12; entry < 12 + program.readUInt16BE(4) * 16; entry += 16)
    tables.set(program.toString('latin1', entry, entry + 4), program.readUInt32BE(entry + 8));
  const need = (table: string): number => {
    const at = tables.get(table);
    if (at === undefined) throw new Error(`The embedded font has no ${table} table.`);
    return at;
  };
  const em = program.readUInt16BE(need('head') + 18);
  const count = program.readUInt16BE(need('hhea') + 34);
  if (program.readUInt16BE(need('maxp') + 4) !== count)
    throw new Error('Not each glyph has a width of its own.');
  need('glyf');
  need('loca');
  return Array.from(
    { length: count },
    (_, glyph) => (program.readUInt16BE(need('hmtx') + glyph * 4) * 1000) / em,
  );
}

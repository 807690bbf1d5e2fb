import type { TextEngine } from '../text/engine.ts';
import { tableOf } from '../text/fontFile.ts';
import type { FontFile } from '../text/fontFile.ts';
import { TrueTypeCutter } from '../text/trueTypeCut.ts';
import { deflate } from './compression/deflate.ts';
import { deflateSparse } from './compression/sparseDeflate.ts';
import type { PdfFile } from './pdfFile.ts';
import { hex16, pdfNumber, utf16Hex } from './syntax.ts';
import type { DrawnFont } from './textDrawing.ts';

/** A font of a template with all that is needed to embed it. */
export interface EmbeddableFont extends DrawnFont {
  readonly file: FontFile;
  /**
   * Cuts out glyphs, given in rising order with 0 among them. `targets` are their new numbers in a TrueType font; without
   * them glyph ids are as they were.
   */
  cut(glyphs: readonly number[]): { readonly data: Uint8Array; readonly targets?: readonly number[] };
}

/** Object numbers that one embedded font takes. */
export const OBJECTS_PER_FONT = 6;

/**
 * Writes a font as a composite font (Type0, Identity-H) with the given glyphs, embedded as a subset, with a
 * ToUnicode map. Character codes are the glyph ids of the whole font, so pages can be written before it is known what the
 * subset holds. Takes `OBJECTS_PER_FONT` numbers from `first`; the font dictionary is `first` itself.
 *
 * @param glyphs glyph id to the text it stands for; empty where marked content tells it.
 * @param pressed whether outlines and ToUnicode are deflated: it saves a third of a few kilobytes, and takes longer than
 *   the rest of a single certificate.
 */
export function writeFont(
  file: PdfFile,
  first: number,
  font: EmbeddableFont,
  glyphs: ReadonlyMap<number, string>,
  pressed: boolean,
): void {
  const ordered = [...glyphs.keys()].toSorted((left, right) => left - right);
  const { file: about } = font;
  const program = font.cut(ordered);
  const name = `${subsetTag(ordered)}+${about.postscriptName}`;
  const em = 1000 / about.unitsPerEm;
  const [descendant, descriptor, data, toUnicode, map] = [
    first + 1,
    first + 2,
    first + 3,
    first + 4,
    first + 5,
  ];
  const truetype = program.targets !== undefined;
  file.object(
    first,
    `<</Type/Font/Subtype/Type0/BaseFont/${name}/Encoding/Identity-H/DescendantFonts[${descendant} 0 R]/ToUnicode ${toUnicode} 0 R>>`,
  );
  file.object(
    descendant,
    `<</Type/Font/Subtype/${truetype ? 'CIDFontType2' : 'CIDFontType0'}/BaseFont/${name}` +
      `/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor ${descriptor} 0 R` +
      `${truetype ? `/CIDToGIDMap ${map} 0 R` : ''}/DW 1000/W[${widthsOf(font, ordered, em)}]>>`,
  );
  file.object(
    descriptor,
    `<</Type/FontDescriptor/FontName/${name}/Flags ${flagsOf(about)}` +
      `/FontBBox[${about.boundingBox.map((value) => pdfNumber(value * em)).join(' ')}]` +
      `/ItalicAngle ${pdfNumber(about.italicAngleDegrees)}/Ascent ${pdfNumber(about.ascent * em)}` +
      `/Descent ${pdfNumber(about.descent * em)}/CapHeight ${pdfNumber(about.capHeight * em)}` +
      `/StemV ${about.weight >= 600 ? 120 : 80}/${truetype ? 'FontFile2' : 'FontFile3'} ${data} 0 R>>`,
  );
  file.stream(
    data,
    (truetype ? `/Length1 ${program.data.length}` : '/Subtype/CIDFontType0C') +
      (pressed ? '/Filter/FlateDecode' : ''),
    pressed ? deflate(program.data) : program.data,
  );
  const unicode = toUnicodeMap(ordered, glyphs);
  if (pressed) file.stream(toUnicode, '/Filter/FlateDecode', deflate(new TextEncoder().encode(unicode)));
  else file.textStream(toUnicode, '', unicode);
  if (program.targets === undefined) file.object(map, 'null');
  else {
    const packed = deflateSparse((ordered.at(-1) ?? 0) + 1, ordered, program.targets);
    file.stream(map, '/Filter/FlateDecode', packed);
  }
}

/**
 * Makes the cutter of a font: TrueType is cut here, glyph by glyph; CFF by HarfBuzz, which keeps its glyph ids, so that
 * no map is needed.
 */
export function cutterOf(data: Uint8Array, about: FontFile, engine: TextEngine): EmbeddableFont['cut'] {
  if (about.outlines === 'cff') {
    return (glyphs) => {
      const subset = engine.subset(data, glyphs);
      if (subset === undefined) throw new Error(`The subsetter refuses the font ${about.postscriptName}.`);
      return { data: cffTableOf(subset) };
    };
  }
  let cutter: TrueTypeCutter | undefined;
  return (glyphs) => (cutter ??= new TrueTypeCutter(data)).cut(glyphs);
}

/** Six capital letters that depend on the glyphs alone (ISO 32000-2, 9.9.2): FNV-1a of their ids, written to base 26. */
function subsetTag(glyphs: readonly number[]): string {
  let hash = 0x811c_9dc5 | 0;
  for (const glyph of glyphs) {
    hash = Math.imul(hash ^ (glyph & 0xff), 0x0100_0193);
    hash = Math.imul(hash ^ (glyph >> 8), 0x0100_0193);
  }
  let rest = hash >>> 0;
  let tag = '';
  for (let letter = 0; letter < 6; letter += 1) {
    tag += String.fromCharCode(65 + (rest % 26));
    rest = Math.floor(rest / 26);
  }
  return tag;
}

function flagsOf(about: FontFile): number {
  const symbolic = 4;
  return (
    symbolic + (about.fixedPitch ? 1 : 0) + (about.serif ? 2 : 0) + (about.italicAngleDegrees === 0 ? 0 : 64)
  );
}

function widthsOf(font: EmbeddableFont, glyphs: readonly number[], em: number): string {
  let text = '';
  let previous = -2;
  for (const glyph of glyphs) {
    const width = pdfNumber(font.font.advanceOf(glyph) * em);
    if (glyph === previous + 1) text += ` ${width}`;
    else text += `${previous < 0 ? '' : ']'}${glyph}[${width}`;
    previous = glyph;
  }
  return glyphs.length > 0 ? `${text}]` : text;
}

function cffTableOf(font: Uint8Array): Uint8Array {
  const table = tableOf(font, 'CFF ');
  if (table === undefined) throw new Error('The subsetter gave back a font without CFF outlines.');
  return font.subarray(table.offset, table.offset + table.length);
}

const MAPPINGS_PER_BLOCK = 100;
/** Zero width space: for glyphs whose text is told by marked content, since PDF/A wants every glyph to stand for something. */
const SILENT = '\u200b';

function toUnicodeMap(glyphs: readonly number[], texts: ReadonlyMap<number, string>): string {
  const mapped = glyphs.filter((glyph) => glyph !== 0);
  const blocks: string[] = [];
  for (let at = 0; at < mapped.length; at += MAPPINGS_PER_BLOCK) {
    const block = mapped.slice(at, at + MAPPINGS_PER_BLOCK);
    const rows = block.map((glyph) => `<${hex16(glyph)}><${utf16Hex(texts.get(glyph) || SILENT)}>\n`);
    blocks.push(`${block.length} beginbfchar\n${rows.join('')}endbfchar\n`);
  }
  return (
    '/CIDInit/ProcSet findresource begin\n12 dict begin\nbegincmap\n' +
    '/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n/CMapName/Adobe-Identity-UCS def\n/CMapType 2 def\n' +
    `1 begincodespacerange\n<0000><ffff>\nendcodespacerange\n${blocks.join('')}` +
    'endcmap\nCMapName currentdict/CMap defineresource pop\nend\nend\n'
  );
}

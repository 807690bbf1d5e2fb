import type { ShapingFont } from './engine.ts';

/** Latin with the diacritics of Europe, Turkey and Vietnam, and the punctuation of names, titles and dates. */
const COVERED: readonly (readonly [first: number, last: number])[] = [
  [0x20, 0x7e],
  [0xa0, 0x17f],
  [0x218, 0x21b],
  [0x1a0, 0x1b0],
  [0x1ea0, 0x1ef9],
  [0x2010, 0x2026],
  [0x2032, 0x2033],
  [0x2116, 0x2122],
];
const LIGATURES = [
  'ff',
  'fi',
  'fl',
  'ffi',
  'ffl',
  'Th',
  'ct',
  'st',
  'fj',
  'fb',
  'fh',
  'fk',
  'tt',
  'ft',
  'Qu',
];

/**
 * The glyphs that a usual certificate needs from a font, with what each stands for. A file with one certificate carries
 * them cut out and compressed beforehand, so that it costs nothing to write.
 */
export function coverageGlyphs(font: ShapingFont): Map<number, string> {
  const glyphs = new Map<number, string>([[0, '']]);
  for (const [first, last] of COVERED) {
    for (let code = first; code <= last; code += 1) {
      const glyph = font.glyphOf(code);
      if (glyph !== 0 && !glyphs.has(glyph)) glyphs.set(glyph, String.fromCodePoint(code));
    }
  }
  for (const text of LIGATURES) {
    const shaped = font.shape({
      text,
      start: 0,
      end: text.length,
      direction: 'ltr',
      script: 'Latn',
      language: 'en',
    });
    const [glyph] = shaped.glyphs;
    if (shaped.glyphs.length === 1 && glyph !== undefined && !glyphs.has(glyph)) glyphs.set(glyph, text);
  }
  return glyphs;
}

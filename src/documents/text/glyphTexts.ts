import type { ShapingFont } from './engine.ts';
import { unicodeOfGlyphs } from './fontFile.ts';

const LIGATURES = 'ff fi fl ffi ffl fj ffj fb ffb fh ffh fk ffk ft fft tt Th ct st Qu ij IJ'.split(' ');
const ARABIC_LETTERS: readonly (readonly [first: number, last: number])[] = [
  [0x620, 0x64a],
  [0x66e, 0x6d3],
  [0x6ee, 0x6ff],
];
const JOINER = '\u200d';

/**
 * What each glyph of a font stands for when it is alone: a character, a ligature's letters, or a joined form's letter.
 * A glyph that may stand for several things is left out; where it is used, the page says what is meant. The answer depends
 * on the font alone, so a page does not depend on the pages before it.
 */
export function glyphTexts(data: Uint8Array, font: ShapingFont): ReadonlyMap<number, string> {
  const texts = new Map<number, string>();
  for (const [glyph, code] of unicodeOfGlyphs(data)) texts.set(glyph, plainText(code));
  const known = new Set(texts.keys());
  const add = (text: string, before: string, after: string, script: string): void => {
    const { glyphs } = font.shape({
      text: before + text + after,
      start: before.length,
      end: before.length + text.length,
      direction: script === 'Arab' ? 'rtl' : 'ltr',
      script,
      language: script === 'Arab' ? 'ar' : 'en',
    });
    const [glyph] = glyphs;
    if (glyphs.length !== 1 || glyph === undefined || glyph === 0 || known.has(glyph)) return;
    const other = texts.get(glyph);
    if (other === undefined) texts.set(glyph, text);
    else if (other !== text) {
      texts.delete(glyph);
      known.add(glyph);
    }
  };
  if (font.glyphOf(0x66) !== 0) for (const text of LIGATURES) add(text, '', '', 'Latn');
  if (font.glyphOf(0x628) === 0) return texts;
  for (const [first, last] of ARABIC_LETTERS) {
    for (let code = first; code <= last; code += 1) {
      if (font.glyphOf(code) === 0) continue;
      const letter = String.fromCodePoint(code);
      add(letter, '', JOINER, 'Arab');
      add(letter, JOINER, JOINER, 'Arab');
      add(letter, JOINER, '', 'Arab');
    }
  }
  return texts;
}

/** A joined form that has a code of its own stands for its letter (Unicode, Arabic presentation forms). */
function plainText(code: number): string {
  const character = String.fromCodePoint(code);
  const isForm = (code >= 0xfb50 && code <= 0xfdff) || (code >= 0xfe70 && code <= 0xfefc);
  const plain = isForm ? character.normalize('NFKC') : character;
  // A mark alone is written over a space there, and is no letter.
  return plain.startsWith(' ') ? character : plain;
}

/** Why a character may not be printed. */
export type CharacterRefusal = 'control' | 'directionOverride' | 'emoji' | 'loneSurrogate' | 'privateUse';

const EMOJI = /\p{Extended_Pictographic}|\p{Emoji_Modifier}|\p{Regional_Indicator}/u;
/** Pictographs by property that are ordinary text: copyright, registered, trade mark, arrows, numerals. */
const TEXT_PICTOGRAPH =
  /[\u00a9\u00ae\u2122\u203c\u2049\u2139\u2194-\u21aa\u25aa\u25ab\u25b6\u25c0\u3030\u303d]/u;
const DIRECTION_OVERRIDE = /[\u202a-\u202e\u2066-\u2069]/u;
const PRIVATE_USE = /\p{Co}/u;
const CONTROL = /\p{Cc}|[\u2028\u2029\ufff9-\ufffc\ufeff]/u;
/** Characters that shape their neighbours or order, and have no ink of their own. */
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/u;
const MARK = /\p{M}/u;

/**
 * Why this character may not stand in a printed value; undefined when it may.
 *
 * Direction overrides are refused because they make a name read other than it is stored; joiners and direction marks
 * stay, since Persian, Indic and mixed-direction names need them.
 */
export function refusalOf(character: string): CharacterRefusal | undefined {
  const code = character.codePointAt(0) ?? 0;
  if (code >= 0x20 && code < 0x7f) return undefined;
  if (code >= 0xd800 && code <= 0xdfff) return 'loneSurrogate';
  if (CONTROL.test(character)) return 'control';
  if (DIRECTION_OVERRIDE.test(character)) return 'directionOverride';
  if (PRIVATE_USE.test(character)) return 'privateUse';
  if (EMOJI.test(character) && !TEXT_PICTOGRAPH.test(character)) return 'emoji';
  return undefined;
}

/** True for a character that has no ink and needs no glyph. */
export function isInvisible(codePoint: number): boolean {
  if (codePoint < 0xad) return false;
  return INVISIBLE.test(String.fromCodePoint(codePoint));
}

const VISIBLE = /[^\s\u2800\p{Default_Ignorable_Code_Point}]/u;

/** True for a text of which nothing would be seen: spaces, joiners and their like alone. */
export function isBlank(text: string): boolean {
  return !VISIBLE.test(text);
}

/** True for a combining mark, which must take the font of its base. */
export function isMark(codePoint: number): boolean {
  return codePoint >= 0x300 && MARK.test(String.fromCodePoint(codePoint));
}

const SCRIPTS: readonly (readonly [script: string, pattern: RegExp])[] = [
  ['Latn', /\p{Script=Latin}/u],
  ['Cyrl', /\p{Script=Cyrillic}/u],
  ['Grek', /\p{Script=Greek}/u],
  ['Arab', /\p{Script=Arabic}/u],
  ['Hebr', /\p{Script=Hebrew}/u],
  ['Deva', /\p{Script=Devanagari}/u],
  ['Thai', /\p{Script=Thai}/u],
  ['Hani', /\p{Script=Han}/u],
  ['Hira', /\p{Script=Hiragana}/u],
  ['Kana', /\p{Script=Katakana}/u],
  ['Hang', /\p{Script=Hangul}/u],
  ['Bopo', /\p{Script=Bopomofo}/u],
  ['Armn', /\p{Script=Armenian}/u],
  ['Geor', /\p{Script=Georgian}/u],
  ['Beng', /\p{Script=Bengali}/u],
  ['Guru', /\p{Script=Gurmukhi}/u],
  ['Gujr', /\p{Script=Gujarati}/u],
  ['Orya', /\p{Script=Oriya}/u],
  ['Taml', /\p{Script=Tamil}/u],
  ['Telu', /\p{Script=Telugu}/u],
  ['Knda', /\p{Script=Kannada}/u],
  ['Mlym', /\p{Script=Malayalam}/u],
  ['Sinh', /\p{Script=Sinhala}/u],
  ['Laoo', /\p{Script=Lao}/u],
  ['Khmr', /\p{Script=Khmer}/u],
  ['Mymr', /\p{Script=Myanmar}/u],
  ['Tibt', /\p{Script=Tibetan}/u],
  ['Ethi', /\p{Script=Ethiopic}/u],
  ['Cher', /\p{Script=Cherokee}/u],
  ['Mong', /\p{Script=Mongolian}/u],
  ['Syrc', /\p{Script=Syriac}/u],
  ['Thaa', /\p{Script=Thaana}/u],
];

const scriptsSeen = new Map<number, string | undefined>();
const SCRIPTS_SEEN_LIMIT = 20_000;

/** ISO 15924 script of a code point; undefined for what every script shares (spaces, digits, punctuation, marks). */
export function scriptOf(codePoint: number): string | undefined {
  if (codePoint < 0x80) {
    const letter = codePoint | 0x20;
    return letter >= 0x61 && letter <= 0x7a ? 'Latn' : undefined;
  }
  if (scriptsSeen.has(codePoint)) return scriptsSeen.get(codePoint);
  const character = String.fromCodePoint(codePoint);
  const found = SCRIPTS.find(([, pattern]) => pattern.test(character))?.[0];
  if (scriptsSeen.size >= SCRIPTS_SEEN_LIMIT) scriptsSeen.clear();
  scriptsSeen.set(codePoint, found);
  return found;
}

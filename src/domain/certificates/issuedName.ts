import { err, ok } from '../result.ts';
import type { Result } from '../result.ts';
import type { NameProblem } from './snapshot.ts';

const ZERO_WIDTH_JOINERS = /[\u200C\u200D]/u;
const LETTER = /^\p{L}$/u;
const MARK = /^\p{M}$/u;
const BEARS_VARIATION = /^[\p{Script=Han}\p{Script=Mongolian}]$/u;
const IGNORABLE = /^[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cc}]$/u;
const VARIATION_SELECTOR = /^\p{Variation_Selector}$/u;

function keeps(character: string, before: string | undefined, after: string | undefined): boolean {
  if (!IGNORABLE.test(character)) return true;
  if (before === undefined) return false;
  if (VARIATION_SELECTOR.test(character)) return BEARS_VARIATION.test(before);
  if (!ZERO_WIDTH_JOINERS.test(character)) return false;
  return MARK.test(before) || (LETTER.test(before) && after !== undefined && LETTER.test(after));
}

function withoutInvisibles(text: string): string {
  const characters = Array.from(text);
  return characters
    .filter((each, index) => keeps(each, characters[index - 1], characters[index + 1]))
    .join('');
}

/**
 * Makes a name fit to be printed and signed as it is: composed (NFC), spaces collapsed and trimmed, control characters
 * and invisible ones removed, above all the bidirectional overrides that let a name be read as another (Unicode
 * TR36, section 2.5). What a script needs to be spelled stays: joiners inside Persian or Indic words, variation selectors
 * after Han and Mongolian letters. Cleaning twice is cleaning once.
 *
 * Refused: `empty` (no letter and no digit is left), `too_long` (over 200 UTF-16 units), `broken_text` (lone
 * surrogates, replacement, private or unassigned characters, or over ten marks on one letter: a wrong encoding
 * somewhere upstream), `emoji` (pictures print in no certificate font).
 */
export function cleanIssuedName(raw: string): Result<string, NameProblem> {
  if (!raw.isWellFormed()) return err('broken_text');
  let name = raw;
  let before: string;
  do {
    before = name;
    name = withoutInvisibles(name.normalize('NFC').replace(/[\p{Z}\t\n\v\f\r\u0085]+/gu, ' ')).trim();
  } while (name !== before);
  if (/[\p{Extended_Pictographic}\p{Regional_Indicator}\u20E3]/u.test(name)) return err('emoji');
  if (/[\uFFFD\p{Co}\p{Cn}]|\p{M}{11}/u.test(name)) return err('broken_text');
  if (!/[\p{L}\p{N}]/u.test(name)) return err('empty');
  return name.length > 200 ? err('too_long') : ok(name);
}

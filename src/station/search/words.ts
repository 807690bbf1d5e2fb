/** How names and numbers are folded for searching: the one way to write a word, whoever types it. */

const PLAIN = /^[\x20-\x7e]*$/u;
/** Letters that do not come apart into a base letter and a mark (Unicode gives them no decomposition). */
const WHOLE: Readonly<Record<string, string>> = {
  ß: 'ss',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  æ: 'ae',
  œ: 'oe',
  ı: 'i',
  ħ: 'h',
};

/** Small letters without accents: `Núñez` and `NUNEZ` are both `nunez`. */
export function folded(text: string): string {
  if (PLAIN.test(text)) return text.toLowerCase();
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[ßøłđðþæœıħ]/gu, (letter) => WHOLE[letter] ?? letter);
}

/** The words of a name, folded: what stands between anything that is no letter and no digit. */
export function nameWords(name: string): string[] {
  return folded(name)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}

/** The text that a search looks through: each word of the name and then the number, each with a space before it. */
export function searchTextOf(issuedName: string, certificateNumber: string): string {
  return ` ${nameWords(issuedName).join(' ')} ${folded(certificateNumber)}`;
}

/** The words that a search text is found by, each once. */
export function wordsOf(searchText: string): string[] {
  return [...new Set(searchText.split(' '))].filter((word) => word !== '');
}

/**
 * What a person typed, as the beginnings of words that must all be there. A group with a digit is the beginning of a
 * number and keeps its hyphens; any kind of dash is one.
 */
export function typedWords(text: string): string[] {
  const groups = folded(text.replaceAll(/\p{Pd}/gu, '-')).split(/\s+/u);
  return [
    ...new Set(groups.flatMap((group) => (/\p{N}/u.test(group) ? [group] : group.split(/[^\p{L}\p{N}]+/u)))),
  ].filter((word) => word !== '');
}

/** Is a folded word (the beginning of) a certificate number, or a word of a name that is written like one? */
export function isNumber(word: string): boolean {
  return /[\p{N}-]/u.test(word);
}

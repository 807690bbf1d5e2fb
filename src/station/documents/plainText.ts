/** Characters of Windows-1252 beyond Latin-1, which the standard PDF fonts have. */
const BEYOND_LATIN_1 = '€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ';

/**
 * Text as a carrier's label can say it: letters that the standard PDF fonts lack lose their accents, and what is left
 * over becomes `?`. Carriers take Latin letters only; the tracking number, not the name, is what moves the envelope.
 */
export function labelText(text: string): string {
  return Array.from(text.normalize('NFC'), (character) => {
    if (/^[\u0020-\u007e\u00a1-\u00ff]$/u.test(character) || BEYOND_LATIN_1.includes(character))
      return character;
    const bare = character.normalize('NFKD').replace(/\p{M}/gu, '');
    if (/^[\u0020-\u007e]+$/u.test(bare)) return bare;
    return /\p{M}|\p{C}/u.test(character) ? '' : /\s/u.test(character) ? ' ' : '?';
  }).join('');
}

/** Letter size by length of the word, so that it fills the panel and never breaks. */
export function verdictSize(word: string): number {
  const letters = [...word].length;
  if (letters <= 6) return 168;
  if (letters <= 9) return 128;
  if (letters <= 13) return 96;
  return letters <= 18 ? 76 : 60;
}

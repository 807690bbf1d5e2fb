/** Is it a language tag as templates have them, such as `en-US`? */
export function isLanguage(text: string): boolean {
  return /^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/u.test(text);
}

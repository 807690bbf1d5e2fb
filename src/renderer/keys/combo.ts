/** Key combinations as they are written on the screen: `F2`, `Alt+1`, `Mod+K`, `S`, `?`. `Mod` is Ctrl, or Cmd on a Mac. */

export interface KeyPress {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

/** Is this combination one printable character without Ctrl, Alt or Cmd? Such keys belong to a hand, or to a scanner. */
export function isPlainCharacter(combo: string): boolean {
  return [...combo].length === 1;
}

function codeOf(key: string): string | null {
  if (/^[0-9]$/u.test(key)) return `Digit${key}`;
  if (/^[A-Z]$/u.test(key)) return `Key${key}`;
  return null;
}

/** Does a key press mean this combination? Letters ignore case; with Alt the physical key counts, not what it types. */
export function matchesCombo(combo: string, press: KeyPress): boolean {
  const parts = combo.split('+');
  const key = parts.at(-1) ?? '';
  const wantsMod = parts.includes('Mod');
  const wantsAlt = parts.includes('Alt');
  const wantsShift = parts.includes('Shift');
  if ((press.ctrlKey || press.metaKey) !== wantsMod || press.altKey !== wantsAlt) return false;
  if (isPlainCharacter(combo)) return press.key.toLowerCase() === key.toLowerCase();
  if (press.shiftKey !== wantsShift) return false;
  return press.code === codeOf(key) || press.key.toLowerCase() === key.toLowerCase();
}

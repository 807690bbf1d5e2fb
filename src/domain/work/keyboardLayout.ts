/**
 * A wedge scanner presses keys as on a US keyboard; a computer set to another layout turns them into other characters.
 * Each table says, in pairs, which character appears and which one was meant; only what a verify URL uses is listed.
 */
const GERMAN = 'Ö: -/ §# ´= /& ß- ?_ yz zy YZ ZY';
const SPANISH = "Ñ: -/ ·# ## ¡= ¿= /& '- ?_";
const FRENCH = 'M: !/ 3# == 7& )- °_ :. à0 &1 é2 "3 \'4 (5 -6 è7 _8 ç9 aq qa AQ QA zw wz ZW WZ ,m ?M';

function tableOf(pairs: string): ReadonlyMap<string, string> {
  return new Map(pairs.split(' ').map((pair) => [pair.charAt(0), pair.charAt(1)]));
}

type Layout = {
  /** What `://` becomes; no URL begins like that, so it proves the layout. */
  readonly proof: RegExp;
  readonly table: ReadonlyMap<string, string>;
  readonly deadAccents: boolean;
};

const layouts: readonly Layout[] = [
  { proof: /^https?Ö--/u, table: tableOf(GERMAN), deadAccents: true },
  { proof: /^https?Ñ--/u, table: tableOf(SPANISH), deadAccents: false },
  { proof: /^https?M!!/u, table: tableOf(FRENCH), deadAccents: false },
];

function swapCase(text: string): string {
  return Array.from(text, (each) =>
    each === each.toUpperCase() ? each.toLowerCase() : each.toUpperCase(),
  ).join('');
}

/** On a German keyboard the key for `=` is a dead accent, which melts into the letter after it: á stands for =a. */
function withoutDeadAccents(text: string): string {
  return text
    .normalize('NFD')
    .replace(/([A-Za-z])\u0301/gu, '´$1')
    .normalize('NFC');
}

/**
 * Undoes stuck caps lock and a German, Spanish, Latin American or French keyboard in a scanned URL. Any text whose
 * beginning does not prove such a mishap comes back as it is.
 */
export function repairKeyboard(text: string): string {
  const cased = text.startsWith('HTTP') ? swapCase(text) : text;
  const layout = layouts.find(({ proof }) => proof.test(cased));
  if (layout === undefined) return /^https?:/u.test(cased) ? cased : text;
  const meant = layout.deadAccents ? withoutDeadAccents(cased) : cased;
  return Array.from(meant, (each) => layout.table.get(each) ?? each).join('');
}

/** Swaps y and z, which a German keyboard exchanges; for texts that can prove that they are right now. */
export function swapYAndZ(text: string): string {
  const swapped: Readonly<Record<string, string>> = { y: 'z', z: 'y', Y: 'Z', Z: 'Y' };
  return text.replace(/[yz]/giu, (letter) => swapped[letter] ?? letter);
}

/**
 * Code 128 (ISO/IEC 15417): the bars of a barcode as widths in modules. Digits go two to a symbol in set C where that is
 * shorter, everything else is printable ASCII in set B; FNC1 (here `FNC1`, U+001D) starts and parts GS1 elements.
 */

/** Stands for the function character 1. */
export const FNC1 = '\u001d';

/** Bar and space widths of symbols 0 to 105, and of the stop at 106 (ISO/IEC 15417, table 1). */
const PATTERNS: readonly string[] = (
  '212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132 122231 113222 ' +
  '123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 321221 312212 322112 322211 212123 212321 ' +
  '232121 111323 131123 131321 112313 132113 132311 211313 231113 231311 112133 112331 132131 113123 113321 133121 ' +
  '313121 211331 231131 213113 213311 213131 311123 311321 331121 312113 312311 332111 314111 221411 431111 111224 ' +
  '111422 121124 121421 141122 141221 112214 112412 122114 122411 142112 142211 241211 221114 413111 241112 134111 ' +
  '111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 114113 ' +
  '114311 411113 411311 113141 114131 311141 411131 211412 211214 211232 2331112'
).split(' ');

const START_B = 104;
const START_C = 105;
const TO_C = 99;
const TO_B = 100;
const FNC1_VALUE = 102;
const STOP = 106;

/** How many digits stand at `index` and after it, FNC1 not counted as one. */
function digitsFrom(text: string, index: number): number {
  let end = index;
  while (end < text.length && text.charAt(end) >= '0' && text.charAt(end) <= '9') end += 1;
  return end - index;
}

/** Is set C worth it here? From two pairs on, or where nothing but digits and FNC1 follow. */
function wantsC(text: string, index: number): boolean {
  let at = index;
  while (text.charAt(at) === FNC1) at += 1;
  const digits = digitsFrom(text, at);
  return digits >= 4 || (digits >= 2 && digits % 2 === 0 && at + digits === text.length);
}

/** The symbol values without check and stop. */
function valuesOf(text: string): number[] {
  let inC = wantsC(text, 0);
  const values = [inC ? START_C : START_B];
  for (let index = 0; index < text.length;) {
    const character = text.charAt(index);
    if (character === FNC1) {
      values.push(FNC1_VALUE);
      index += 1;
      continue;
    }
    if (inC && digitsFrom(text, index) >= 2) {
      values.push(Number(text.slice(index, index + 2)));
      index += 2;
      continue;
    }
    if (inC) {
      values.push(TO_B);
      inC = false;
      continue;
    }
    const run = digitsFrom(text, index);
    if (run >= 4 && run % 2 === 0 && wantsC(text, index)) {
      values.push(TO_C);
      inC = true;
      continue;
    }
    const code = character.charCodeAt(0);
    if (code < 32 || code > 126) throw new RangeError(`Code 128 set B has no U+${code.toString(16)}`);
    values.push(code - 32);
    index += 1;
  }
  return values;
}

/**
 * The barcode of a text: widths in modules, bar first, then space and bar by turns. A quiet zone of ten modules on each
 * side is the drawer's to leave.
 *
 * @throws RangeError for a character outside printable ASCII, which no identifier of the product has.
 */
export function code128(text: string): readonly number[] {
  const values = valuesOf(text);
  const check = values.reduce((sum, value, index) => sum + value * Math.max(1, index), 0) % 103;
  return [...values, check, STOP].flatMap((value) => Array.from(PATTERNS[value] ?? '', Number));
}

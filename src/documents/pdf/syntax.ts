/** A number as PDF writes it: at most four decimals, no exponent. */
export function pdfNumber(value: number): string {
  const rounded = Math.round(value * 10_000) / 10_000;
  if (Number.isInteger(rounded)) return rounded === 0 ? '0' : String(rounded);
  const text = String(rounded);
  return text.includes('e') ? '0' : text;
}

const HEX: readonly string[] = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** Four hexadecimal digits of a 16-bit number. */
export function hex16(value: number): string {
  return (HEX[(value >> 8) & 0xff] ?? '') + (HEX[value & 0xff] ?? '');
}

/** Hexadecimal digits of bytes. */
export function hexOf(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += HEX[byte] ?? '';
  return text;
}

/** A Unicode string as UTF-16BE hexadecimal digits, without a byte order mark. */
export function utf16Hex(text: string): string {
  let result = '';
  for (let index = 0; index < text.length; index += 1) result += hex16(text.charCodeAt(index));
  return result;
}

/** A text string object: `<FEFF...>`. */
export function pdfText(text: string): string {
  return `<feff${utf16Hex(text)}>`;
}

/** A colour `#rrggbb` as the operands of a fill: grey where it is grey, so that black prints with black ink alone. */
export function fillColour(colour: string): string {
  const channel = (at: number): number => Number.parseInt(colour.slice(at, at + 2), 16) / 255;
  const [red, green, blue] = [channel(1), channel(3), channel(5)];
  if (red === green && green === blue) return `${pdfNumber(red)} g`;
  return `${pdfNumber(red)} ${pdfNumber(green)} ${pdfNumber(blue)} rg`;
}

const POINTS_PER_MILLIMETRE = 72 / 25.4;

/** Millimetres to PDF points. */
export function points(millimetres: number): number {
  return millimetres * POINTS_PER_MILLIMETRE;
}

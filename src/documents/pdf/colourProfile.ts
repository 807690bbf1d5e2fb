/**
 * The sRGB colour space as an ICC profile (ICC.1:2001-04, version 2, matrix and one tone curve), built from the numbers of
 * IEC 61966-2-1. PDF/A asks for a profile that says what the colours of a page mean.
 */
export function srgbProfile(): Uint8Array {
  const description = textDescription('sRGB');
  const copyright = tagged('text', ascii('No rights reserved.\0'));
  const curve = toneCurve();
  const tags: readonly (readonly [name: string, data: Uint8Array])[] = [
    ['desc', description],
    ['cprt', copyright],
    ['wtpt', xyz(0.9642, 1, 0.8249)],
    ['rXYZ', xyz(0.436, 0.2225, 0.0139)],
    ['gXYZ', xyz(0.3851, 0.7169, 0.0971)],
    ['bXYZ', xyz(0.1431, 0.0606, 0.7141)],
    ['rTRC', curve],
    ['gTRC', curve],
    ['bTRC', curve],
  ];
  const places = new Map<Uint8Array, number>();
  let length = 128 + 4 + tags.length * 12;
  for (const [, data] of tags) {
    if (places.has(data)) continue;
    places.set(data, length);
    length += (data.length + 3) & ~3;
  }
  const profile = new Uint8Array(length);
  const view = new DataView(profile.buffer);
  view.setUint32(0, length);
  view.setUint32(8, 0x0210_0000);
  profile.set(ascii('mntrRGB XYZ '), 12);
  view.setUint16(24, 2026);
  view.setUint16(26, 1);
  view.setUint16(28, 1);
  profile.set(ascii('acsp'), 36);
  profile.set(xyz(0.9642, 1, 0.8249).subarray(8), 68);
  view.setUint32(128, tags.length);
  for (const [index, [name, data]] of tags.entries()) {
    const entry = 132 + index * 12;
    const at = places.get(data) ?? 0;
    profile.set(ascii(name), entry);
    view.setUint32(entry + 4, at);
    view.setUint32(entry + 8, data.length);
    profile.set(data, at);
  }
  return profile;
}

function ascii(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

function tagged(type: string, content: Uint8Array): Uint8Array {
  const data = new Uint8Array(8 + content.length);
  data.set(ascii(type));
  data.set(content, 8);
  return data;
}

function xyz(x: number, y: number, z: number): Uint8Array {
  const data = tagged('XYZ ', new Uint8Array(12));
  const view = new DataView(data.buffer);
  for (const [index, value] of [x, y, z].entries()) view.setInt32(8 + index * 4, Math.round(value * 65_536));
  return data;
}

function textDescription(text: string): Uint8Array {
  const words = ascii(`${text}\0`);
  // Length and ASCII text, then an empty Unicode and an empty script code description of fixed size.
  const content = new Uint8Array(4 + words.length + 8 + 70);
  new DataView(content.buffer).setUint32(0, words.length);
  content.set(words, 4);
  return tagged('desc', content);
}

const CURVE_POINTS = 256;

function toneCurve(): Uint8Array {
  const data = tagged('curv', new Uint8Array(4 + CURVE_POINTS * 2));
  const view = new DataView(data.buffer);
  view.setUint32(8, CURVE_POINTS);
  for (let index = 0; index < CURVE_POINTS; index += 1) {
    const value = index / (CURVE_POINTS - 1);
    const linear = value <= 0.040_45 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    view.setUint16(12 + index * 2, Math.round(linear * 65_535));
  }
  return data;
}

import { tableOf } from './fontFile.ts';

/** How a page's style asks for a font. */
export interface FontNames {
  /** `EB Garamond`, without the weight. */
  readonly family: string;
  /** 100 to 900. */
  readonly weight: number;
  readonly italic: boolean;
}

const FAMILY = 1;
const PREFERRED_FAMILY = 16;
const WINDOWS = 3;
const ITALIC = 1;

/** Reads family, weight and slant from a font file (OpenType 1.9, `name` and `OS/2`); undefined where it says none. */
export function fontNames(data: Uint8Array): FontNames | undefined {
  const names = tableOf(data, 'name');
  const os2 = tableOf(data, 'OS/2');
  if (names === undefined || os2 === undefined || names.length < 6 || os2.length < 64) return undefined;
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const texts = names.offset + view.getUint16(names.offset + 4);
  const found = new Map<number, string>();
  for (let index = 0; index < view.getUint16(names.offset + 2); index += 1) {
    const at = names.offset + 6 + index * 12;
    if (at + 12 > names.offset + names.length) break;
    const id = view.getUint16(at + 6);
    const from = texts + view.getUint16(at + 10);
    const length = view.getUint16(at + 8);
    if (view.getUint16(at) !== WINDOWS || found.has(id) || from + length > data.length) continue;
    found.set(id, new TextDecoder('utf-16be').decode(data.subarray(from, from + length)));
  }
  const family = found.get(PREFERRED_FAMILY) ?? found.get(FAMILY);
  if (family === undefined) return undefined;
  return {
    family,
    weight: view.getUint16(os2.offset + 4),
    italic: (view.getUint16(os2.offset + 62) & ITALIC) !== 0,
  };
}

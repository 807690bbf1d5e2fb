import { deflate } from '../pdf/compression/deflate.ts';
import type { Picture } from './rasteriser.ts';

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) value = (value & 1) === 1 ? 0xedb8_8320 ^ (value >>> 1) : value >>> 1;
  return value;
});

/** A picture as a PNG file (ISO/IEC 15948). Each row is kept as the difference to the row above. */
export function pngOf({ width, height, channels, data }: Picture): Uint8Array {
  const stride = width * channels;
  const rows = new Uint8Array((stride + 1) * height);
  for (let y = 0; y < height; y += 1) {
    const to = y * (stride + 1);
    const from = y * stride;
    rows[to] = y === 0 ? 0 : 2;
    for (let x = 0; x < stride; x += 1) {
      rows[to + 1 + x] = (data[from + x] ?? 0) - (y === 0 ? 0 : (data[from - stride + x] ?? 0));
    }
  }
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header.set([8, channels === 1 ? 0 : 2, 0, 0, 0], 8);
  return joined([
    Uint8Array.from(SIGNATURE),
    chunk('IHDR', header),
    chunk('IDAT', deflate(rows)),
    chunk('IEND', new Uint8Array()),
  ]);
}

function chunk(name: string, data: Uint8Array): Uint8Array {
  const result = new Uint8Array(data.length + 12);
  const view = new DataView(result.buffer);
  view.setUint32(0, data.length);
  for (let letter = 0; letter < 4; letter += 1) result[4 + letter] = name.charCodeAt(letter);
  result.set(data, 8);
  let crc = 0xffff_ffff;
  for (let index = 4; index < result.length - 4; index += 1) {
    crc = (CRC_TABLE[(crc ^ (result[index] ?? 0)) & 0xff] ?? 0) ^ (crc >>> 8);
  }
  view.setUint32(result.length - 4, ~crc);
  return result;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const result = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    result.set(part, at);
    at += part.length;
  }
  return result;
}

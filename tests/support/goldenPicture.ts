import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { inflateSync } from 'node:zlib';
import { pngOf } from '../../src/documents/preflight/png.ts';
import type { Picture } from '../../src/documents/preflight/rasteriser.ts';

/** How a picture differs from the one that was looked at and kept. */
export interface PictureDifference {
  /** Mean difference of a pixel, 0 to 255. */
  readonly mean: number;
  /** Share of pixels that differ plainly (by a quarter of the way from black to white). */
  readonly plainly: number;
}

const PLAIN = 64;

/**
 * Compares a grey picture with the kept one. With `UPDATE_GOLDEN=1` in the environment it is kept instead: look at it
 * before committing.
 */
export function differenceFromGolden(file: string, picture: Picture): PictureDifference {
  if (process.env['UPDATE_GOLDEN'] === '1') {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, pngOf(picture));
  }
  const kept = greyPng(readFileSync(file));
  if (kept.width !== picture.width || kept.height !== picture.height) return { mean: 255, plainly: 1 };
  let sum = 0;
  let plain = 0;
  for (const [index, value] of picture.data.entries()) {
    const difference = Math.abs(value - (kept.data[index] ?? 0));
    sum += difference;
    if (difference >= PLAIN) plain += 1;
  }
  return { mean: sum / picture.data.length, plainly: plain / picture.data.length };
}

/** Grey pictures of the same width under each other. */
export function stacked(pictures: readonly Picture[]): Picture {
  const width = pictures[0]?.width ?? 0;
  const data = new Uint8Array(pictures.reduce((sum, picture) => sum + picture.data.length, 0));
  let at = 0;
  for (const picture of pictures) {
    if (picture.width !== width || picture.channels !== 1) throw new Error('These pictures do not stack.');
    data.set(picture.data, at);
    at += picture.data.length;
  }
  return { width, height: data.length / width, channels: 1, data };
}

/** Reads the PNG files that `pngOf` writes of grey pictures: eight bits, rows plain or as difference to the row above. */
function greyPng(file: Buffer): Picture {
  let at = 8;
  let [width, height] = [0, 0];
  const parts: Buffer[] = [];
  while (at + 8 <= file.length) {
    const length = file.readUInt32BE(at);
    const name = file.toString('latin1', at + 4, at + 8);
    const data = file.subarray(at + 8, at + 8 + length);
    if (name === 'IHDR') [width, height] = [data.readUInt32BE(0), data.readUInt32BE(4)];
    if (name === 'IDAT') parts.push(data);
    at += length + 12;
  }
  const rows = inflateSync(Buffer.concat(parts));
  const data = new Uint8Array(width * height);
  for (let y = 0; y < height; y += 1) {
    const from = y * (width + 1);
    const above = rows[from] === 2;
    for (let x = 0; x < width; x += 1) {
      data[y * width + x] = (rows[from + 1 + x] ?? 0) + (above ? (data[(y - 1) * width + x] ?? 0) : 0);
    }
  }
  return { width, height, channels: 1, data };
}

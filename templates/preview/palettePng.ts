import { crc32, deflateSync } from 'node:zlib';
import type { Picture } from '../../src/documents/preflight/rasteriser.ts';

type Colour = readonly [red: number, green: number, blue: number];

/** Colours that occur, with how often; channels are kept to five bits while palettes are chosen. */
type Counted = readonly [colour: Colour, count: number];

/**
 * A coloured picture as a PNG of at most 16 colours (ISO/IEC 15948, colour type 3): fine lines in few inks need a fifth
 * of the bytes so. The palette is chosen by median cut, so the same picture always gives the same file.
 */
export function palettePng({ width, height, data }: Picture): Uint8Array {
  const palette = paletteOf(data);
  const nearest = new Map<number, number>();
  const stride = Math.ceil(width / 2) + 1;
  const rows = new Uint8Array(stride * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const colour = colourAt(data, (y * width + x) * 3);
      const key = keyOf(colour);
      let index = nearest.get(key);
      if (index === undefined) nearest.set(key, (index = nearestOf(colour, palette)));
      const place = y * stride + 1 + (x >> 1);
      rows[place] = (rows[place] ?? 0) | (index << ((x & 1) === 0 ? 4 : 0));
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([4, 3, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('PLTE', Buffer.from(palette.flat())),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function colourAt(data: Uint8Array, at: number): Colour {
  return [data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0];
}

function keyOf([red, green, blue]: Colour): number {
  return ((red >> 3) << 10) | ((green >> 3) << 5) | (blue >> 3);
}

function paletteOf(data: Uint8Array): readonly Colour[] {
  const counts = new Map<number, number>();
  for (let at = 0; at < data.length; at += 3) {
    const key = keyOf(colourAt(data, at));
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const widened = (bits: number): number => (bits << 3) | (bits >> 2);
  const all: Counted[] = [...counts].map(([key, count]) => [
    [widened(key >> 10), widened((key >> 5) & 31), widened(key & 31)],
    // The root keeps large plain areas from taking the whole palette.
    Math.sqrt(count),
  ]);
  const boxes: Counted[][] = [all];
  while (boxes.length < 15) {
    const [widest] = boxes
      .filter((box) => box.length > 1)
      .toSorted((left, right) => spreadOf(right).weight - spreadOf(left).weight);
    if (widest === undefined) break;
    boxes.splice(boxes.indexOf(widest), 1, ...halvesOf(widest));
  }
  // Paper stays white, and is not tinted by the fine lines on it.
  return [[255, 255, 255], ...boxes.map(meanOf)];
}

function spreadOf(box: readonly Counted[]): { readonly channel: 0 | 1 | 2; readonly weight: number } {
  const total = box.reduce((sum, [, count]) => sum + count, 0);
  const spreads = ([0, 1, 2] as const).map((channel) => {
    const values = box.map(([colour]) => colour[channel]);
    return { channel, weight: (Math.max(...values) - Math.min(...values)) * Math.sqrt(total) };
  });
  return spreads.reduce((most, each) => (each.weight > most.weight ? each : most));
}

function halvesOf(box: readonly Counted[]): readonly [Counted[], Counted[]] {
  const { channel } = spreadOf(box);
  const sorted = box.toSorted(
    ([left], [right]) => left[channel] - right[channel] || keyOf(left) - keyOf(right),
  );
  const half = sorted.reduce((sum, [, count]) => sum + count, 0) / 2;
  let sum = 0;
  const cut = sorted.findIndex(([, count]) => (sum += count) >= half);
  const at = Math.min(Math.max(cut, 1), sorted.length - 1);
  return [sorted.slice(0, at), sorted.slice(at)];
}

function meanOf(box: readonly Counted[]): Colour {
  const total = box.reduce((sum, [, count]) => sum + count, 0);
  const mean = (channel: 0 | 1 | 2): number =>
    Math.round(box.reduce((sum, [colour, count]) => sum + colour[channel] * count, 0) / total);
  return [mean(0), mean(1), mean(2)];
}

function nearestOf(colour: Colour, palette: readonly Colour[]): number {
  const distances = palette.map((other) =>
    colour.reduce((sum, value, channel) => sum + (value - (other[channel] ?? 0)) ** 2, 0),
  );
  return distances.indexOf(Math.min(...distances));
}

function chunk(name: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const result = Buffer.alloc(body.length + 8);
  result.writeUInt32BE(data.length, 0);
  result.set(body, 4);
  result.writeUInt32BE(crc32(body), body.length + 4);
  return result;
}

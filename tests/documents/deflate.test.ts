import { inflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deflate } from '../../src/documents/pdf/deflate.ts';

describe('deflate', () => {
  it('gives back what went in, whatever it was', () => {
    const repetitive = fc
      .array(fc.tuple(fc.uint8Array({ maxLength: 40 }), fc.integer({ min: 1, max: 200 })), { maxLength: 12 })
      .map((parts) =>
        Buffer.concat(parts.flatMap(([part, times]) => Array.from({ length: times }, () => part))),
      );
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 3000 }), repetitive), (data) => {
        expect(Buffer.compare(inflateSync(deflate(data)), data)).toBe(0);
      }),
      { numRuns: 400 },
    );
  });

  it('gives back what is longer than its window and its blocks', () => {
    let state = 7;
    const data = Uint8Array.from({ length: 300_000 }, (_, index) => {
      state = (state * 1_103_515_245 + 12_345) & 0x7fff_ffff;
      return index % 1000 < 500 ? state >> 16 : index & 0x3f;
    });
    expect(Buffer.compare(inflateSync(deflate(data)), data)).toBe(0);
  });

  it('keeps codes within their longest length where counts grow like Fibonacci numbers', () => {
    const parts: Uint8Array[] = [];
    for (let symbol = 0, low = 1, high = 1; symbol < 22; symbol += 1, [low, high] = [high, low + high]) {
      // Two bytes that never stand together twice in the same way would be matched; a counter keeps them apart.
      parts.push(
        Uint8Array.from({ length: low }, (_, index) =>
          index % 3 === 0 ? symbol : (index * 7 + symbol) & 0xff,
        ),
      );
    }
    const data = Buffer.concat(parts);
    expect(Buffer.compare(inflateSync(deflate(data)), data)).toBe(0);
  });

  it('presses the text of a page to less than a third', () => {
    const rows = Array.from(
      { length: 400 },
      (_, index) => `${(index * 7) % 41} ${index % 41} ${1 + (index % 5)} 1 re\n`,
    );
    const data = new TextEncoder().encode(rows.join(''));
    expect(deflate(data).length).toBeLessThan(data.length / 3);
  });
});

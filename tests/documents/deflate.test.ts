import { constants, deflateSync, inflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deflate } from '../../src/documents/pdf/compression/deflate.ts';
import { inflatedLength } from '../../src/documents/pdf/compression/inflatedLength.ts';
import { deflateSparse } from '../../src/documents/pdf/compression/sparseDeflate.ts';

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

describe('deflate of tables that are nearly all 0', () => {
  const table = (length: number, places: readonly number[], values: readonly number[]): Buffer => {
    const bytes = Buffer.alloc(length * 2);
    for (const [index, place] of places.entries()) bytes.writeUInt16BE(values[index] ?? 0, place * 2);
    return bytes;
  };

  it('gives back the whole table, whatever the few numbers in it are', () => {
    const tables = fc.uniqueArray(fc.integer({ min: 0, max: 5000 }), { maxLength: 80 }).chain((places) =>
      fc.record({
        places: fc.constant(places.toSorted((left, right) => left - right)),
        values: fc.array(fc.integer({ min: 0, max: 0xffff }), {
          minLength: places.length,
          maxLength: places.length,
        }),
        spare: fc.integer({ min: 1, max: 1500 }),
      }),
    );
    fc.assert(
      fc.property(tables, ({ places, values, spare }) => {
        const length = (places.at(-1) ?? 0) + spare;
        const packed = deflateSparse(length, places, values);
        expect(Buffer.compare(inflateSync(packed), table(length, places, values))).toBe(0);
      }),
      { numRuns: 300 },
    );
  });

  it('gives back runs of zeros of every length', () => {
    for (let length = 1; length < 1200; length += 1) {
      expect(inflateSync(deflateSparse(length, [], [])).length).toBe(length * 2);
      expect(inflateSync(deflateSparse(length, [length - 1], [0x1234])).readUInt16BE(length * 2 - 2)).toBe(
        0x1234,
      );
    }
  });
});

describe('the measured length of a deflate stream', () => {
  it('is what zlib makes of it, wherever it lies and whatever follows', () => {
    const parts = fc
      .array(fc.tuple(fc.uint8Array({ maxLength: 60 }), fc.integer({ min: 1, max: 300 })), { maxLength: 8 })
      .map((each) =>
        Buffer.concat(each.flatMap(([part, times]) => Array.from({ length: times }, () => part))),
      );
    const streams = fc.record({
      data: parts,
      level: fc.integer({ min: 0, max: 9 }),
      strategy: fc.constantFrom(constants.Z_DEFAULT_STRATEGY, constants.Z_FIXED, constants.Z_HUFFMAN_ONLY),
      before: fc.uint8Array({ maxLength: 5 }),
      after: fc.uint8Array({ maxLength: 30 }),
    });
    fc.assert(
      fc.property(streams, ({ data, level, strategy, before, after }) => {
        const packed = deflateSync(data, { level, strategy });
        const found = inflatedLength(Buffer.concat([before, packed, after]), before.length, 10_000_000);
        // The four bytes of the checksum are not read.
        expect(found).toEqual({ length: data.length, end: before.length + packed.length - 4 });
      }),
      { numRuns: 400 },
    );
  });

  it('counts up to where a broken stream breaks, never runs past its limit or the data', () => {
    const packed = deflateSync(Buffer.alloc(1 << 20, 'certificate '));
    expect(inflatedLength(packed, 0, 5000)?.length ?? 0).toBeLessThan(5000 + (1 << 20));
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.nat(200), (noise, cut) => {
        const found = inflatedLength(Buffer.concat([packed.subarray(0, cut), noise]), 0, 1 << 24);
        expect(found?.end ?? 0).toBeLessThanOrEqual(cut + noise.length);
      }),
      { numRuns: 300 },
    );
    expect(inflatedLength(Buffer.from('no stream'), 0, 100)).toBeUndefined();
  });
});

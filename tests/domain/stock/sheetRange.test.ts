import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  allocateSheets,
  formatSerial,
  numberInRange,
  rangesOverlap,
  serialsOf,
  sheetCount,
  SheetRange,
  withoutRange,
} from '../../../src/domain/stock/sheetRange.ts';
import { valueOf } from '../arbitraries.ts';

const range: fc.Arbitrary<SheetRange> = fc
  .tuple(fc.constantFrom('CA', 'TX-'), fc.nat({ max: 60 }), fc.nat({ max: 25 }))
  .map(([prefix, first, more]) => ({ prefix, width: 4, first, last: first + more }));

const serials = (ranges: readonly SheetRange[]): string[] => ranges.flatMap((each) => [...serialsOf(each)]);

/** Ranges that share no sheet, as a store holds them. */
const store = fc
  .array(range, { maxLength: 6 })
  .map((ranges) =>
    ranges.reduce<SheetRange[]>(
      (kept, each) => (kept.some((other) => rangesOverlap(other, each)) ? kept : [...kept, each]),
      [],
    ),
  );

describe('a range of numbered sheets', () => {
  test('knows its own serials and no others', () => {
    fc.assert(
      fc.property(range, range, (one, other) => {
        expect([...serialsOf(one)]).toHaveLength(sheetCount(one));
        for (const serial of serialsOf(one))
          expect(formatSerial(one, numberInRange(one, serial) ?? -1)).toBe(serial);
        const inside = new Set(serialsOf(one));
        for (const serial of serialsOf(other))
          expect(numberInRange(one, serial) !== null).toBe(inside.has(serial));
      }),
    );
  });

  test('takes a serial of another width for another sheet', () => {
    const sheets = { prefix: 'CA', width: 4, first: 1, last: 200 };
    expect(numberInRange(sheets, 'CA0123')).toBe(123);
    for (const serial of ['CA123', 'CA00123', 'CA01 3', 'TX0123', 'CA0201'])
      expect(numberInRange(sheets, serial)).toBeNull();
  });

  test('overlaps another exactly when they share a serial', () => {
    fc.assert(
      fc.property(range, range, (one, other) => {
        const shared = serials([one]).some((serial) => serials([other]).includes(serial));
        expect(rangesOverlap(one, other)).toBe(shared);
        expect(rangesOverlap(other, one)).toBe(shared);
      }),
    );
  });

  test('without another keeps exactly the sheets that the other does not hold', () => {
    fc.assert(
      fc.property(range, range, (one, other) => {
        const kept = serials([one]).filter((serial) => !serials([other]).includes(serial));
        expect(serials(withoutRange(one, other))).toEqual(kept);
      }),
    );
  });

  test('never ends before it begins, nor holds a number that its width cannot show', () => {
    expect(SheetRange.safeParse({ prefix: 'CA', width: 4, first: 2, last: 1 }).success).toBe(false);
    expect(SheetRange.safeParse({ prefix: 'CA', width: 4, first: 1, last: 10_000 }).success).toBe(false);
    expect(SheetRange.safeParse({ prefix: 'CA', width: 4, first: 1, last: 9999 }).success).toBe(true);
  });
});

describe('allocating sheets', () => {
  const largestOf = (free: readonly SheetRange[]): number => Math.max(0, ...free.map(sheetCount));

  test('takes so many in a row and loses none', () => {
    fc.assert(
      fc.property(store, fc.nat(), (free, choice) => {
        fc.pre(free.length > 0);
        const count = 1 + (choice % largestOf(free));
        const { taken, free: left } = valueOf(allocateSheets(free, count));
        expect(sheetCount(taken)).toBe(count);
        expect(left.some((each) => rangesOverlap(each, taken))).toBe(false);
        expect([...serials([taken]), ...serials(left)].toSorted()).toEqual(serials(free).toSorted());
      }),
    );
  });

  test('says how many there are in a row when there are too few', () => {
    fc.assert(
      fc.property(store, fc.integer({ min: 1, max: 30 }), (free, more) => {
        const largest = largestOf(free);
        expect(allocateSheets(free, largest + more)).toEqual({
          ok: false,
          error: { tag: 'too_few_sheets', wanted: largest + more, largest },
        });
      }),
    );
  });

  test('of no sheets, or of half a sheet, is a mistake of the program', () => {
    expect(() => allocateSheets([], 0)).toThrow(RangeError);
    expect(() => allocateSheets([], 1.5)).toThrow(RangeError);
  });
});

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Uuid, uuidv7 } from '../../src/domain/ids.ts';
import { randomSource } from './arbitraries.ts';

const instant = fc.integer({ min: 0, max: 2 ** 48 - 1 });

describe('a version 7 id', () => {
  test('is a valid UUID of version 7 at any time and with any noise', () => {
    fc.assert(
      fc.property(instant, randomSource, (now, random) => {
        const id = uuidv7(now, random);
        expect(Uuid.safeParse(id).success).toBe(true);
        expect(id).toMatch(/^.{8}-.{4}-7.{3}-[89ab].{3}-.{12}$/u);
      }),
    );
  });

  test('tells the millisecond at which it was made', () => {
    fc.assert(
      fc.property(instant, randomSource, (now, random) => {
        expect(Number.parseInt(uuidv7(now, random).replaceAll('-', '').slice(0, 12), 16)).toBe(now);
      }),
    );
  });

  test('sorts by time', () => {
    fc.assert(
      fc.property(instant, instant, randomSource, (one, other, random) => {
        fc.pre(one < other);
        expect(uuidv7(one, random) < uuidv7(other, random)).toBe(true);
      }),
    );
  });

  test('agrees with the example of RFC 9562, appendix A.6', () => {
    const noise = [0x0c, 0xc3, 0x18, 0xc4, 0xdc, 0x0c, 0x0c, 0x07, 0x39, 0x8f];
    expect(uuidv7(0x017f22e279b0, () => Uint8Array.from(noise))).toBe('017f22e2-79b0-7cc3-98c4-dc0c0c07398f');
  });

  test('cannot be made at a time that does not fit, nor from too little noise', () => {
    const random = (count: number): Uint8Array => new Uint8Array(count);
    for (const now of [-1, 0.5, 2 ** 48, Number.NaN]) expect(() => uuidv7(now, random)).toThrow(RangeError);
    expect(() => uuidv7(0, () => new Uint8Array(3))).toThrow(RangeError);
  });
});

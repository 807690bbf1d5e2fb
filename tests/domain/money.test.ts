import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { add, format, Money } from '../../src/domain/money.ts';

const dollars = fc.integer({ min: -1e9, max: 1e9 }).map((minor) => ({ minor, currency: 'USD' }));

describe('money', () => {
  test('adds without rounding, in any order', () => {
    fc.assert(
      fc.property(dollars, dollars, (left, right) => {
        expect(add(left, right)).toEqual(add(right, left));
        expect(add(left, right).minor).toBe(left.minor + right.minor);
      }),
    );
  });

  test('of two currencies cannot be added', () => {
    expect(() => add({ minor: 1, currency: 'USD' }, { minor: 1, currency: 'EUR' })).toThrow(RangeError);
  });

  test('that would no longer be exact is refused', () => {
    const large = { minor: Number.MAX_SAFE_INTEGER, currency: 'USD' };
    expect(() => add(large, { minor: 1, currency: 'USD' })).toThrow(RangeError);
  });

  test('is written with as many decimals as its currency has', () => {
    expect(format({ minor: 1234, currency: 'USD' })).toBe('$12.34');
    expect(format({ minor: 500, currency: 'JPY' })).toBe('¥500');
    expect(format({ minor: 1234, currency: 'USD' }, 'es-US')).toContain('12.34');
  });

  test('has whole minor units and a currency of three capitals', () => {
    expect(Money.safeParse({ minor: 0.5, currency: 'USD' }).success).toBe(false);
    expect(Money.safeParse({ minor: 1, currency: 'usd' }).success).toBe(false);
  });
});

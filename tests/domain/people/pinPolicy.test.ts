import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  afterWrongPin,
  FREE_TRIES,
  isWeakPin,
  lockDurationMs,
  lockedForMs,
  noAttempts,
  PinFormat,
} from '../../../src/domain/people/pinPolicy.ts';
import type { PinAttempts } from '../../../src/domain/people/pinPolicy.ts';

function wrong(times: number, now: number): PinAttempts {
  return Array.from({ length: times }).reduce<PinAttempts>(
    (attempts) => afterWrongPin(attempts, now),
    noAttempts,
  );
}

describe('wrong PINs', () => {
  test('are forgiven four times and lock for a minute at the fifth', () => {
    expect(lockedForMs(wrong(FREE_TRIES - 1, 1000), 1000)).toBe(0);
    expect(lockedForMs(wrong(FREE_TRIES, 1000), 1000)).toBe(60_000);
    expect(lockedForMs(wrong(FREE_TRIES, 1000), 61_000)).toBe(0);
  });

  test('lock for longer and longer, and never for more than eight hours', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000 }), (count) => {
        expect(lockDurationMs(count + 1)).toBeGreaterThanOrEqual(lockDurationMs(count));
        expect(lockDurationMs(count)).toBeLessThanOrEqual(8 * 3_600_000);
      }),
    );
    expect([5, 6, 7, 8].map(lockDurationMs)).toEqual([60_000, 120_000, 240_000, 480_000]);
  });

  test('unlock as time passes, and by nothing else', () => {
    const moment = fc.integer({ min: 0, max: 2 ** 40 });
    fc.assert(
      fc.property(fc.integer({ min: 5, max: 50 }), moment, fc.nat({ max: 1e9 }), (count, now, later) => {
        const left = lockedForMs(wrong(count, now), now + later);
        expect(left).toBe(Math.max(0, lockDurationMs(count) - later));
      }),
    );
  });

  test('make guessing a PIN of four digits take longer than a year', () => {
    const total = Array.from({ length: 5000 }, (_, index) => lockDurationMs(index)).reduce(
      (sum, each) => sum + each,
      0,
    );
    expect(total).toBeGreaterThan(365 * 24 * 3_600_000);
  });
});

describe('a PIN', () => {
  test('is four to twelve digits', () => {
    for (const pin of ['1234', '123456789012']) expect(PinFormat.safeParse(pin).success).toBe(true);
    for (const pin of ['', '123', '1234567890123', '12a4', ' 1234', '١٢٣٤']) {
      expect(PinFormat.safeParse(pin).success).toBe(false);
    }
  });

  test('that repeats one digit or counts is weak', () => {
    for (const pin of ['0000', '777777', '1234', '9876', '456789']) expect(isWeakPin(pin)).toBe(true);
    for (const pin of ['4711', '1357', '2580', '1212']) expect(isWeakPin(pin)).toBe(false);
  });
});

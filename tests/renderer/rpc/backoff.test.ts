import fc from 'fast-check';
import { expect, it } from 'vitest';
import { retryDelay } from '../../../src/renderer/rpc/backoff.ts';

it('A lost event stream is tried again within a second at first, and never less often than every 23 seconds', () => {
  fc.assert(
    fc.property(fc.nat({ max: 10_000 }), fc.double({ min: 0, max: 1, noNaN: true }), (attempt, chance) => {
      const delay = retryDelay(attempt, () => chance);
      expect(delay).toBeGreaterThanOrEqual(500);
      expect(delay).toBeLessThanOrEqual(22_500);
    }),
  );
  expect(retryDelay(0, () => 1)).toBe(750);
  expect(retryDelay(3, () => 0)).toBe(4000);
});

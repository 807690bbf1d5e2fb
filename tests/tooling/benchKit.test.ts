import { describe, expect, it } from 'vitest';
import { exponent, interleaved, median, peakMiB, percentile } from '../bench/kit.ts';

describe('a benchmark', () => {
  it('runs its contestants in turns, and counts no round of the warm-up', async () => {
    const order: string[] = [];
    const times = await interleaved(
      { ours: () => order.push('ours'), theirs: async () => order.push('theirs') },
      { rounds: 2, warmUp: 1 },
    );
    expect(order).toEqual(['ours', 'theirs', 'ours', 'theirs', 'ours', 'theirs']);
    expect(times.ours).toHaveLength(2);
    expect(times.theirs).toHaveLength(2);
  });

  it('quotes the middle and the 99th percentile by nearest rank', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 2, 3])).toBe(2.5);
    const hundred = Array.from({ length: 100 }, (_, index) => index + 1);
    expect(percentile(hundred, 99)).toBe(99);
    expect(percentile([7], 99)).toBe(7);
    expect(() => median([])).toThrow('the median of nothing');
  });

  it('tells linear growth from constant and quadratic growth', () => {
    expect(exponent([10, 100, 1000], [5, 50, 500])).toBeCloseTo(1);
    expect(exponent([10, 100, 1000], [5, 5, 5])).toBeCloseTo(0);
    expect(exponent([10, 100, 1000], [1, 100, 10_000])).toBeCloseTo(2);
    expect(exponent([10, 100], [0, 1])).toBeUndefined();
  });

  it('knows how much memory the process has had', () => {
    expect(peakMiB()).toBeGreaterThan(10);
  });
});

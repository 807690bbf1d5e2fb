/** Lets so many calls through, refilled steadily; says how long to wait otherwise. */
export interface Limiter {
  /** Null when the call may pass, else after how many whole seconds it may. */
  tooManyFrom(address: string | null): number | null;
}

interface Bucket {
  tokens: number;
  at: number;
}

const MINUTE_MS = 60_000;
/** Buckets that are full again need not be remembered; they are swept when there are so many. */
const SWEEP_ABOVE = 10_000;

/**
 * Limits calls for each address and in total. It counts in this process only: several processes let through so much more,
 * which protects each of them all the same.
 *
 * @param perMinute calls of one address in a minute, all of them at once if need be.
 * @param totalPerMinute the same for all addresses together.
 */
export function createLimiter(perMinute: number, totalPerMinute: number, now: () => number): Limiter {
  const buckets = new Map<string, Bucket>();
  const total: Bucket = { tokens: totalPerMinute, at: now() };

  function secondsUntilToken(bucket: Bucket, rate: number, at: number): number | null {
    bucket.tokens = Math.min(rate, bucket.tokens + ((at - bucket.at) / MINUTE_MS) * rate);
    bucket.at = at;
    return bucket.tokens >= 1 ? null : Math.max(1, Math.ceil(((1 - bucket.tokens) / rate) * 60));
  }

  function sweep(at: number): void {
    for (const [address, bucket] of buckets) {
      if (at - bucket.at > MINUTE_MS) buckets.delete(address);
    }
  }

  return {
    tooManyFrom(address) {
      const at = now();
      if (buckets.size > SWEEP_ABOVE) sweep(at);
      const key = address ?? '';
      const own = buckets.get(key) ?? { tokens: perMinute, at };
      buckets.set(key, own);
      const wait = secondsUntilToken(own, perMinute, at) ?? secondsUntilToken(total, totalPerMinute, at);
      if (wait !== null) return wait;
      own.tokens -= 1;
      total.tokens -= 1;
      return null;
    },
  };
}

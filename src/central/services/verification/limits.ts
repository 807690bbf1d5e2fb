import { isIPv6 } from 'node:net';
import { z } from 'zod';
import type { Context } from '../../context.ts';

const MINUTE_MS = 60_000;
/** The bucket of all addresses together; no address is written like this. */
const EVERYBODY = '*';
/** A process remembers so many empty buckets before it forgets those that are not empty any more. */
const SWEEP_ABOVE = 10_000;

const Charged = z.object({ address: z.string(), granted: z.int(), tokens: z.number() });
type Charged = z.infer<typeof Charged>;

/** A bucket as it stands after the time that went by; it is full after a minute. */
const have = (rate: string) =>
  `least(${rate}, l.tokens + greatest(0, excluded.at - l.at) * ${rate} / ${MINUTE_MS}.0)`;

/**
 * Who shares a bucket: an IPv4 address is one, of IPv6 the first 64 bits, because whoever has one address of these has
 * them all. What is no address has the bucket of its text.
 */
export function bucketOf(address: string | null): string {
  if (address === null) return '';
  if (address.includes(':') && isIPv6(address)) {
    const [head = '', tail] = (address.split('%')[0] ?? '').toLowerCase().split('::');
    const left = head.split(':').filter((part) => part !== '');
    const right = (tail ?? '').split(':').filter((part) => part !== '');
    const dotted = right.at(-1)?.includes('.') === true ? 1 : 0;
    const zeros = tail === undefined ? 0 : 8 - left.length - right.length - dotted;
    const parts = [...left, ...Array.from({ length: Math.max(0, zeros) }, () => '0'), ...right];
    return `${parts
      .slice(0, 4)
      .map((part) => part.replace(/^0+(?=.)/u, ''))
      .join(':')}::/64`;
  }
  return address.slice(0, 100);
}

/** Takes from the buckets what is asked for, as far as it is there; a new bucket is full. */
const take = (rate: string) => `ON CONFLICT (address) DO UPDATE SET
    granted = least(excluded.granted, floor(${have(rate)})),
    tokens = ${have(rate)} - least(excluded.granted, floor(${have(rate)})),
    at = greatest(l.at, excluded.at)
  RETURNING address, granted, tokens`;

/**
 * The buckets of the addresses first, in order, so that no two charges wait for each other in a circle; then that of
 * everybody, for as many as the addresses' own buckets let through.
 */
const chargeSql = `WITH own AS (
    INSERT INTO verify_limits AS l (address, tokens, at, granted)
    SELECT a, $3::double precision - least(n, $3), $2::bigint, least(n, $3) FROM jsonb_to_recordset($1::jsonb) AS asked(a text, n integer)
    ORDER BY a ${take('$3::double precision')}
  ), everybody AS (
    INSERT INTO verify_limits AS l (address, tokens, at, granted)
    SELECT '${EVERYBODY}', $4::double precision - least(sum(granted), $4), $2, least(sum(granted), $4) FROM own HAVING sum(granted) > 0
    ${take('$4::double precision')}
  )
  SELECT * FROM own UNION ALL SELECT * FROM everybody`;

/**
 * Limits checks for each address and in total, all processes together: the buckets are in the database, and calls that
 * come together are charged in one statement. An empty bucket is remembered until its next token: only time brings one, so
 * until then a process refuses by itself, whoever asked elsewhere meanwhile.
 *
 * What the total refuses has counted for the address all the same.
 */
export function createLimits(context: Context): {
  /** What this process knows already: after how many whole seconds the address may come again; null where it must be charged. */
  known(address: string): number | null;
  /** For each call, in order: null when it may pass, else after how many whole seconds it may. */
  charge(addresses: readonly string[]): Promise<readonly (number | null)[]>;
} {
  const rateOf = (bucket: string): number =>
    bucket === EVERYBODY ? context.settings.verifyTotalPerMinute : context.settings.verifyPerMinute;
  const emptyUntil = new Map<string, number>();

  function secondsLeft(bucket: string, now: number): number | null {
    const until = emptyUntil.get(bucket) ?? now;
    return until <= now ? null : Math.ceil((until - now) / 1000);
  }

  function note({ address, tokens }: Charged, now: number): void {
    if (tokens >= 1) return;
    if (emptyUntil.size > SWEEP_ABOVE) {
      for (const [key, until] of emptyUntil) if (until <= now) emptyUntil.delete(key);
    }
    const seconds = Math.max(1, Math.ceil(((1 - tokens) / rateOf(address)) * 60));
    emptyUntil.set(address, now + seconds * 1000);
  }

  return {
    known(address) {
      const now = context.clock.now();
      return secondsLeft(address, now) ?? secondsLeft(EVERYBODY, now);
    },
    async charge(addresses) {
      const now = context.clock.now();
      const asked = new Map<string, number>();
      for (const address of addresses) asked.set(address, (asked.get(address) ?? 0) + 1);
      const buckets = await context.db.writeOnce(Charged, chargeSql, [
        JSON.stringify(Array.from(asked, ([a, n]) => ({ a, n }))),
        now,
        rateOf(''),
        rateOf(EVERYBODY),
      ]);
      const left = new Map(buckets.map((bucket) => [bucket.address, bucket.granted]));
      for (const bucket of buckets) note(bucket, now);
      return addresses.map((address) => {
        for (const bucket of [address, EVERYBODY]) {
          const granted = left.get(bucket) ?? 0;
          if (granted <= 0) return secondsLeft(bucket, now) ?? 1;
          left.set(bucket, granted - 1);
        }
        return null;
      });
    },
  };
}

/** Buckets that are full again need not be kept: with them the address goes. */
export async function forgetFullLimits(context: Context): Promise<void> {
  await context.db.write((writer) =>
    writer.run('DELETE FROM verify_limits WHERE at < $1', [context.clock.now() - 2 * MINUTE_MS]),
  );
}

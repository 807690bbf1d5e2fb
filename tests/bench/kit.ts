import { performance } from 'node:perf_hooks';

/** A figure or ratio that has an aim. `name` is one of the names in `figures` or `ratios`. */
export interface Aim {
  name: string;
  aim: number;
  better: 'lower' | 'higher';
  unit: string;
}

/** What one measurement found. The unit of a figure ends its name: `...Ms`, `...MiB`; a ratio has none. */
export interface Measured {
  figures: Readonly<Record<string, number>>;
  ratios?: Readonly<Record<string, number>>;
}

/**
 * What a file `tests/bench/<name>.bench.ts` exports as `default`. Beside it, `about` says in one line what is measured
 * and against what: the list of benchmarks is made of these lines.
 */
export interface Benchmark {
  /** The size that the aims speak of. */
  n: number;
  aims: readonly Aim[];
  /** Measures once at size `n`. Whatever it makes, it removes. */
  measure(n: number): Promise<Measured>;
}

type Work = () => unknown;

/**
 * Times pieces of work against each other in one run: A B A B ..., after `warmUp` rounds that are not counted.
 *
 * @param work the contestants; each call does the whole work once, and a promise is waited for
 * @returns milliseconds of each counted round, by contestant
 */
export async function interleaved<Name extends string>(
  work: Readonly<Record<Name, Work>>,
  { rounds, warmUp }: { rounds: number; warmUp: number },
): Promise<Record<Name, number[]>> {
  // Object.keys and fromEntries lose the literal names that `work` was given with.
  const names = Object.keys(work) as Name[];
  const times = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>;
  for (let round = -warmUp; round < rounds; round += 1) {
    for (const name of names) {
      const ms = await timed(work[name]);
      if (round >= 0) times[name].push(ms);
    }
  }
  return times;
}

/** The milliseconds that the work takes; a promise is waited for. */
export async function timed(work: Work): Promise<number> {
  const from = performance.now();
  await work();
  return performance.now() - from;
}

/** As {@link timed}, with the milliseconds that this process had a processor for it: what a busy machine does not change. */
export async function timedWithCpu(work: Work): Promise<{ ms: number; cpuMs: number }> {
  const before = process.cpuUsage();
  const ms = await timed(work);
  const { user, system } = process.cpuUsage(before);
  return { ms, cpuMs: (user + system) / 1000 };
}

/** The middle value; of an even number of values, the mean of the two in the middle. Throws when there are none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  if (upper === undefined || lower === undefined) throw new Error('the median of nothing');
  return (lower + upper) / 2;
}

/** The smallest value that `percent` of the values do not exceed (nearest rank). Throws when there are none. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const rank = Math.max(1, Math.ceil((percent / 100) * sorted.length));
  const value = sorted[rank - 1];
  if (value === undefined) throw new Error('a percentile of nothing');
  return value;
}

/** The most memory that this process has had resident, in MiB. */
export function peakMiB(): number {
  return process.resourceUsage().maxRSS / 1024;
}

/**
 * How a figure grows with the size: the slope of the straight line through (log size, log figure), by least squares.
 * 0 is constant, 1 is linear. `undefined` when a value is not positive or there is only one size.
 */
export function exponent(sizes: readonly number[], values: readonly number[]): number | undefined {
  const points = sizes.map((size, index) => [Math.log(size), Math.log(values[index] ?? 0)] as const);
  if (points.length < 2 || points.some(([x, y]) => !Number.isFinite(x) || !Number.isFinite(y)))
    return undefined;
  const meanX = points.reduce((sum, [x]) => sum + x, 0) / points.length;
  const meanY = points.reduce((sum, [, y]) => sum + y, 0) / points.length;
  const spread = points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
  return points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0) / spread;
}

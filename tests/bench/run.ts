import { execFileSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { exponent } from './kit.ts';
import type { Benchmark, Measured } from './kit.ts';

/** What `--json` prints, in one line. `grow` is there with `--grow`. */
interface Report extends Measured {
  bench: string;
  n: number;
  cores: number;
  ratios: Readonly<Record<string, number>>;
  aims: { name: string; value: number; aim: number; better: 'lower' | 'higher'; unit: string }[];
  grow?: { sizes: number[]; exponents: Record<string, number> };
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    n: { type: 'string' },
    json: { type: 'boolean', default: false },
    grow: { type: 'boolean', default: false },
  },
});
const name = positionals[0] ?? '';
const module = (await import(`./${name}.bench.ts`)) as { about: string; default: Benchmark };
const n = size(values.n, module.default.n);
const report = values.grow ? grown(name, n) : await once(name, module.default, n);
console.log(values.json ? JSON.stringify(report) : text(module.about, report));

function size(given: string | undefined, usual: number): number {
  if (given === undefined) return usual;
  const number = Number(given.replaceAll(/[_,]/g, ''));
  if (Number.isInteger(number) && number > 0) return number;
  console.error(`--n takes a whole number above 0, not "${given}".`);
  return process.exit(2);
}

async function once(bench: string, benchmark: Benchmark, at: number): Promise<Report> {
  const { figures, ratios = {} } = await benchmark.measure(at);
  const found: Readonly<Record<string, number>> = { ...figures, ...ratios };
  return {
    bench,
    n: at,
    cores: availableParallelism(),
    figures: rounded(figures),
    ratios: rounded(ratios),
    aims: benchmark.aims.flatMap((aim) => {
      const value = found[aim.name];
      return value === undefined ? [] : [{ ...aim, value: round(value) }];
    }),
  };
}

/** Each size runs in a process of its own, so that peak memory belongs to that size. */
function grown(bench: string, largest: number): Report {
  const sizes = [...new Set([100, 10, 1].map((part) => Math.max(1, Math.round(largest / part))))];
  const reports = sizes.map((at): Report => {
    const args = [
      ...process.execArgv,
      join(import.meta.dirname, 'run.ts'),
      bench,
      '--json',
      '--n',
      String(at),
    ];
    console.error(`n = ${at}`);
    return JSON.parse(
      execFileSync(process.execPath, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }),
    );
  });
  const last = reports.at(-1);
  if (last === undefined) throw new Error('no size was measured');
  const exponents: Record<string, number> = {};
  for (const key of Object.keys({ ...last.figures, ...last.ratios })) {
    const slope = exponent(
      sizes,
      reports.map(({ figures, ratios }) => figures[key] ?? ratios[key] ?? 0),
    );
    if (slope !== undefined) exponents[key] = round(slope);
  }
  return { ...last, grow: { sizes, exponents } };
}

function text(about: string, { bench, n: at, cores, figures, ratios, aims, grow }: Report): string {
  const lines = Object.entries({ ...figures, ...ratios }).map(([key, value]) => {
    const aim = aims.find((one) => one.name === key);
    const met = aim && (aim.better === 'lower' ? value <= aim.aim : value >= aim.aim);
    const words = aim && `aim ${aim.aim} ${aim.unit} or ${aim.better === 'lower' ? 'less' : 'more'}: `;
    const slope = grow?.exponents[key];
    return [
      `  ${key.padEnd(24)}${String(value).padStart(12)}`,
      words ? `${words}${met ? 'met' : 'NOT met'}` : '',
      slope === undefined ? '' : `grows with n^${slope}`,
    ]
      .filter(Boolean)
      .join('   ');
  });
  const over = grow ? `, grown over ${grow.sizes.join(', ')}` : '';
  return [about, `${bench}: n = ${at}${over}, ${cores} cores`, ...lines].join('\n');
}

function rounded(figures: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(figures).map(([key, value]) => [key, round(value)]));
}

/** Four significant digits: more would be noise. */
function round(value: number): number {
  return Number(value.toPrecision(4));
}

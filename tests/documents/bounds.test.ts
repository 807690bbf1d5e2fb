import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';

const CHILD = fileURLToPath(new URL('../support/hostileTemplates.ts', import.meta.url));
const outcome = z.object({
  name: z.string(),
  refusal: z.string().optional(),
  cpuMs: z.number(),
  peakMiB: z.number(),
});

/** What a template may cost at most, however it was made. Processor time, since a busy machine does not change it. */
const MOST_CPU_MS = 2000;
const MOST_MIB = 512;

describe('hostile templates, in a process of their own', () => {
  let outcomes: readonly z.infer<typeof outcome>[];

  beforeAll(() => {
    const said = execFileSync(process.execPath, ['--expose-gc', CHILD], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    outcomes = said
      .trim()
      .split('\n')
      .map((line) => outcome.parse(JSON.parse(line)));
  }, 120_000);

  it('a sound template is taken, and every hostile one refused in words', () => {
    const [sound, ...hostile] = outcomes;
    expect(sound).not.toHaveProperty('refusal');
    expect(hostile.length).toBeGreaterThan(35);
    expect(hostile.filter(({ refusal = '' }) => !/^\S[^]{10,}\.$/u.test(refusal))).toEqual([]);
  });

  it('none takes two seconds', () => {
    expect(outcomes.filter(({ cpuMs }) => cpuMs >= MOST_CPU_MS)).toEqual([]);
  });

  it('none takes the process above 512 MB, all of them together', () => {
    expect(outcomes.filter(({ peakMiB }) => peakMiB >= MOST_MIB)).toEqual([]);
  });
});

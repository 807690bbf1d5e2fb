import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';

const CHILD = fileURLToPath(new URL('longRun.ts', import.meta.url));

function run(what: 'names' | 'pages'): unknown {
  return JSON.parse(execFileSync(process.execPath, ['--expose-gc', CHILD, what], { encoding: 'utf8' }));
}

describe('memory', () => {
  it('does not grow with the names that were ever set: 50,000 of them, in every script', () => {
    const { grownMiB } = z.object({ grownMiB: z.number() }).parse(run('names'));
    expect(grownMiB).toBeLessThan(8);
  }, 180_000);

  it('stays flat over a batch of 10,000 pages, written as a stream', () => {
    const { peakMiB, bytes, largest } = z
      .object({ peakMiB: z.number(), bytes: z.number(), largest: z.number() })
      .parse(run('pages'));
    expect(peakMiB).toBeLessThan(250);
    expect(bytes).toBeGreaterThan(10_000_000);
    // Never more at once than a few pages, or the fonts at the end.
    expect(largest).toBeLessThan(2_000_000);
  }, 180_000);
});

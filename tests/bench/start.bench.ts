import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { createInterface } from 'node:readline';
import { chromium } from '@playwright/test';
import type { Browser } from '@playwright/test';
import { z } from 'zod';
import { chromiumPath } from '../../scripts/chromium.mjs';
import { median } from './kit.ts';
import type { Benchmark } from './kit.ts';
import { root } from './station/benchStation.ts';
import { makeLargeStation } from './station/largeStation.ts';

export const about =
  'from launching the built program to the sign-in screen with its people, in a browser that is open already';

const ROUNDS = 7;
const Ready = z.object({ ready: z.literal(true), url: z.string() });

/** Starts the program once; gives the milliseconds until it said that it is ready, and until a person could sign in. */
async function launched(
  folder: string,
  browser: Browser | null,
): Promise<{ readyMs: number; screenMs: number | null }> {
  const context = (await browser?.newContext()) ?? null;
  const page = (await context?.newPage()) ?? null;
  const from = performance.now();
  const args = [join(root, 'out', 'node', 'serve.js'), '--data', folder, '--demo', '--no-open', '--json'];
  const program = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  try {
    const [line] = await once(createInterface({ input: program.stdout }), 'line');
    const { url } = Ready.parse(JSON.parse(String(line)));
    const readyMs = performance.now() - from;
    if (page === null) return { readyMs, screenMs: null };
    await page.goto(url, { waitUntil: 'commit' });
    await page.getByText('Supervisor').first().waitFor();
    return { readyMs, screenMs: performance.now() - from };
  } finally {
    await context?.close();
    const ended = once(program, 'exit');
    program.kill('SIGTERM');
    await ended;
  }
}

async function openBrowser(): Promise<Browser | null> {
  const executablePath = chromiumPath();
  try {
    return await chromium.launch({
      ...(executablePath === undefined ? {} : { executablePath }),
      args: ['--no-sandbox'],
    });
  } catch (problem) {
    console.error(
      `There is no browser: only the program is timed. ${problem instanceof Error ? (problem.message.split('\n')[0] ?? '') : ''}`,
    );
    return null;
  }
}

const benchmark: Benchmark = {
  n: 100_000,
  aims: [{ name: 'warmMs', aim: 1500, better: 'lower', unit: 'ms' }],
  async measure(n) {
    const folder = await mkdtemp(join(tmpdir(), 'bench-start-'));
    const browser = await openBrowser();
    try {
      await makeLargeStation(folder, n, 0);
      const ready: number[] = [];
      const screen: number[] = [];
      for (let round = -2; round < ROUNDS; round += 1) {
        const { readyMs, screenMs } = await launched(folder, browser);
        if (round < 0) continue;
        ready.push(readyMs);
        if (screenMs !== null) screen.push(screenMs);
      }
      return {
        figures: { readyMs: median(ready), ...(screen.length === 0 ? {} : { warmMs: median(screen) }) },
      };
    } finally {
      await browser?.close();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    }
  },
};

export default benchmark;

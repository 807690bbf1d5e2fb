import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median } from './kit.ts';
import type { Benchmark } from './kit.ts';

export const about =
  'an empty station filled by the feed over HTTP, checked and searchable, against the same rows inserted raw in one transaction';

const ROUNDS = 3;
const program = (name: string) => join(import.meta.dirname, 'station', `${name}.ts`);

async function filled(
  how: 'sync' | 'raw',
  what: string,
): Promise<{ ms: number; longestBlockMs: number; peakMiB: number }> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-sync-'));
  try {
    const child = fork(program('firstFill'), [how, what, folder]);
    const [message] = await Promise.race([
      once(child, 'message'),
      once(child, 'exit').then(([code]) => Promise.reject(new Error(`${how} ended with ${String(code)}`))),
    ]);
    return message;
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

const benchmark: Benchmark = {
  n: 100_000,
  aims: [{ name: 'vsRawInsert', aim: 3, better: 'lower', unit: '' }],
  async measure(n) {
    const server = fork(program('feedServer'), [String(n)]);
    const [port] = await once(server, 'message');
    const times = { sync: [] as number[], raw: [] as number[], peak: [] as number[], block: [] as number[] };
    for (let round = 0; round < ROUNDS; round += 1) {
      const synced = await filled('sync', `http://127.0.0.1:${String(port)}`);
      times.sync.push(synced.ms);
      times.peak.push(synced.peakMiB);
      times.block.push(synced.longestBlockMs);
      times.raw.push((await filled('raw', String(n))).ms);
    }
    server.disconnect();
    await once(server, 'exit');
    const ms = median(times.sync);
    return {
      figures: {
        syncMs: ms,
        rawMs: median(times.raw),
        certificatesPerSecond: n / (ms / 1000),
        longestBlockMs: median(times.block),
        peakMiB: median(times.peak),
      },
      ratios: { vsRawInsert: ms / median(times.raw) },
    };
  },
};

export default benchmark;

import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median, peakMiB, percentile, timed } from './kit.ts';
import type { Benchmark } from './kit.ts';
import { makeLargeStation, openLargeStation } from './station/largeStation.ts';

export const about =
  'a scanned QR code to its verdict, over RPC: signature checked, passed, in the ledger, in the audit log and on disk';

const SCANS = 2000;

/** What the disk alone takes for a small write that is safe: the least that any committed answer costs here. */
async function safeWrites(folder: string): Promise<number[]> {
  const file = await open(join(folder, 'write'), 'w');
  const times: number[] = [];
  for (let index = 0; index < 200; index += 1) {
    times.push(
      await timed(async () => {
        await file.write(Buffer.alloc(4096, index));
        await file.datasync();
      }),
    );
  }
  await file.close();
  return times;
}

const benchmark: Benchmark = {
  n: 1_000_000,
  aims: [{ name: 'verdictP99Ms', aim: 10, better: 'lower', unit: 'ms' }],
  async measure(n) {
    const folder = await mkdtemp(join(tmpdir(), 'bench-scan-'));
    try {
      const codes = await makeLargeStation(folder, n, Math.min(n, SCANS + 100));
      const { client, stop } = await openLargeStation(folder);
      const times: number[] = [];
      for (const [index, text] of codes.entries()) {
        let verdict = '';
        const ms = await timed(async () => {
          ({ verdict } = await client.qc.scan({ text }));
        });
        if (verdict !== 'pass') throw new Error(`A good sheet was judged ${verdict}`);
        if (index >= 100) times.push(ms);
      }
      await stop();
      const disk = await safeWrites(folder);
      return {
        figures: {
          verdictMs: median(times),
          verdictP99Ms: percentile(times, 99),
          diskMs: median(disk),
          diskP99Ms: percentile(disk, 99),
          peakMiB: peakMiB(),
        },
        ratios: { vsSafeWrite: median(times) / median(disk) },
      };
    } finally {
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    }
  },
};

export default benchmark;

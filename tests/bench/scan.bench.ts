import { mkdtemp, open, rm } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median, peakMiB, percentile, timed, timedWithCpu } from './kit.ts';
import type { Benchmark } from './kit.ts';
import { makeLargeStation, openLargeStation } from './station/largeStation.ts';

export const about =
  'a scanned QR code to its verdict, over RPC: signature checked, passed, in the ledger, in the audit log and on disk';

const SCANS = 2000;
const PAGE = Buffer.alloc(4096, 1);

/*
 * The limit is the disk: a scan is one transaction, written (23 pages, 94 KiB) and made safe by one fsync of the write-ahead
 * log, and none can be answered before that. So between the scans the same disk is asked for the least that can be safe, one
 * page and one fdatasync: `diskMs`. What a scan takes above that is `cpuMs` (signature, statements, hash chain)
 * and writing the further pages; on an idle disk that is all that can be won. On a disk whose own `diskP99Ms` is above the
 * aim, the aim cannot be met by any program. Once in some 350 scans the log is moved into the file: that is `slowestMs`.
 */

/** Writes one page to that file and waits until it is safe. */
async function safeWrite(file: FileHandle): Promise<void> {
  await file.write(PAGE, 0, PAGE.length, 0);
  await file.datasync();
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
      const cpu: number[] = [];
      const disk: number[] = [];
      const probe = await open(join(folder, 'probe'), 'w');
      for (const [index, text] of codes.entries()) {
        let verdict = '';
        const { ms, cpuMs } = await timedWithCpu(async () => {
          ({ verdict } = await client.qc.scan({ text }));
        });
        if (verdict !== 'pass') throw new Error(`A good sheet was judged ${verdict}`);
        const alone = await timed(() => safeWrite(probe));
        if (index < 100) continue;
        times.push(ms);
        cpu.push(cpuMs);
        disk.push(alone);
      }
      await probe.close();
      await stop();
      return {
        figures: {
          verdictMs: median(times),
          verdictP99Ms: percentile(times, 99),
          slowestMs: Math.max(...times),
          cpuMs: median(cpu),
          cpuP99Ms: percentile(cpu, 99),
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

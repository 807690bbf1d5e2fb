import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median, peakMiB, percentile, timedWithCpu } from './kit.ts';
import type { Benchmark } from './kit.ts';
import { makeLargeStation, openLargeStation } from './station/largeStation.ts';
import { schoolCertificate } from './station/schoolCertificates.ts';

export const about =
  'the first page of the queue, and typed search in it, over RPC: common and rare beginnings, one word and two';

const PAGES = 300;
const SEARCHES = 1000;

/** What somebody types who looks for that certificate: a word as far as it is typed, or two, or the number. */
function typed(index: number, n: number): string {
  const noise = createHash('sha256').update(`typed ${index}`).digest();
  const certificate = schoolCertificate(noise.readUInt32LE(0) % n);
  const words = certificate.issuedName.split(' ');
  const begun = (word: string, least: number) => word.slice(0, least + (noise.readUInt8(4) % 6));
  const one = words[noise.readUInt8(5) % words.length] ?? '';
  switch (noise.readUInt8(6) % 10) {
    case 0:
      return certificate.certificateNumber.slice(0, 2 + (noise.readUInt8(7) % 13));
    case 1:
      return String.fromCharCode(97 + (noise.readUInt8(7) % 26));
    case 2:
      return String.fromCharCode(97 + (noise.readUInt8(7) % 26), 97 + (noise.readUInt8(8) % 26));
    case 3:
      return noise.toString('hex', 8, 12);
    case 4:
    case 5:
    case 6:
      return `${begun(words[1] ?? '', 1)} ${begun(words[0] ?? '', 1)}`;
    default:
      return begun(one, 1);
  }
}

const benchmark: Benchmark = {
  n: 1_000_000,
  aims: [
    { name: 'firstPageP99Ms', aim: 20, better: 'lower', unit: 'ms' },
    { name: 'searchP99Ms', aim: 20, better: 'lower', unit: 'ms' },
  ],
  async measure(n) {
    const folder = await mkdtemp(join(tmpdir(), 'bench-queue-'));
    try {
      await makeLargeStation(folder, n, 0);
      const { client, stop } = await openLargeStation(folder);
      const pages: number[] = [];
      const searches: number[] = [];
      const pagesCpu: number[] = [];
      const searchesCpu: number[] = [];
      for (let index = -20; index < PAGES; index += 1) {
        const { ms, cpuMs } = await timedWithCpu(() => client.queue.list({ filter: {}, limit: 100 }));
        if (index < 0) continue;
        pages.push(ms);
        pagesCpu.push(cpuMs);
      }
      let slowest = { ms: 0, search: '' };
      for (let index = -50; index < SEARCHES; index += 1) {
        const search = typed(index, n);
        const { ms, cpuMs } = await timedWithCpu(() => client.queue.list({ filter: { search }, limit: 100 }));
        if (index < 0) continue;
        searches.push(ms);
        searchesCpu.push(cpuMs);
        if (ms > slowest.ms) slowest = { ms, search };
      }
      console.error(`slowest search: "${slowest.search}", ${slowest.ms.toFixed(1)} ms`);
      await stop();
      return {
        figures: {
          firstPageMs: median(pages),
          firstPageP99Ms: percentile(pages, 99),
          firstPageCpuP99Ms: percentile(pagesCpu, 99),
          searchMs: median(searches),
          searchP99Ms: percentile(searches, 99),
          searchCpuP99Ms: percentile(searchesCpu, 99),
          peakMiB: peakMiB(),
        },
      };
    } finally {
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    }
  },
};

export default benchmark;

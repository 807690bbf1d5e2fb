import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { CompiledTemplate } from '../../src/documents/compiledTemplate.ts';
import { compileTemplate } from '../../src/documents/compileTemplate.ts';
import { renderBatch } from '../../src/documents/renderBatch.ts';
import type { BatchEntry } from '../../src/documents/renderBatch.ts';
import { renderOne } from '../../src/documents/renderOne.ts';
import { openTemplatePackage } from '../../src/documents/template/templatePackage.ts';
import { nodeTextEngine } from '../support/documentsNode.ts';
import { FONTS, workloadPackage, workloadValues } from './certificateWorkload.ts';
import { interleaved, median, peakMiB, timed, timedWithCpu } from './kit.ts';
import type { Benchmark } from './kit.ts';
import { pdfLibPlain, pdfLibShared } from './pdfLibPeers.ts';

export const about =
  'certificates to PDF: one batch file and single files, against pdf-lib plainly and pdf-lib with all shared';

/** Sizes at which the peers are still bearable, and small enough that their memory does not count as ours. */
const PEER_PAGES = 20;

async function compiledWorkload(): Promise<CompiledTemplate> {
  const opened = openTemplatePackage(workloadPackage());
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  const byHash = new Map(Object.values(FONTS).map(({ sha256, data }) => [sha256, data]));
  const library = { read: async (sha256: string) => byHash.get(sha256) };
  const compiled = await compileTemplate(opened.value, library, await nodeTextEngine());
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.error));
  return compiled.value;
}

function* entries(from: number, count: number): Generator<BatchEntry> {
  for (let index = from; index < from + count; index += 1) yield { values: workloadValues(index) };
}

const benchmark: Benchmark = {
  n: 500,
  aims: [
    { name: 'msPerCert', aim: 0.4, better: 'lower', unit: 'ms' },
    { name: 'singleMsPerCert', aim: 0.8, better: 'lower', unit: 'ms' },
    { name: 'peakMiB', aim: 250, better: 'lower', unit: 'MiB' },
  ],
  async measure(n) {
    const folder = await mkdtemp(join(tmpdir(), 'bench-render-'));
    try {
      let compiled = await compiledWorkload();
      const compileMs = await timed(async () => {
        compiled = await compiledWorkload();
      });
      // Every round has names of its own: a repeated round would be served from the cache of drawn fields.
      let next = 0;
      const batch = async (count: number): Promise<void> => {
        const from = next;
        next += count;
        const chunks = renderBatch(compiled, entries(from, count), { title: `Batch ${from}` });
        await pipeline(Readable.from(chunks), createWriteStream(join(folder, 'batch.pdf')));
      };
      const singles = async (count: number): Promise<void> => {
        // A file is written while the next is rendered, as any host would; the last is on disk before time is taken.
        let written = Promise.resolve();
        for (const { values } of entries(next, count)) {
          const pdf = await renderOne(compiled, values);
          await written;
          written = writeFile(join(folder, `single${next % count}.pdf`), pdf);
          next += 1;
        }
        await written;
      };
      const size = Math.min(n, 500);
      // What the disk takes for as many files of as many bytes.
      const one = await renderOne(compiled, workloadValues(0));
      const bare = async (count: number): Promise<void> => {
        for (let index = 0; index < count; index += 1)
          await writeFile(join(folder, `single${index}.pdf`), one);
      };
      await batch(50);
      const rounds = n > 2000 ? 1 : 5;
      const ours = await interleaved(
        { batch: () => batch(n), singles: () => singles(size), bare: () => bare(size) },
        { rounds, warmUp: n > 2000 ? 0 : 1 },
      );
      const batchCpu = await timedWithCpu(() => batch(n));
      const singlesCpu = await timedWithCpu(() => singles(size));
      const peak = peakMiB();
      const peers = await interleaved(
        { plain: () => pdfLibPlain(PEER_PAGES), shared: () => pdfLibShared(PEER_PAGES) },
        { rounds: 3, warmUp: 1 },
      );
      const msPerCert = median(ours.batch) / n;
      const singleMsPerCert = median(ours.singles) / size;
      return {
        figures: {
          msPerCert,
          cpuMsPerCert: batchCpu.cpuMs / n,
          singleMsPerCert,
          bareWriteMsPerFile: median(ours.bare) / size,
          singleCpuMsPerCert: singlesCpu.cpuMs / size,
          compileMs,
          peakMiB: peak,
          pdfLibPlainMsPerCert: median(peers.plain) / PEER_PAGES,
          pdfLibSharedMsPerCert: median(peers.shared) / PEER_PAGES,
        },
        ratios: {
          vsPdfLibPlain: median(peers.plain) / PEER_PAGES / msPerCert,
          singleVsBareWrite: singleMsPerCert / (median(ours.bare) / size),
          vsPdfLibShared: median(peers.shared) / PEER_PAGES / msPerCert,
        },
      };
    } finally {
      await rm(folder, { recursive: true });
    }
  },
};

export default benchmark;

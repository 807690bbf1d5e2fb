/**
 * Does one thing many times in a process of its own and says what memory it took, as a line of JSON:
 * `node --expose-gc tests/documents/longRun.ts names|pages`.
 */
import { checkFit } from '../../src/documents/checkFit.ts';
import { compileTemplate } from '../../src/documents/compileTemplate.ts';
import { renderBatch } from '../../src/documents/renderBatch.ts';
import { renderOne } from '../../src/documents/renderOne.ts';
import { openTemplatePackage } from '../../src/documents/template/templatePackage.ts';
import { FONTS, workloadPackage, workloadValues } from '../bench/certificateWorkload.ts';
import { compiledBundledTemplate, nodeFontLibrary, nodeTextEngine } from '../support/documentsNode.ts';
import { HARD_NAMES } from '../support/hardNames.ts';
import { sampleValues } from '../support/sampleValues.ts';

const scripts = Object.values(HARD_NAMES);
const values = (index: number) => {
  const { text } = sampleValues(`${scripts[index % scripts.length] ?? ''} ${index.toString(36)}`, index);
  return { text: { ...text, courseTitle: `Course of ${index % 7} hours` } };
};

/** Bytes in use after everything that is no longer needed has been thrown away, the fonts' own memory among them. */
function bytesInUse(): number {
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** Distinct names, each checked; every hundredth is printed as well. */
async function names(): Promise<object> {
  const compiled = await compiledBundledTemplate(
    'completion',
    await nodeTextEngine(),
    await nodeFontLibrary(),
  );
  const run = async (from: number, to: number): Promise<void> => {
    for (let index = from; index < to; index += 1) {
      if (checkFit(compiled, values(index)).length > 0) throw new Error(`Name ${index} does not fit.`);
      if (index % 100 === 0) await renderOne(compiled, values(index));
    }
  };
  await run(0, 5000);
  const before = bytesInUse();
  await run(5000, 50_000);
  return { grownMiB: (bytesInUse() - before) / (1 << 20) };
}

/** One batch of the workload that is benchmarked, its chunks counted and let go. */
async function pages(): Promise<object> {
  const opened = openTemplatePackage(workloadPackage());
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  const fonts = new Map(Object.values(FONTS).map(({ sha256, data }) => [sha256, data]));
  const compiled = await compileTemplate(
    opened.value,
    { read: async (sha256) => fonts.get(sha256) },
    await nodeTextEngine(),
  );
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.error));
  const entries = function* () {
    for (let index = 0; index < 10_000; index += 1) yield { values: workloadValues(index) };
  };
  let [bytes, largest] = [0, 0];
  for await (const chunk of renderBatch(compiled.value, entries(), { title: 'Batch' })) {
    bytes += chunk.length;
    largest = Math.max(largest, chunk.length);
  }
  return { bytes, largest, peakMiB: process.resourceUsage().maxRSS / 1024 };
}

process.stdout.write(`${JSON.stringify(process.argv[2] === 'names' ? await names() : await pages())}\n`);

import { preflight } from '../../src/documents/preflight/preflight.ts';
import type { PreflightSheet } from '../../src/documents/preflight/preflight.ts';
import { renderBatch } from '../../src/documents/renderBatch.ts';
import {
  compiledBundledTemplate,
  nodeCodeReader,
  nodeFontLibrary,
  nodeRasteriser,
  nodeTextEngine,
} from '../support/documentsNode.ts';
import { sampleValues } from '../support/sampleValues.ts';
import { median, timed } from './kit.ts';
import type { Benchmark } from './kit.ts';

export const about =
  'preflight of a batch file at 300 dpi: values, fit, overlaps, and each QR code rasterised and read back';

const DPI = 300;

const benchmark: Benchmark = {
  n: 100,
  aims: [{ name: 'msPerPage', aim: 25, better: 'lower', unit: 'ms' }],
  async measure(n) {
    const compiled = await compiledBundledTemplate(
      'completion',
      await nodeTextEngine(),
      await nodeFontLibrary(),
    );
    const tools = { rasteriser: await nodeRasteriser(), codeReader: await nodeCodeReader() };
    const sheets: PreflightSheet[] = Array.from({ length: n }, (_, index) => ({
      values: sampleValues(`Zoë Łukasiewicz-Ødegård ${index}`, index),
      record: { validity: 'active', templateVersion: compiled.id },
    }));
    const chunks: Uint8Array[] = [];
    for await (const chunk of renderBatch(compiled, sheets, { title: 'Preflight' })) chunks.push(chunk);
    const pdf = Buffer.concat(chunks);
    const once = async (): Promise<void> => {
      for await (const report of preflight(compiled, pdf, sheets, tools, { dpi: DPI })) {
        if (report.findings.length > 0) throw new Error(JSON.stringify(report.findings));
      }
    };
    await once();
    const times = [await timed(once), await timed(once), await timed(once)];
    return { figures: { msPerPage: median(times) / n } };
  },
};

export default benchmark;

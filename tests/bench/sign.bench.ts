import { renderOne, renderSigned } from '../../src/documents/renderOne.ts';
import { compiledBundledTemplate, nodeFontLibrary, nodeTextEngine } from '../support/documentsNode.ts';
import { sampleValues } from '../support/sampleValues.ts';
import { testSigner } from '../support/testSigner.ts';
import { interleaved, median } from './kit.ts';
import type { Benchmark } from './kit.ts';

export const about =
  'a certificate PDF written and digitally signed (PAdES, ECDSA P-256), against the same PDF unsigned';

const benchmark: Benchmark = {
  n: 100,
  aims: [{ name: 'msPerPdf', aim: 10, better: 'lower', unit: 'ms' }],
  async measure(n) {
    const compiled = await compiledBundledTemplate(
      'completion',
      await nodeTextEngine(),
      await nodeFontLibrary(),
    );
    const { signer } = await testSigner();
    let next = 0;
    const words = { signedAt: '2026-11-20T18:30:00.000Z', name: 'Example School', reason: 'Issued' };
    const each = async (work: (index: number) => Promise<unknown>): Promise<void> => {
      for (let count = 0; count < n; count += 1) await work((next += 1));
    };
    const times = await interleaved(
      {
        signed: () =>
          each((index) => renderSigned(compiled, sampleValues(`Zoë ${index}`, index), { ...words, signer })),
        unsigned: () => each((index) => renderOne(compiled, sampleValues(`Zoë ${index}`, index))),
      },
      { rounds: 5, warmUp: 1 },
    );
    return {
      figures: { msPerPdf: median(times.signed) / n, unsignedMsPerPdf: median(times.unsigned) / n },
    };
  },
};

export default benchmark;

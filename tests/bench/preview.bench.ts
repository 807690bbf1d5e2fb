import { LivePreview } from '../../src/documents/preview.ts';
import {
  compiledBundledTemplate,
  nodeFontLibrary,
  nodeRasteriser,
  nodeTextEngine,
} from '../support/documentsNode.ts';
import { sampleValues } from '../support/sampleValues.ts';
import { median, percentile, timed } from './kit.ts';
import type { Benchmark } from './kit.ts';

export const about = 'live preview: from a key press to the new picture of the whole page at 96 dpi';

const TYPED = 'Zoë Łukasiewicz-Ødegård-Nguyễn Преображенская';

const benchmark: Benchmark = {
  n: 200,
  aims: [{ name: 'keyToPictureMs', aim: 50, better: 'lower', unit: 'ms' }],
  async measure(n) {
    const compiled = await compiledBundledTemplate(
      'completion',
      await nodeTextEngine(),
      await nodeFontLibrary(),
    );
    const preview = new LivePreview(compiled, await nodeRasteriser());
    const firstMs = await timed(() => preview.show(sampleValues('A'), 96));
    const times: number[] = [];
    for (let key = 0; key < n; key += 1) {
      const name = `${TYPED.slice(0, 1 + (key % TYPED.length))}${key >= TYPED.length ? ` ${key}` : ''}`;
      times.push(await timed(() => preview.show(sampleValues(name), 96)));
    }
    return { figures: { keyToPictureMs: median(times), keyToPictureP99Ms: percentile(times, 99), firstMs } };
  },
};

export default benchmark;

import { DraftPreview } from '../../src/documents/preview/draftPreview.ts';
import { LivePreview } from '../../src/documents/preview/livePreview.ts';
import type { Template } from '../../src/documents/template/format.ts';
import { openTemplatePackage } from '../../src/documents/template/templatePackage.ts';
import {
  bundledTemplateFiles,
  compiledBundledTemplate,
  nodeFontLibrary,
  nodeRasteriser,
  nodeTextEngine,
} from '../support/documentsNode.ts';
import { sampleValues } from '../support/sampleValues.ts';
import { median, percentile, timed } from './kit.ts';
import type { Benchmark } from './kit.ts';

export const about =
  'live preview: from a key press, a moved field or a changed size to the new picture of the whole page at 96 dpi';

const TYPED = 'Zoë Łukasiewicz-Ødegård-Nguyễn Преображенская';

const benchmark: Benchmark = {
  n: 200,
  aims: [
    { name: 'keyToPictureMs', aim: 50, better: 'lower', unit: 'ms' },
    { name: 'moveToPictureMs', aim: 50, better: 'lower', unit: 'ms' },
    { name: 'sizeToPictureMs', aim: 50, better: 'lower', unit: 'ms' },
  ],
  async measure(n) {
    const engine = await nodeTextEngine();
    const library = await nodeFontLibrary();
    const rasteriser = await nodeRasteriser();
    const compiled = await compiledBundledTemplate('completion', engine, library);
    const preview = new LivePreview(compiled, rasteriser);
    const firstMs = await timed(() => preview.show(sampleValues('A'), 96));
    const times: number[] = [];
    for (let key = 0; key < n; key += 1) {
      const name = `${TYPED.slice(0, 1 + (key % TYPED.length))}${key >= TYPED.length ? ` ${key}` : ''}`;
      times.push(await timed(() => preview.show(sampleValues(name), 96)));
    }
    const draft = new DraftPreview(engine, rasteriser, library);
    const opened = openTemplatePackage(await bundledTemplateFiles('completion'));
    if (!opened.ok) throw new Error('The bundled template is not sound.');
    const { template, files } = opened.value;
    const values = sampleValues(TYPED);
    const draftFirstMs = await timed(() => draft.show({ template, files }, values, 96));
    const edited = async (change: (step: number) => Template): Promise<readonly number[]> => {
      const each: number[] = [];
      for (let step = 0; step < n; step += 1) {
        const changed = { template: change(step), files };
        each.push(await timed(() => draft.show(changed, values, 96)));
      }
      return each;
    };
    const moves = await edited((step) => withName(template, { y: 70 + (step % 100) / 10 }, {}));
    const sizes = await edited((step) => withName(template, {}, { size: 24 + (step % 60) / 4 }));
    return {
      figures: {
        keyToPictureMs: median(times),
        keyToPictureP99Ms: percentile(times, 99),
        moveToPictureMs: median(moves),
        moveToPictureP99Ms: percentile(moves, 99),
        sizeToPictureMs: median(sizes),
        sizeToPictureP99Ms: percentile(sizes, 99),
        firstMs,
        draftFirstMs,
      },
    };
  },
};

/** The template with the name's field put elsewhere, or set in another size. */
function withName(
  template: Template,
  box: { readonly y?: number },
  text: { readonly size?: number },
): Template {
  const fields = template.fields.map((field) =>
    field.id === 'issuedName' && field.kind === 'text'
      ? { ...field, ...text, box: { ...field.box, ...box } }
      : field,
  );
  return { ...template, fields };
}

export default benchmark;

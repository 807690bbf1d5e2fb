import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { loadCodeReader } from '../../documents/preflight/codeReader.ts';
import type { PreflightTools } from '../../documents/preflight/preflight.ts';
import { loadRasteriser } from '../../documents/preflight/rasteriser.ts';
import type { Rasteriser } from '../../documents/preflight/rasteriser.ts';
import { loadTextEngine } from '../../documents/text/engine.ts';
import type { TextEngine } from '../../documents/text/engine.ts';

/** The programs that make and look at pages: one of each for a thread, started when first asked for. */
export interface ThreadTools {
  textEngine(): Promise<TextEngine>;
  rasteriser(): Promise<Rasteriser>;
  /** The rasteriser, and a reader of codes. */
  preflight(): Promise<PreflightTools>;
}

async function binary(name: string): Promise<Uint8Array> {
  return new Uint8Array(await readFile(createRequire(import.meta.url).resolve(name)));
}

/** The tools of a thread, from the installed packages. */
export function threadTools(): ThreadTools {
  let shaping: Promise<TextEngine> | null = null;
  let rasterising: Promise<Rasteriser> | null = null;
  let looking: Promise<PreflightTools> | null = null;
  const rasteriser = (): Promise<Rasteriser> =>
    (rasterising ??= binary('@hyzyla/pdfium/dist/pdfium.wasm').then(loadRasteriser));
  return {
    textEngine: () =>
      (shaping ??= (async () => {
        const [shape, subset] = await Promise.all([
          binary('harfbuzzjs/dist/harfbuzz.wasm'),
          binary('harfbuzzjs/dist/harfbuzz-subset.wasm'),
        ]);
        return loadTextEngine({ shape, subset });
      })()),
    rasteriser,
    preflight: () =>
      (looking ??= (async () => ({
        rasteriser: await rasteriser(),
        codeReader: await loadCodeReader(await binary('zxing-wasm/reader/zxing_reader.wasm')),
      }))()),
  };
}

import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import type { Picture } from './rasteriser.ts';

/** Reads QR codes out of pictures. */
export interface CodeReader {
  /** The text of the code in a grey picture that shows one code; undefined when none can be read. */
  read(picture: Picture): Promise<string | undefined>;
}

/** Starts zxing from the bytes of `zxing-wasm/dist/reader/zxing_reader.wasm`. */
export async function loadCodeReader(wasm: Uint8Array): Promise<CodeReader> {
  await prepareZXingModule({
    overrides: { wasmBinary: new Uint8Array(wasm).buffer },
    fireImmediately: true,
  });
  return {
    read: async (picture) => {
      const [found] = await readBarcodes(rgbaOf(picture), {
        formats: ['QRCode'],
        tryHarder: false,
        tryRotate: false,
        tryInvert: false,
        tryDownscale: false,
        maxNumberOfSymbols: 1,
      });
      return found?.isValid === true ? found.text : undefined;
    },
  };
}

/** The shape that browsers call ImageData. */
function rgbaOf({ width, height, channels, data }: Picture): {
  data: Uint8ClampedArray<ArrayBuffer>;
  width: number;
  height: number;
  colorSpace: 'srgb';
} {
  const pixels = width * height;
  const rgba = new Uint8ClampedArray(pixels * 4);
  for (let pixel = 0, from = 0, to = 0; pixel < pixels; pixel += 1, from += channels, to += 4) {
    rgba[to] = data[from] ?? 0;
    rgba[to + 1] = data[from + (channels === 3 ? 1 : 0)] ?? 0;
    rgba[to + 2] = data[from + (channels === 3 ? 2 : 0)] ?? 0;
    rgba[to + 3] = 255;
  }
  return { data: rgba, width, height, colorSpace: 'srgb' };
}

/** What a scanner sees on printed paper: the QR codes of the pages, read from their pictures. */
import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { PDFiumLibrary } from '@hyzyla/pdfium';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';

/** Dots per inch of the picture; a hand scanner sees about as much. */
const DPI = 200;

/** The texts of the QR codes on the sheets of one batch that came out of a folder printer, in the order of the stack. */
export async function codesOnPaper(folder: string, batchNumber: string): Promise<string[]> {
  const wasm = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
  const wasmBinary = new Uint8Array(await readFile(wasm)).buffer;
  await prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true });
  const library = await PDFiumLibrary.init();
  const codes: string[] = [];
  try {
    for (const name of (await readdir(folder))
      .filter((each) => each.startsWith(`${batchNumber}-`) && each.endsWith('.pdf'))
      .toSorted()) {
      const document = await library.loadDocument(await readFile(join(folder, name)));
      for (const page of document.pages()) {
        const { data, width, height } = await page.render({ scale: DPI / 72, render: 'bitmap' });
        const pixels = new Uint8ClampedArray(data.length);
        // PDFium gives blue first; the reader only looks at how dark a pixel is.
        pixels.set(data);
        const [code] = await readBarcodes(
          { data: pixels, width, height, colorSpace: 'srgb' },
          { formats: ['QRCode'] },
        );
        if (code === undefined) throw new Error(`No QR code can be read on page ${page.number} of ${name}.`);
        codes.push(code.text);
      }
      document.destroy();
    }
    return codes;
  } finally {
    library.destroy();
  }
}

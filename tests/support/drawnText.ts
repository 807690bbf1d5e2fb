import { PDFDict, PDFDocument, PDFName } from 'pdf-lib';
import { codesOf, operationsOf } from './conformance/contentStream.ts';
import { readEmbeddedFont, streamBytes } from './conformance/embeddedFont.ts';

/** A stretch of text as it stands on the page, its glyphs from left to right. */
export interface DrawnRun {
  /** What each glyph stands for by its font alone; empty where marked content tells it. */
  readonly glyphs: readonly string[];
  readonly font: string;
  readonly size: number;
  /** Points from the lower left corner. */
  readonly x: number;
  readonly y: number;
  /** Corrections between glyphs, thousandths of the size. */
  readonly corrections: readonly number[];
}

/** The runs on the first page of a single certificate, in the order in which they are drawn. */
export async function drawnRuns(pdf: Uint8Array): Promise<readonly DrawnRun[]> {
  const document = await PDFDocument.load(pdf, { updateMetadata: false });
  const page = document.getPages()[0]?.node;
  const fonts = page?.lookup(PDFName.of('Resources'), PDFDict).lookup(PDFName.of('Font'), PDFDict);
  const runs: DrawnRun[] = [];
  let [font, size, x, y] = ['', 0, 0, 0];
  let glyphs: string[] = [];
  let corrections: number[] = [];
  const content = streamBytes(page?.lookup(PDFName.of('Contents'))).toString('latin1');
  for (const { operator, operands } of operationsOf(content)) {
    if (operator === 'Tf') [font, size] = [operands[0]?.slice(1) ?? '', Number(operands[1])];
    if (operator === 'Td') [x, y] = [Number(operands[0]), Number(operands[1])];
    if (operator === 'BT') [glyphs, corrections] = [[], []];
    if (operator === 'TJ') {
      const embedded = readEmbeddedFont(fonts?.lookup(PDFName.of(font), PDFDict) ?? document.catalog, []);
      glyphs.push(...codesOf(operands[0] ?? '').map((code) => embedded?.texts.get(code) ?? ''));
      corrections.push(
        ...(operands[0] ?? '')
          .slice(1, -1)
          .split(' ')
          .filter((item) => /^[-\d]/u.test(item))
          .map(Number),
      );
    }
    if (operator === 'ET') {
      const name = fonts?.lookup(PDFName.of(font), PDFDict).lookup(PDFName.of('BaseFont'), PDFName);
      runs.push({ glyphs, font: name?.decodeText().slice(7) ?? '', size, x, y, corrections });
    }
  }
  return runs;
}

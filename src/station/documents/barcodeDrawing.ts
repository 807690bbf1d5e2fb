import { rgb } from 'pdf-lib';
import type { PDFPage } from 'pdf-lib';
import { code128 } from './code128.ts';

/** Where a barcode goes, in points from the lower left corner; `width` includes both quiet zones. */
export interface BarcodeBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const QUIET_MODULES = 10;

/** Draws a Code 128 as vector bars that fill the box. */
export function drawBarcode(page: PDFPage, text: string, box: BarcodeBox): void {
  const widths = code128(text);
  const modules = widths.reduce((sum, width) => sum + width, QUIET_MODULES * 2);
  const module = box.width / modules;
  let x = box.x + QUIET_MODULES * module;
  for (const [index, width] of widths.entries()) {
    if (index % 2 === 0) {
      page.drawRectangle({ x, y: box.y, width: width * module, height: box.height, color: rgb(0, 0, 0) });
    }
    x += width * module;
  }
}

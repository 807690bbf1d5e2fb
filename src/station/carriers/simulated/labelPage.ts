import { degrees, PDFDocument, rgb, StandardFonts } from 'pdf-lib';
import type { PDFFont, PDFPage } from 'pdf-lib';
import { drawBarcode } from '../../documents/barcodeDrawing.ts';
import { FNC1 } from '../../documents/code128.ts';
import { STRIP } from '../../documents/nameStrip.ts';
import type { NameStrip } from '../../documents/nameStrip.ts';
import { labelText } from '../../documents/plainText.ts';
import type { Sale } from './ledger.ts';
import { addressLines, CARRIER } from './mapper.ts';

/** 4 x 6 inches, in points. */
const WIDTH = 288;
const HEIGHT = 432;
const MARGIN = 12;
const BLACK = rgb(0, 0, 0);

/** What the barcode says: the ZIP of the destination before the number within the US (USPS Publication 199). */
export function barcodeText(sale: Sale): string {
  if (sale.to.country !== 'US') return sale.tracking;
  const zip = sale.to.postalCode.replace(/[^0-9]/gu, '');
  const routing = zip.length === 5 || zip.length === 9 ? `${FNC1}420${zip}` : '';
  return `${routing}${FNC1}${sale.tracking}`;
}

function grouped(tracking: string): string {
  return tracking.replace(/.{4}(?=.)/gu, '$& ');
}

function line(page: PDFPage, y: number): void {
  page.drawLine({ start: { x: 0, y }, end: { x: WIDTH, y }, thickness: 1.5, color: BLACK });
}

/** Writes lines downwards, each as large as fits up to `size`. Answers with where the next one would stand. */
function block(
  page: PDFPage,
  font: PDFFont,
  lines: readonly string[],
  x: number,
  top: number,
  size: number,
): number {
  let y = top;
  for (const text of lines.map(labelText)) {
    const fitting = Math.min(
      size,
      (size * (WIDTH - x - MARGIN)) / Math.max(1, font.widthOfTextAtSize(text, size)),
    );
    page.drawText(text, { x, y: y - size, size: fitting, font, color: BLACK });
    y -= size * 1.25;
  }
  return y;
}

/** Writes the destination; a name that the standard fonts cannot write is drawn with the product's own. */
async function destination(
  page: PDFPage,
  font: PDFFont,
  sale: Sale,
  nameStrip: NameStrip | null,
): Promise<void> {
  const x = MARGIN + 24;
  const top = HEIGHT - 146;
  const [name = '', ...rest] = addressLines(sale.to);
  const written = labelText(name) === name.normalize('NFC');
  const strip = written || nameStrip === null ? null : await nameStrip(name);
  if (strip === null) {
    block(page, font, [name, ...rest], x, top, 13);
    return;
  }
  const [drawn] = await page.doc.embedPdf(strip);
  if (drawn === undefined) throw new Error('A name was drawn on no page');
  const points = 72 / 25.4;
  page.drawPage(drawn, { x, y: top - STRIP.heightMm * points + 3 });
  block(page, font, rest, x, top - STRIP.lineMm * points, 13);
}

/** The shipping label of a sale: one 4 x 6 inch page. The same sale gives the same bytes. */
export async function labelPage(sale: Sale, nameStrip: NameStrip | null): Promise<Uint8Array> {
  const document = await PDFDocument.create({ updateMetadata: false });
  document.setTitle(`Label ${sale.tracking}`);
  const page = document.addPage([WIDTH, HEIGHT]);
  const plain = await document.embedFont(StandardFonts.Helvetica);
  const bold = await document.embedFont(StandardFonts.HelveticaBold);

  page.drawText('DEMO', {
    x: 34,
    y: 150,
    size: 92,
    font: bold,
    color: rgb(0.86, 0.86, 0.86),
    rotate: degrees(32),
  });
  block(page, bold, [CARRIER.toUpperCase()], MARGIN, HEIGHT - 10, 20);
  block(page, plain, [sale.service], MARGIN, HEIGHT - 36, 11);
  page.drawText('NO POSTAGE PAID', { x: WIDTH - 108, y: HEIGHT - 26, size: 10, font: bold, color: BLACK });
  page.drawText(new Date(sale.at).toISOString().slice(0, 10), {
    x: WIDTH - 108,
    y: HEIGHT - 46,
    size: 9,
    font: plain,
  });
  line(page, HEIGHT - 58);
  block(page, plain, addressLines(sale.from), MARGIN, HEIGHT - 66, 8);
  line(page, HEIGHT - 122);
  page.drawText('SHIP TO', { x: MARGIN, y: HEIGHT - 138, size: 8, font: bold });
  await destination(page, bold, sale, nameStrip);
  line(page, 178);
  page.drawText('TRACKING (DEMO)', { x: MARGIN, y: 162, size: 9, font: bold });
  drawBarcode(page, barcodeText(sale), { x: 4, y: 74, width: WIDTH - 8, height: 80 });
  const number = grouped(sale.tracking);
  page.drawText(number, { x: (WIDTH - bold.widthOfTextAtSize(number, 11)) / 2, y: 58, size: 11, font: bold });
  line(page, 46);
  page.drawText(labelText(`${sale.parcelNumber}   ${sale.weightGrams} g`), {
    x: MARGIN,
    y: 28,
    size: 10,
    font: plain,
  });
  page.drawText('Demonstration label. Do not mail.', { x: MARGIN, y: 12, size: 10, font: bold });
  return document.save({ useObjectStreams: false });
}

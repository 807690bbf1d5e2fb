import fontkit from '@pdf-lib/fontkit';
import { PDFDocument, rgb } from 'pdf-lib';
import type { PDFFont, PDFEmbeddedPage } from 'pdf-lib';
import { encode } from 'uqr';
import { formatDate } from '../../src/documents/template/dates.ts';
import { FONTS, PAGE, PLACES, workloadBackground, workloadValues } from './certificateWorkload.ts';

const MM = 72 / 25.4;
const background = workloadBackground();

interface Parts {
  readonly page: PDFEmbeddedPage;
  readonly text: PDFFont;
  readonly strong: PDFFont;
}

async function partsOf(document: PDFDocument): Promise<Parts> {
  document.registerFontkit(fontkit);
  const [page] = await document.embedPdf(background);
  if (page === undefined) throw new Error('the background has no page');
  return {
    page,
    text: await document.embedFont(FONTS.text.data, { subset: true }),
    strong: await document.embedFont(FONTS.strong.data, { subset: true }),
  };
}

function drawCertificate(document: PDFDocument, parts: Parts, index: number): void {
  const page = document.addPage([PAGE.width, PAGE.height]);
  const { text } = workloadValues(index);
  page.drawPage(parts.page);
  for (const place of PLACES) {
    const key = place.text.slice(2, -2);
    const value = text[key] ?? '';
    const shown = formatDate(value, 'MMMM d, yyyy', 'en') ?? value;
    const font = parts[place.font];
    const width = font.widthOfTextAtSize(shown, place.size);
    page.drawText(shown, {
      x: (PAGE.width - width) / 2,
      y: PAGE.height - (place.y + 12) * MM,
      size: place.size,
      font,
    });
  }
  const code = encode(text['qrPayload'] ?? '', { ecc: 'M', border: 4 });
  const module = (30 * MM) / code.size;
  for (const [y, row] of code.data.entries()) {
    for (const [x, dark] of row.entries()) {
      if (!dark) continue;
      page.drawRectangle({
        x: 240 * MM + x * module,
        y: PAGE.height - 160 * MM - (y + 1) * module,
        width: module,
        height: module,
        color: rgb(0, 0, 0),
      });
    }
  }
}

/** pdf-lib as its documentation shows it: each certificate opens, embeds and saves everything anew. */
export async function pdfLibPlain(pages: number): Promise<void> {
  for (let index = 0; index < pages; index += 1) {
    const document = await PDFDocument.create();
    drawCertificate(document, await partsOf(document), index);
    await document.save();
  }
}

/** pdf-lib with background and fonts embedded once for one file of all pages. */
export async function pdfLibShared(pages: number): Promise<void> {
  const document = await PDFDocument.create();
  const parts = await partsOf(document);
  for (let index = 0; index < pages; index += 1) drawCertificate(document, parts, index);
  await document.save();
}

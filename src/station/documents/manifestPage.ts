import { PDFDocument, rgb, StandardFonts } from 'pdf-lib';
import { drawBarcode } from './barcodeDrawing.ts';
import { labelText } from './plainText.ts';

/** What stands on a manifest: numbers only, no names, because it stays with the driver. */
export interface ManifestContent {
  readonly manifestNumber: string;
  readonly carrier: string;
  readonly createdAt: number;
  readonly createdBy: string;
  readonly parcels: readonly {
    readonly parcelNumber: string;
    readonly tracking: string;
    readonly service: string;
  }[];
}

/** US Letter, in points. */
const WIDTH = 612;
const HEIGHT = 792;
const MARGIN = 48;
const ROW = 15;
const ROWS_FIRST = 36;
const ROWS_NEXT = 44;

/** The list that the carrier's driver signs. The same content gives the same bytes. */
export async function manifestPdf(content: ManifestContent): Promise<Uint8Array> {
  const document = await PDFDocument.create({ updateMetadata: false });
  document.setTitle(content.manifestNumber);
  const plain = await document.embedFont(StandardFonts.Helvetica);
  const bold = await document.embedFont(StandardFonts.HelveticaBold);
  const mono = await document.embedFont(StandardFonts.Courier);
  const rows = [...content.parcels];
  const count = 1 + Math.max(0, Math.ceil((rows.length - ROWS_FIRST) / ROWS_NEXT));
  for (let number = 1; number <= count; number += 1) {
    const page = document.addPage([WIDTH, HEIGHT]);
    const text = (words: string, x: number, y: number, size: number, font = plain): void =>
      page.drawText(labelText(words), { x, y, size, font, color: rgb(0, 0, 0) });
    text(`Manifest ${content.manifestNumber}`, MARGIN, HEIGHT - 64, 18, bold);
    text(`Page ${number} of ${count}`, WIDTH - MARGIN - 70, HEIGHT - 64, 10);
    let top = HEIGHT - 96;
    if (number === 1) {
      const at = new Date(content.createdAt).toISOString().replace('T', ' ').slice(0, 16);
      text(
        `${content.carrier}, ${content.parcels.length} parcels, ${at} UTC, ${content.createdBy}`,
        MARGIN,
        top,
        11,
      );
      drawBarcode(page, content.manifestNumber, { x: MARGIN - 8, y: top - 54, width: 240, height: 36 });
      text('Received by the carrier (name, signature, time):', MARGIN, 72, 10);
      page.drawLine({ start: { x: MARGIN + 240, y: 70 }, end: { x: WIDTH - MARGIN, y: 70 }, thickness: 0.8 });
      top -= 84;
    }
    text('Parcel', MARGIN, top, 10, bold);
    text('Tracking', MARGIN + 100, top, 10, bold);
    text('Service', MARGIN + 320, top, 10, bold);
    for (const { parcelNumber, tracking, service } of rows.splice(0, number === 1 ? ROWS_FIRST : ROWS_NEXT)) {
      top -= ROW;
      text(parcelNumber, MARGIN, top, 10);
      text(tracking, MARGIN + 100, top, 10, mono);
      text(service, MARGIN + 320, top, 10);
    }
  }
  return document.save({ useObjectStreams: false });
}

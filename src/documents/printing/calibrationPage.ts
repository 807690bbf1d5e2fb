import { COLOUR_PROFILE_OBJECT } from '../compiledTemplate.ts';
import { calibrationMatrix } from '../drawPage.ts';
import type { Calibration } from '../drawPage.ts';
import { deflate } from '../pdf/compression/deflate.ts';
import { PdfFile } from '../pdf/pdfFile.ts';
import { pdfNumber, points } from '../pdf/syntax.ts';
import { wantedCrosses } from './calibration.ts';

/**
 * A page to print and measure: two crosses with rings at known places, rulers in millimetres along the left and upper
 * edge that begin at the edge itself, and frames at 3, 5, 8 and 10 mm that show how far the printer reaches. It needs no
 * font: figures are drawn as strokes.
 *
 * @param calibration what was measured before, to see on paper that it is right; absent: the page to measure.
 */
export function calibrationPage(widthMm: number, heightMm: number, calibration?: Calibration): Uint8Array {
  const height = points(heightMm);
  const at = (x: number, y: number): string => `${pdfNumber(points(x))} ${pdfNumber(height - points(y))}`;
  const line = (x1: number, y1: number, x2: number, y2: number): string =>
    `${at(x1, y1)} m ${at(x2, y2)} l S\n`;
  let content = calibration === undefined ? '' : calibrationMatrix(points(widthMm), height, calibration);
  content += '0 G 0.25 w 1 J\n';
  for (const inset of [3, 5, 8, 10]) {
    const [w, h] = [points(widthMm - 2 * inset), points(heightMm - 2 * inset)];
    content += `${at(inset, heightMm - inset)} ${pdfNumber(w)} ${pdfNumber(h)} re S\n`;
    content += figures(String(inset), widthMm / 2 + inset * 4, inset + 0.3, 1.6, at);
  }
  for (let millimetre = 0; millimetre <= widthMm; millimetre += 1) {
    content += line(millimetre, 14, millimetre, 14 + tickOf(millimetre));
    if (millimetre % 10 === 0 && millimetre > 0)
      content += figures(String(millimetre), millimetre + 0.4, 17, 2, at);
  }
  for (let millimetre = 0; millimetre <= heightMm; millimetre += 1) {
    content += line(14, millimetre, 14 + tickOf(millimetre), millimetre);
    if (millimetre % 10 === 0 && millimetre > 0)
      content += figures(String(millimetre), 17, millimetre + 0.4, 2, at);
  }
  const { first, second } = wantedCrosses(widthMm, heightMm);
  for (const { x, y } of [first, second]) {
    content += line(x - 8, y, x + 8, y) + line(x, y - 8, x, y + 8);
    for (const radius of [2, 4]) content += ring(x, y, radius, at);
  }
  // Feed direction: an arrow to the upper edge, so that a turned sheet is seen.
  const middle = widthMm / 2;
  content +=
    line(middle, 45, middle, 28) + line(middle, 28, middle - 3, 33) + line(middle, 28, middle + 3, 33);

  const file = new PdfFile();
  file.raw('%PDF-1.7\n');
  file.reserveUpTo(COLOUR_PROFILE_OBJECT + 1);
  file.object(1, '<</Type/Catalog/Pages 2 0 R/ViewerPreferences<</PrintScaling/None>>>>');
  file.object(2, '<</Type/Pages/Count 1/Kids[4 0 R]>>');
  file.object(3, '<</Title(Calibration page)>>');
  file.object(
    4,
    `<</Type/Page/Parent 2 0 R/MediaBox[0 0 ${pdfNumber(points(widthMm))} ${pdfNumber(height)}]/Resources<<>>/Contents 5 0 R>>`,
  );
  file.stream(5, '/Filter/FlateDecode', deflate(new TextEncoder().encode(content)));
  file.finish(1, 3, '0'.repeat(32));
  return file.end();
}

type Place = (x: number, y: number) => string;

function tickOf(millimetre: number): number {
  if (millimetre % 10 === 0) return 3;
  return millimetre % 5 === 0 ? 2 : 1.2;
}

function ring(x: number, y: number, radius: number, at: Place): string {
  const handle = radius * 0.552_284_75;
  const piece = (...places: readonly (readonly [number, number])[]): string =>
    `${places.map(([px, py]) => at(px, py)).join(' ')} c\n`;
  return (
    `${at(x + radius, y)} m\n` +
    piece([x + radius, y + handle], [x + handle, y + radius], [x, y + radius]) +
    piece([x - handle, y + radius], [x - radius, y + handle], [x - radius, y]) +
    piece([x - radius, y - handle], [x - handle, y - radius], [x, y - radius]) +
    piece([x + handle, y - radius], [x + radius, y - handle], [x + radius, y]) +
    'S\n'
  );
}

/** Strokes of the seven-segment figures 0 to 9: corners numbered 0 to 5 from upper left, row by row. */
const FIGURES = [
  '01540',
  '15',
  '013245',
  '0132354',
  '023135',
  '102354',
  '104532',
  '015',
  '0154023',
  '320154',
];

function figures(text: string, x: number, y: number, size: number, at: Place): string {
  let path = '';
  for (const [index, figure] of [...text].entries()) {
    const left = x + index * size * 0.8;
    const corners = [...(FIGURES[Number(figure)] ?? '')].map(Number);
    path += corners
      .map((corner, step) => {
        const place = at(left + (corner % 2) * size * 0.5, y + Math.floor(corner / 2) * size * 0.5);
        return `${place} ${step === 0 ? 'm' : 'l'}`;
      })
      .join(' ');
    path += ' S\n';
  }
  return path;
}

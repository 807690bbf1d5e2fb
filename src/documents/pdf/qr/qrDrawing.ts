import type { Rectangle } from '../../rectangle.ts';
import type { QrField } from '../../template/format.ts';
import { fillColour, pdfNumber, points } from '../syntax.ts';
import { qrMatrix } from './qrMatrix.ts';

/** A QR code as content stream operators, or why it cannot be drawn. */
export type QrDrawing =
  | {
      readonly kind: 'drawn';
      readonly content: string;
      readonly moduleMm: number;
      readonly modules: number;
      readonly ink: Rectangle;
    }
  | { readonly kind: 'tooLong' }
  | { readonly kind: 'tooSmall'; readonly moduleMm: number };

/**
 * Draws a QR code into its box as filled runs, one rectangle a run, without a seam between modules. The module is a
 * whole number of printer dots wide where the box allows it; the code is centred in its box.
 *
 * @param pageHeight points.
 */
export function drawQr(field: QrField, payload: string, pageHeight: number): QrDrawing {
  const matrix = qrMatrix(payload, field.errorLevel);
  if (matrix === undefined) return { kind: 'tooLong' };
  const total = matrix.size + 2 * field.quietModules;
  const dotMm = 25.4 / field.printerDpi;
  const room = Math.min(field.box.width, field.box.height) / total;
  const dots = Math.floor(room / dotMm + 1e-6);
  const moduleMm = dots >= 1 ? dots * dotMm : room;
  if (moduleMm + 1e-9 < field.minModuleMm) return { kind: 'tooSmall', moduleMm };
  const sideMm = moduleMm * total;
  const left = points(field.box.x + (field.box.width - sideMm) / 2);
  const top = pageHeight - points(field.box.y + (field.box.height - sideMm) / 2);
  const module = points(moduleMm);
  const parts: string[] = ['q\n'];
  if (field.backdrop !== null) {
    const side = pdfNumber(points(sideMm));
    parts.push(
      `${fillColour(field.backdrop)} ${pdfNumber(left)} ${pdfNumber(top - points(sideMm))} ${side} ${side} re f\n`,
    );
  }
  const originX = left + field.quietModules * module;
  const originY = top - field.quietModules * module;
  // Module units, y downwards: small whole numbers in the stream, one transformation for all.
  parts.push(
    `${fillColour(field.colour)} ${sixDecimals(module)} 0 0 ${sixDecimals(-module)} ${pdfNumber(originX)} ${pdfNumber(originY)} cm\n`,
  );
  const { size, modules } = matrix;
  for (let y = 0; y < size; y += 1) {
    const end = (y + 1) * size;
    for (let at = y * size; at < end; at += 1) {
      if (modules[at] === 0) continue;
      const from = at;
      while (at + 1 < end && modules[at + 1] === 1) at += 1;
      parts.push(`${from - y * size} ${y} ${at + 1 - from} 1 re\n`);
    }
  }
  parts.push('f\nQ\n');
  const ink = { left, bottom: top - points(sideMm), right: left + points(sideMm), top };
  return { kind: 'drawn', content: parts.join(''), moduleMm, modules: matrix.size, ink };
}

function sixDecimals(value: number): string {
  return value.toFixed(6);
}

import type { Point } from './guilloche.ts';

/** PDF points in a millimetre. */
export const MM = 72 / 25.4;

/** A page as its drawing sees it: millimetres from the upper left corner become points from the lower left. */
export interface Sheet {
  readonly widthMm: number;
  readonly heightMm: number;
  /** Points, to the thousandth. */
  readonly widthPoints: number;
  readonly heightPoints: number;
  readonly at: (x: number, y: number) => Point;
}

/** A sheet of a size in millimetres. */
export function sheet(widthMm: number, heightMm: number): Sheet {
  const height = heightMm * MM;
  return {
    widthMm,
    heightMm,
    widthPoints: Math.round(widthMm * MM * 1000) / 1000,
    heightPoints: Math.round(height * 1000) / 1000,
    at: (x, y) => [x * MM, height - y * MM],
  };
}

/** US Letter on its side: 11 by 8.5 inches. */
export const LETTER_LANDSCAPE = sheet(279.4, 215.9);

/** US Letter upright. */
export const LETTER_PORTRAIT = sheet(215.9, 279.4);

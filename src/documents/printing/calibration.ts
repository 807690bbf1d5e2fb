import type { Calibration } from '../drawPage.ts';

/** Where the two crosses of a calibration page stand: from the left and upper edge, in millimetres. */
export interface Crosses {
  readonly first: { readonly x: number; readonly y: number };
  readonly second: { readonly x: number; readonly y: number };
}

/** Distance of the crosses from the edges of the sheet on the calibration page. */
export const CROSS_INSET_MM = 25;

/** Where the crosses should be on a sheet of this size. */
export function wantedCrosses(widthMm: number, heightMm: number): Crosses {
  return {
    first: { x: CROSS_INSET_MM, y: CROSS_INSET_MM },
    second: { x: widthMm - CROSS_INSET_MM, y: heightMm - CROSS_INSET_MM },
  };
}

/**
 * The calibration of a printer and tray from where it truly put the crosses of a calibration page that was printed without
 * any. Undefined when the measures cannot be right: more than 15 mm or 5 per cent off.
 */
export function calibrationOf(widthMm: number, heightMm: number, measured: Crosses): Calibration | undefined {
  const wanted = wantedCrosses(widthMm, heightMm);
  const x = axis(wanted.first.x, wanted.second.x, measured.first.x, measured.second.x, widthMm / 2);
  const y = axis(wanted.first.y, wanted.second.y, measured.first.y, measured.second.y, heightMm / 2);
  if (x === undefined || y === undefined) return undefined;
  return { rightMm: x.shift, downMm: y.shift, scaleX: x.scale, scaleY: y.scale };
}

const MOST_SHIFT_MM = 15;
const MOST_SCALE = 0.05;

/** The printer puts p at a + b p; what is sent must be scaled about the centre and moved so that it lands on p. */
function axis(
  wantedFirst: number,
  wantedSecond: number,
  measuredFirst: number,
  measuredSecond: number,
  centre: number,
): { readonly shift: number; readonly scale: number } | undefined {
  const factor = (measuredSecond - measuredFirst) / (wantedSecond - wantedFirst);
  if (!Number.isFinite(factor) || Math.abs(factor - 1) > MOST_SCALE) return undefined;
  const offset = measuredFirst - factor * wantedFirst;
  const scale = 1 / factor;
  const shift = (centre - offset) / factor - centre;
  return Math.abs(shift) > MOST_SHIFT_MM ? undefined : { shift, scale };
}

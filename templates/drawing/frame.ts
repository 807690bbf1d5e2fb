import { braid, circle, ink, pen, rectangle, rosette } from './guilloche.ts';
import type { Point } from './guilloche.ts';
import { MM } from './sheet.ts';
import type { Sheet } from './sheet.ts';

/** A frame of guilloche braids between rules, with a rosette at each corner. Lengths are millimetres. */
export interface BraidedFrame {
  /** Rectangles about the page, each that far from its edge; `width` in points. */
  readonly rules: readonly { readonly inset: number; readonly colour: string; readonly width: number }[];
  /** Middle line of the braid from the edge, and half its width. */
  readonly middle: number;
  readonly halfWidth: number;
  readonly outer: string;
  readonly inner: string;
  /** Radius of the corner rosettes. */
  readonly corner: number;
  /** How far the outer braid opens into lenses, 0 to 1. */
  readonly swell?: number;
}

/** Draws the frame. */
export function braidedFrame(
  { widthMm, heightMm, at }: Sheet,
  { rules, middle, halfWidth, outer, inner, corner: radius, swell = 0.55 }: BraidedFrame,
): string {
  let page = '';
  for (const { inset, colour, width } of rules) {
    page +=
      pen(colour, width) +
      rectangle(inset * MM, inset * MM, (widthMm - 2 * inset) * MM, (heightMm - 2 * inset) * MM, 'S');
  }
  const corners = [
    at(middle, middle),
    at(widthMm - middle, middle),
    at(widthMm - middle, heightMm - middle),
    at(middle, heightMm - middle),
  ];
  for (const [index, from] of corners.entries()) {
    const to = corners[(index + 1) % 4] ?? from;
    const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
    // It begins under the rosette, whose paper cuts it round.
    const cut = (radius * 0.6 * MM) / length;
    const start: Point = [from[0] + (to[0] - from[0]) * cut, from[1] + (to[1] - from[1]) * cut];
    const end: Point = [to[0] - (to[0] - from[0]) * cut, to[1] - (to[1] - from[1]) * cut];
    page +=
      pen(outer, 0.3) +
      braid(start, end, { halfWidth: halfWidth * MM, waveLength: 17 * MM, strands: 8, swell });
    page +=
      pen(inner, 0.25) +
      braid(start, end, { halfWidth: halfWidth * 0.62 * MM, waveLength: 8.5 * MM, strands: 4, swell: 0 });
  }
  const share = (radius * MM) / 7.4;
  for (const corner of corners) {
    page += `${ink('#ffffff')}${circle(corner, (radius + 0.5) * MM, 'f')}`;
    page +=
      pen(outer, 0.3) + rosette(corner, { inner: 2 * share, outer: 7.2 * share, petals: 12, strands: 6 });
    page +=
      pen(inner, 0.3) + rosette(corner, { inner: 1 * share, outer: 4.4 * share, petals: 8, strands: 4 });
    page += ink(outer) + circle(corner, 1 * share, 'f');
  }
  return page;
}

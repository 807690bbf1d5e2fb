/** How large the page is shown. */
export type Zoom = 'fit' | 1 | 2;

const MM_PER_INCH = 25.4;
/** Room around the page, in pixels. */
export const MARGIN = 14;

/** Pixels of the screen for a millimetre of paper; 100 % is 96 to the inch, as the web counts. */
export function pixelsPerMm(
  zoom: Zoom,
  page: { readonly widthMm: number; readonly heightMm: number },
  room: { readonly width: number; readonly height: number },
): number {
  if (zoom !== 'fit') return (zoom * 96) / MM_PER_INCH;
  const across = (room.width - 2 * MARGIN) / page.widthMm;
  const down = (room.height - 2 * MARGIN) / page.heightMm;
  return Math.max(0.2, Math.min(across, down));
}

/** The resolution that this scale asks of the picture; whole, so that the background is not drawn anew for nothing. */
export function dpiFor(pixelsPerMillimetre: number, devicePixelRatio: number): number {
  return Math.min(240, Math.max(24, Math.round(pixelsPerMillimetre * MM_PER_INCH * devicePixelRatio)));
}

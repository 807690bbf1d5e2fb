/** Boxes of fields on a page: moving and resizing, in millimetres from the upper left corner. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface PageSize {
  readonly widthMm: number;
  readonly heightMm: number;
}

/** Where a box is taken to be resized, by the points of the compass. */
export type Handle = 'n' | 'ne' | 'e' | 'se' | 's' | 'sw' | 'w' | 'nw';
export const handles: readonly Handle[] = ['nw', 'n', 'ne', 'e', 'se', 's', 'sw', 'w'];

/** No box is made smaller than this. */
export const SMALLEST_MM = 1;

/** To a hundredth of a millimetre: finer than any printer. */
export function rounded(millimetres: number): number {
  return Math.round(millimetres * 100) / 100;
}

function between(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), Math.max(least, most));
}

/** The box with a size that the page has room for, on the page. */
export function onPage(box: Box, page: PageSize): Box {
  const width = between(box.width, SMALLEST_MM, page.widthMm);
  const height = between(box.height, SMALLEST_MM, page.heightMm);
  return {
    x: rounded(between(box.x, 0, page.widthMm - width)),
    y: rounded(between(box.y, 0, page.heightMm - height)),
    width: rounded(width),
    height: rounded(height),
  };
}

/** The box moved as far as the page lets it. Its size stays. */
export function moved(box: Box, right: number, down: number, page: PageSize): Box {
  return onPage({ ...box, x: box.x + right, y: box.y + down }, page);
}

/** The box with the taken edges moved as far as page and smallest size let them. The other edges stay. */
export function resized(box: Box, handle: Handle, right: number, down: number, page: PageSize): Box {
  let { x, y, width, height } = box;
  if (handle.includes('e')) width = between(width + right, SMALLEST_MM, page.widthMm - x);
  if (handle.includes('s')) height = between(height + down, SMALLEST_MM, page.heightMm - y);
  if (handle.includes('w')) {
    const left = between(x + right, 0, x + width - SMALLEST_MM);
    width += x - left;
    x = left;
  }
  if (handle.includes('n')) {
    const top = between(y + down, 0, y + height - SMALLEST_MM);
    height += y - top;
    y = top;
  }
  return { x: rounded(x), y: rounded(y), width: rounded(width), height: rounded(height) };
}

const steps: Readonly<Record<string, readonly [right: number, down: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/**
 * What an arrow key does to a box: 0.1 mm, with Shift 1 mm; with Ctrl or Alt the right and lower edges move instead of the
 * box. Undefined for any other key.
 */
export function nudged(
  box: Box,
  press: {
    readonly key: string;
    readonly shiftKey: boolean;
    readonly ctrlKey: boolean;
    readonly altKey: boolean;
  },
  page: PageSize,
): Box | undefined {
  const step = steps[press.key];
  if (step === undefined) return undefined;
  const size = press.shiftKey ? 1 : 0.1;
  const [right, down] = [step[0] * size, step[1] * size];
  return press.ctrlKey || press.altKey
    ? resized(box, 'se', right, down, page)
    : moved(box, right, down, page);
}

/** Boxes are drawn to the lines of their neighbours, of the page and of the safe zone while they are dragged. */
import { resized, rounded } from './geometry.ts';
import type { Box, Handle, PageSize } from './geometry.ts';

/** Lines that a box may be drawn to: `x` are upright ones, `y` level ones; millimetres from the upper left corner. */
export interface Lines {
  readonly x: readonly number[];
  readonly y: readonly number[];
}

/** A line that the box has met. */
export interface Guide {
  readonly axis: 'x' | 'y';
  readonly at: number;
}

export interface Snapped {
  readonly box: Box;
  readonly guides: readonly Guide[];
}

export interface Margins {
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly left: number;
}

/** The centre of the page, the edges of the safe zone, and edges and centres of the other boxes. */
export function linesOf(page: PageSize, safe: Margins, others: readonly Box[]): Lines {
  const x = [page.widthMm / 2, safe.left, page.widthMm - safe.right];
  const y = [page.heightMm / 2, safe.top, page.heightMm - safe.bottom];
  for (const other of others) {
    x.push(other.x, other.x + other.width / 2, other.x + other.width);
    y.push(other.y, other.y + other.height / 2, other.y + other.height);
  }
  return { x, y };
}

/** The smallest way from any of the points to any of the lines, no longer than `reach`, that `allowed` lets be gone. */
function nearest(
  points: readonly number[],
  lines: readonly number[],
  reach: number,
  allowed: (way: number) => boolean,
): { readonly way: number; readonly line: number } | undefined {
  let found: { way: number; line: number } | undefined;
  for (const point of points) {
    for (const line of lines) {
      const way = line - point;
      if (Math.abs(way) > reach || (found !== undefined && Math.abs(way) >= Math.abs(found.way))) continue;
      if (allowed(way)) found = { way, line };
    }
  }
  return found;
}

/** Draws a moved box to lines within reach, each axis for itself; it never leaves the page by that. */
export function snapMoved(box: Box, lines: Lines, reach: number, page: PageSize): Snapped {
  const x = nearest(
    [box.x, box.x + box.width / 2, box.x + box.width],
    lines.x,
    reach,
    (way) => box.x + way >= 0 && box.x + box.width + way <= page.widthMm,
  );
  const y = nearest(
    [box.y, box.y + box.height / 2, box.y + box.height],
    lines.y,
    reach,
    (way) => box.y + way >= 0 && box.y + box.height + way <= page.heightMm,
  );
  return {
    box: { ...box, x: rounded(box.x + (x?.way ?? 0)), y: rounded(box.y + (y?.way ?? 0)) },
    guides: guidesOf(x?.line, y?.line),
  };
}

/** Draws the edges of a box that is being resized to lines within reach. */
export function snapResized(box: Box, handle: Handle, lines: Lines, reach: number, page: PageSize): Snapped {
  const upright = handle.includes('w') ? box.x : handle.includes('e') ? box.x + box.width : undefined;
  const level = handle.includes('n') ? box.y : handle.includes('s') ? box.y + box.height : undefined;
  const kept = (way: number, axis: 'x' | 'y'): boolean => {
    const [right, down] = axis === 'x' ? [way, 0] : [0, way];
    const result = resized(box, handle, right, down, page);
    const edge =
      axis === 'x'
        ? handle.includes('w')
          ? result.x
          : result.x + result.width
        : handle.includes('n')
          ? result.y
          : result.y + result.height;
    const from = axis === 'x' ? upright : level;
    return from !== undefined && Math.abs(edge - (from + way)) < 0.02;
  };
  const x = upright === undefined ? undefined : nearest([upright], lines.x, reach, (way) => kept(way, 'x'));
  const y = level === undefined ? undefined : nearest([level], lines.y, reach, (way) => kept(way, 'y'));
  return {
    box: resized(box, handle, x?.way ?? 0, y?.way ?? 0, page),
    guides: guidesOf(x?.line, y?.line),
  };
}

function guidesOf(x: number | undefined, y: number | undefined): readonly Guide[] {
  return [
    ...(x === undefined ? [] : [{ axis: 'x', at: x } as const]),
    ...(y === undefined ? [] : [{ axis: 'y', at: y } as const]),
  ];
}

import { readFileSync, writeFileSync } from 'node:fs';
import type { Display, Rectangle } from 'electron';
import { z } from 'zod';

const stateShape = z.object({
  x: z.int().optional(),
  y: z.int().optional(),
  width: z.int().min(800).max(20_000),
  height: z.int().min(500).max(20_000),
  maximized: z.boolean(),
});

/** Where the window was, in display-independent pixels. */
export type WindowState = z.infer<typeof stateShape>;

const usual: WindowState = { width: 1366, height: 768, maximized: false };

/**
 * Where the window should open: where it was last, as long as a display still shows enough of it to take hold of; else the
 * usual size in the middle.
 */
export function readWindowState(file: string, displays: readonly Pick<Display, 'workArea'>[]): WindowState {
  let state: WindowState;
  try {
    state = stateShape.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    // Without a memory of it, or with one that makes no sense, the window opens as it does at first.
    return usual;
  }
  const { x, y, width, height } = state;
  if (x === undefined || y === undefined) return state;
  const isVisible = displays.some(({ workArea }) => overlaps(workArea, { x, y, width, height }));
  return isVisible ? state : { width, height, maximized: state.maximized };
}

/** Remembers where the window is. A disk that cannot take it costs only the memory. */
export function keepWindowState(file: string, bounds: Rectangle, maximized: boolean): boolean {
  try {
    writeFileSync(file, JSON.stringify({ ...bounds, maximized }));
    return true;
  } catch {
    // The next start opens the window as before.
    return false;
  }
}

function overlaps(area: Rectangle, window: Rectangle): boolean {
  const across = Math.min(area.x + area.width, window.x + window.width) - Math.max(area.x, window.x);
  const down = Math.min(area.y + area.height, window.y + window.height) - Math.max(area.y, window.y);
  // The title bar has to be within, or nobody can move the window.
  return across >= 200 && down >= 100 && window.y >= area.y;
}

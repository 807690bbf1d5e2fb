import { useCallback, useEffect, useRef, useState } from 'react';
import { moved, resized } from '../model/geometry.ts';
import type { Box, Handle, PageSize } from '../model/geometry.ts';
import { snapMoved, snapResized } from '../model/snapping.ts';
import type { Guide, Lines } from '../model/snapping.ts';

interface Drag {
  readonly id: string;
  readonly handle: Handle | null;
  readonly from: Box;
  readonly x: number;
  readonly y: number;
}

interface BoxDragParts {
  readonly page: PageSize;
  readonly pixelsPerMm: number;
  /** Lines that a field may be drawn to; null: it is drawn to none. */
  readonly linesFor: (id: string) => Lines | null;
  readonly onPlace: (id: string, box: Box) => void;
  readonly onEnd: () => void;
}

/** Within how many pixels a box is drawn to a line. */
const REACH = 6;
/** Less is a click. */
const LEAST = 3;

/** Moves or resizes a box with the pointer. With Alt it is drawn to no line. */
export function useBoxDrag(parts: BoxDragParts) {
  const latest = useRef(parts);
  useEffect(() => {
    latest.current = parts;
  });
  const drag = useRef<Drag | null>(null);
  const [guides, setGuides] = useState<readonly Guide[]>([]);

  const begin = useCallback((id: string, from: Box, handle: Handle | null, event: React.PointerEvent) => {
    if (event.button !== 0) return;
    drag.current = { id, handle, from, x: event.clientX, y: event.clientY };
    event.currentTarget.setPointerCapture(event.pointerId);
    event.stopPropagation();
  }, []);

  const move = useCallback((event: React.PointerEvent) => {
    const now = drag.current;
    if (now === null) return;
    const { page, pixelsPerMm, linesFor, onPlace } = latest.current;
    const [across, down] = [event.clientX - now.x, event.clientY - now.y];
    if (Math.hypot(across, down) < LEAST && !event.currentTarget.hasAttribute('data-dragging')) return;
    event.currentTarget.setAttribute('data-dragging', '');
    const [right, below] = [across / pixelsPerMm, down / pixelsPerMm];
    const { from, handle, id } = now;
    const plain =
      handle === null ? moved(from, right, below, page) : resized(from, handle, right, below, page);
    const lines = event.altKey ? null : linesFor(id);
    const reach = REACH / pixelsPerMm;
    const snapped =
      lines === null
        ? { box: plain, guides: [] }
        : handle === null
          ? snapMoved(plain, lines, reach, page)
          : snapResized(plain, handle, lines, reach, page);
    setGuides(snapped.guides);
    onPlace(id, snapped.box);
  }, []);

  const end = useCallback((event: React.PointerEvent) => {
    if (drag.current === null) return;
    drag.current = null;
    event.currentTarget.removeAttribute('data-dragging');
    setGuides([]);
    latest.current.onEnd();
  }, []);

  return { begin, move, end, guides };
}

export type BoxDrag = ReturnType<typeof useBoxDrag>;

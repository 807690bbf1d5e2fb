import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  handles,
  moved,
  nudged,
  onPage,
  resized,
  SMALLEST_MM,
} from '../../../../src/renderer/features/templates/model/geometry.ts';
import type { Box, PageSize } from '../../../../src/renderer/features/templates/model/geometry.ts';
import {
  linesOf,
  snapMoved,
  snapResized,
} from '../../../../src/renderer/features/templates/model/snapping.ts';

const page: PageSize = { widthMm: 279.4, heightMm: 215.9 };
const safe = { top: 8, right: 8, bottom: 8, left: 8 };
const hundredth = (most: number, least = 0) =>
  fc.integer({ min: least * 100, max: Math.floor(most * 100) }).map((value) => value / 100);
const boxes = fc
  .record({
    x: hundredth(270),
    y: hundredth(205),
    width: hundredth(279.4, 1),
    height: hundredth(215.9, 1),
  })
  .map((box) => onPage(box, page));
const ways = fc.double({ min: -500, max: 500, noNaN: true });
const handle = fc.constantFrom(...handles);

function expectOnPage(box: Box): void {
  expect(box.x).toBeGreaterThanOrEqual(0);
  expect(box.y).toBeGreaterThanOrEqual(0);
  expect(box.x + box.width).toBeLessThanOrEqual(page.widthMm + 0.011);
  expect(box.y + box.height).toBeLessThanOrEqual(page.heightMm + 0.011);
  expect(box.width).toBeGreaterThanOrEqual(SMALLEST_MM - 0.001);
  expect(box.height).toBeGreaterThanOrEqual(SMALLEST_MM - 0.001);
}

describe('a box on the page', () => {
  it('never leaves the page, and keeps its size, wherever it is moved', () => {
    fc.assert(
      fc.property(boxes, ways, ways, (box, right, down) => {
        const after = moved(box, right, down, page);
        expectOnPage(after);
        expect(after.width).toBe(box.width);
        expect(after.height).toBe(box.height);
      }),
    );
  });

  it('never leaves the page and never vanishes, however it is resized; the edges not taken stay', () => {
    fc.assert(
      fc.property(boxes, handle, ways, ways, (box, taken, right, down) => {
        const after = resized(box, taken, right, down, page);
        expectOnPage(after);
        const still = (one: Box) => [
          taken.includes('w') ? one.x + one.width : one.x,
          taken.includes('n') ? one.y + one.height : one.y,
        ];
        for (const [axis, edge] of still(after).entries()) expect(edge).toBeCloseTo(still(box)[axis] ?? 0, 1);
      }),
    );
  });

  it('moves by a tenth of a millimetre with an arrow key, by one with Shift, and is resized with Ctrl or Alt', () => {
    const box = { x: 10, y: 10, width: 20, height: 5 };
    const press = { key: 'ArrowRight', shiftKey: false, ctrlKey: false, altKey: false };
    expect(nudged(box, press, page)).toEqual({ ...box, x: 10.1 });
    expect(nudged(box, { ...press, key: 'ArrowUp', shiftKey: true }, page)).toEqual({ ...box, y: 9 });
    expect(nudged(box, { ...press, ctrlKey: true }, page)).toEqual({ ...box, width: 20.1 });
    expect(nudged(box, { ...press, key: 'ArrowDown', altKey: true, shiftKey: true }, page)).toEqual({
      ...box,
      height: 6,
    });
    expect(nudged(box, { ...press, key: 'Enter' }, page)).toBeUndefined();
  });

  it('comes back exactly when it is moved there and back by keys', () => {
    fc.assert(
      fc.property(boxes, fc.integer({ min: 1, max: 50 }), (box, count) => {
        fc.pre(box.x + box.width + count / 10 < page.widthMm);
        let after: Box = box;
        const press = { shiftKey: false, ctrlKey: false, altKey: false };
        for (let n = 0; n < count; n += 1)
          after = nudged(after, { ...press, key: 'ArrowRight' }, page) ?? after;
        for (let n = 0; n < count; n += 1)
          after = nudged(after, { ...press, key: 'ArrowLeft' }, page) ?? after;
        expect(after).toEqual(box);
      }),
    );
  });
});

describe('snapping', () => {
  it('never takes a box off the page, and never farther than it reaches', () => {
    fc.assert(
      fc.property(boxes, fc.array(boxes, { maxLength: 6 }), hundredth(5, 0), (box, others, reach) => {
        const { box: after, guides } = snapMoved(box, linesOf(page, safe, others), reach, page);
        expectOnPage(after);
        expect(Math.abs(after.x - box.x)).toBeLessThanOrEqual(reach + 0.006);
        expect(Math.abs(after.y - box.y)).toBeLessThanOrEqual(reach + 0.006);
        for (const { axis, at } of guides) {
          const points =
            axis === 'x'
              ? [after.x, after.x + after.width / 2, after.x + after.width]
              : [after.y, after.y + after.height / 2, after.y + after.height];
          expect(Math.min(...points.map((point) => Math.abs(point - at)))).toBeLessThan(0.011);
        }
      }),
    );
  });

  it('shows a guide only where the resized edge has met it', () => {
    fc.assert(
      fc.property(boxes, handle, fc.array(boxes, { maxLength: 6 }), (box, taken, others) => {
        const { box: after, guides } = snapResized(box, taken, linesOf(page, safe, others), 3, page);
        expectOnPage(after);
        for (const { axis, at } of guides) {
          const edge =
            axis === 'x'
              ? taken.includes('w')
                ? after.x
                : after.x + after.width
              : taken.includes('n')
                ? after.y
                : after.y + after.height;
          expect(Math.abs(edge - at)).toBeLessThan(0.03);
        }
      }),
    );
  });

  it('draws a box to the middle of the page, and to the edge of its neighbour', () => {
    const box = { x: 90, y: 100.4, width: 100, height: 10 };
    const neighbour = { x: 20, y: 100, width: 30, height: 10 };
    const { box: after, guides } = snapMoved(box, linesOf(page, safe, [neighbour]), 1, page);
    expect(after).toEqual({ ...box, x: 89.7, y: 100 });
    expect(guides).toEqual([
      { axis: 'x', at: 139.7 },
      { axis: 'y', at: 100 },
    ]);
  });
});

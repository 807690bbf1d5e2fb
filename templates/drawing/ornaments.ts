import { circle, curve, ink, line, pen, serratedDisc, star } from './guilloche.ts';
import type { Point } from './guilloche.ts';
import { circleOutline } from './outlines.ts';
import type { OutlineFace } from './outlines.ts';
import { MM } from './sheet.ts';

/**
 * Engraved relief: level lines that are lifted where `height` rises, as on a banknote.
 *
 * @param height 0 to 1 at a point given as shares of the field, upwards.
 */
export function reliefField(
  area: { readonly from: Point; readonly to: Point },
  shape: {
    readonly pitch: number;
    readonly lift: number;
    readonly step: number;
    readonly height: (x: number, y: number) => number;
  },
): string {
  const [left, bottom] = [Math.min(area.from[0], area.to[0]), Math.min(area.from[1], area.to[1])];
  const [width, height] = [Math.abs(area.to[0] - area.from[0]), Math.abs(area.to[1] - area.from[1])];
  const steps = Math.round(width / shape.step);
  let path = '';
  for (let level = bottom + shape.pitch / 2; level < bottom + height; level += shape.pitch) {
    const points: Point[] = [];
    for (let step = 0; step <= steps; step += 1) {
      const x = left + (width * step) / steps;
      const lifted = level + shape.lift * shape.height(step / steps, (level - bottom) / height);
      points.push([x, Math.min(lifted, bottom + height)]);
    }
    path += curve(points, false);
  }
  return path;
}

/** Five-pointed star with each arm split along its ridge: one facet dark, one light. */
export function facetedStar(
  [x, y]: Point,
  radius: number,
  colours: { readonly dark: string; readonly light: string },
): string {
  const corner = (index: number): Point => {
    const angle = Math.PI / 2 + (index / 10) * 2 * Math.PI;
    const reach = index % 2 === 0 ? radius : radius * 0.382;
    return [x + reach * Math.cos(angle), y + reach * Math.sin(angle)];
  };
  const facet = (from: Point, to: Point): string =>
    `${[x, y].map(short).join(' ')} m ${from.map(short).join(' ')} l ${to.map(short).join(' ')} l h f\n`;
  let path = '';
  for (let arm = 0; arm < 5; arm += 1) {
    const tip = corner(arm * 2);
    path += ink(colours.dark) + facet(corner(arm * 2 + 9), tip);
    path += ink(colours.light) + facet(tip, corner(arm * 2 + 1));
  }
  return path;
}

/** The outline of a star of lines inside each other, each turned a little: a ghost for the middle of a page. */
export function nestedStars(
  [x, y]: Point,
  shape: { readonly outer: number; readonly inner: number; readonly count: number; readonly twist: number },
): string {
  let path = '';
  for (let ring = 0; ring < shape.count; ring += 1) {
    const share = ring / (shape.count - 1);
    const radius = shape.outer + (shape.inner - shape.outer) * share;
    const points: Point[] = [];
    for (let index = 0; index < 10; index += 1) {
      const angle = Math.PI / 2 + (index / 10) * 2 * Math.PI + share * shape.twist;
      const reach = index % 2 === 0 ? radius : radius * 0.46;
      points.push([x + reach * Math.cos(angle), y + reach * Math.sin(angle)]);
    }
    path += `${points.map((point, index) => `${point.map(short).join(' ')} ${index === 0 ? 'm' : 'l'}`).join(' ')} s\n`;
  }
  return path;
}

/** A poppy seen from above: four petals with engraved veins about a ring of stamens. */
export function poppy(
  centre: Point,
  radius: number,
  colours: { readonly petal: string; readonly vein: string; readonly heart: string },
): string {
  const [x, y] = centre;
  const petal = (turn: number): string => {
    const at = (distance: number, angle: number): Point => [
      x + distance * radius * Math.cos(turn + angle),
      y + distance * radius * Math.sin(turn + angle),
    ];
    const path = [
      centre,
      at(0.78, -0.75),
      at(1.06, -0.62),
      at(1, -0.2),
      at(0.95, 0),
      at(1, 0.2),
      at(1.06, 0.62),
      at(0.78, 0.75),
    ];
    return curve(path, true).replace(/s\n$/u, '');
  };
  let page = '';
  for (const index of [0, 2, 1, 3]) {
    const turn = Math.PI / 4 + (index * Math.PI) / 2;
    page += `${ink(colours.petal)}${pen(colours.vein, 0.5)}${petal(turn)}b\n${pen(colours.vein, 0.18)}`;
    for (let vein = -7; vein <= 7; vein += 1) {
      const angle = turn + (vein / 7) * 0.56;
      const reach = radius * (0.93 - 0.012 * Math.abs(vein));
      page += line(
        [x + radius * 0.2 * Math.cos(angle), y + radius * 0.2 * Math.sin(angle)],
        [x + reach * Math.cos(angle), y + reach * Math.sin(angle)],
      );
    }
  }
  page += pen(colours.heart, 0.45);
  for (let stamen = 0; stamen < 24; stamen += 1) {
    const angle = (stamen / 24) * 2 * Math.PI;
    const reach = radius * (stamen % 2 === 0 ? 0.3 : 0.24);
    page += line(centre, [x + reach * Math.cos(angle), y + reach * Math.sin(angle)]);
  }
  return `${page}${ink(colours.heart)}${circle(centre, radius * 0.1, 'f')}`;
}

/** A seal: a serrated rim, a ring of words, and room for an emblem. `radius` in points. */
export function sealRing(
  centre: Point,
  radius: number,
  words: { readonly face: OutlineFace; readonly top: string; readonly bottom: string; readonly size: number },
  colours: { readonly rim: string; readonly ring: string; readonly words: string; readonly field: string },
): string {
  const style = { size: words.size, tracking: 110 };
  const middle = radius * 0.775;
  let page = ink(colours.rim) + serratedDisc(centre, radius, 0.9 * MM, 90);
  page += ink(colours.ring) + circle(centre, radius * 0.92, 'f');
  page += pen(colours.rim, 0.5) + circle(centre, radius * 0.895, 'S');
  page += ink(colours.field) + circle(centre, radius * 0.655, 'f');
  page +=
    pen(colours.rim, 0.8) +
    circle(centre, radius * 0.655, 'S') +
    pen(colours.rim, 0.3) +
    circle(centre, radius * 0.625, 'S');
  page += ink(colours.words);
  // Capitals are two thirds of the size high: half of that brings them to the middle of the ring.
  const half = words.size * 0.325;
  page += `${circleOutline(words.face, words.top, style, { centre, radius: middle - half, angle: Math.PI / 2 })}f\n`;
  page += `${circleOutline(words.face, words.bottom, style, { centre, radius: middle + half, angle: -Math.PI / 2, headInwards: true })}f\n`;
  page += ink(colours.rim);
  for (const angle of [0, Math.PI]) {
    const reach = radius * 0.775;
    page += star(
      [centre[0] + reach * Math.cos(angle), centre[1] + reach * Math.sin(angle)],
      words.size * 0.42,
    );
  }
  return page;
}

/** A rule parted by a small ornament. */
export function partedRule(
  middle: Point,
  halfLength: number,
  gap: number,
  colour: string,
  width: number,
): string {
  const [x, y] = middle;
  return (
    pen(colour, width) + line([x - halfLength, y], [x - gap, y]) + line([x + gap, y], [x + halfLength, y])
  );
}

/** A lozenge, filled. */
export function lozenge([x, y]: Point, halfWidth: number, halfHeight: number): string {
  return `${short(x - halfWidth)} ${short(y)} m ${short(x)} ${short(y + halfHeight)} l ${short(x + halfWidth)} ${short(y)} l ${short(x)} ${short(y - halfHeight)} l h f\n`;
}

function short(value: number): string {
  return String(Math.round(value * 100) / 100);
}

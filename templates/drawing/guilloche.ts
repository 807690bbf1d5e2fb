/**
 * Guilloche work as PDF path operators: what an engraver's rose engine draws. Lengths are points, y upwards.
 */

/** A point of a path. */
export type Point = readonly [x: number, y: number];

function coordinate(value: number): string {
  return String(Math.round(value * 100) / 100);
}

/** A smooth curve through the points (Catmull-Rom as Bezier pieces). */
export function curve(points: readonly Point[], closed: boolean): string {
  const count = points.length;
  const at = (index: number): Point => {
    const wrapped = closed ? (index + count) % count : Math.min(Math.max(index, 0), count - 1);
    return points[wrapped] ?? [0, 0];
  };
  let path = `${coordinate(at(0)[0])} ${coordinate(at(0)[1])} m\n`;
  for (let index = 0; index < (closed ? count : count - 1); index += 1) {
    const [before, from, to, after] = [at(index - 1), at(index), at(index + 1), at(index + 2)];
    const numbers = [
      from[0] + (to[0] - before[0]) / 6,
      from[1] + (to[1] - before[1]) / 6,
      to[0] - (after[0] - from[0]) / 6,
      to[1] - (after[1] - from[1]) / 6,
      to[0],
      to[1],
    ];
    path += `${numbers.map(coordinate).join(' ')} c\n`;
  }
  return `${path}${closed ? 's' : 'S'}\n`;
}

/** A straight braid from one point to another: `strands` sine waves, each a step behind the last. */
export function braid(
  from: Point,
  to: Point,
  shape: {
    readonly halfWidth: number;
    readonly waveLength: number;
    readonly strands: number;
    readonly swell: number;
  },
): string {
  const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
  const waves = Math.max(1, Math.round(length / shape.waveLength));
  const along: Point = [(to[0] - from[0]) / length, (to[1] - from[1]) / length];
  const across: Point = [-along[1], along[0]];
  const steps = waves * 6;
  let path = '';
  for (let strand = 0; strand < shape.strands; strand += 1) {
    const phase = (strand / shape.strands) * 2 * Math.PI;
    const points: Point[] = [];
    for (let step = 0; step <= steps; step += 1) {
      const share = step / steps;
      const turn = share * waves * 2 * Math.PI;
      // The amplitude swells and ebbs, so that the strands open into lenses.
      const amplitude =
        shape.halfWidth * (1 - shape.swell + shape.swell * Math.cos(turn / 2 + phase / 2) ** 2);
      const distance = share * length;
      const offset = amplitude * Math.sin(turn + phase);
      points.push([
        from[0] + along[0] * distance + across[0] * offset,
        from[1] + along[1] * distance + across[1] * offset,
      ]);
    }
    path += curve(points, false);
  }
  return path;
}

/** A rosette: `strands` closed waves about a centre, between two radii. */
export function rosette(
  centre: Point,
  shape: {
    readonly inner: number;
    readonly outer: number;
    readonly petals: number;
    readonly strands: number;
    readonly twist?: number;
  },
): string {
  const middle = (shape.inner + shape.outer) / 2;
  const swing = (shape.outer - shape.inner) / 2;
  const steps = shape.petals * 7;
  let path = '';
  for (let strand = 0; strand < shape.strands; strand += 1) {
    const phase = (strand / shape.strands) * 2 * Math.PI;
    const points: Point[] = [];
    for (let step = 0; step < steps; step += 1) {
      const angle = (step / steps) * 2 * Math.PI;
      const wave = Math.sin(shape.petals * angle + phase);
      const second =
        shape.twist === undefined ? 0 : shape.twist * Math.sin(3 * shape.petals * angle + 2 * phase);
      const radius = middle + swing * (wave + second) * (1 / (1 + (shape.twist ?? 0)));
      points.push([centre[0] + radius * Math.cos(angle), centre[1] + radius * Math.sin(angle)]);
    }
    path += curve(points, true);
  }
  return path;
}

/** A circle, stroked or filled by the operator given. */
export function circle([x, y]: Point, radius: number, operator: 'B' | 'S' | 'f'): string {
  const handle = radius * 0.552_284_75;
  const piece = (...numbers: number[]): string => `${numbers.map(coordinate).join(' ')} c\n`;
  return (
    `${coordinate(x + radius)} ${coordinate(y)} m\n` +
    piece(x + radius, y + handle, x + handle, y + radius, x, y + radius) +
    piece(x - handle, y + radius, x - radius, y + handle, x - radius, y) +
    piece(x - radius, y - handle, x - handle, y - radius, x, y - radius) +
    piece(x + handle, y - radius, x + radius, y - handle, x + radius, y) +
    `${operator}\n`
  );
}

/** A ring of teeth, as on an embossed seal. */
export function serratedDisc([x, y]: Point, radius: number, depth: number, teeth: number): string {
  let path = '';
  for (let tooth = 0; tooth < teeth * 2; tooth += 1) {
    const angle = (tooth / (teeth * 2)) * 2 * Math.PI;
    const reach = tooth % 2 === 0 ? radius : radius - depth;
    path += `${coordinate(x + reach * Math.cos(angle))} ${coordinate(y + reach * Math.sin(angle))} ${tooth === 0 ? 'm' : 'l'}\n`;
  }
  return `${path}h f\n`;
}

/** A five-pointed star, filled. */
export function star([x, y]: Point, radius: number): string {
  let path = '';
  for (let corner = 0; corner < 10; corner += 1) {
    const angle = Math.PI / 2 + (corner / 10) * 2 * Math.PI;
    const reach = corner % 2 === 0 ? radius : radius * 0.4;
    path += `${coordinate(x + reach * Math.cos(angle))} ${coordinate(y + reach * Math.sin(angle))} ${corner === 0 ? 'm' : 'l'}\n`;
  }
  return `${path}h f\n`;
}

/** Stroke colour and line width. */
export function pen(colour: string, width: number): string {
  return `${rgb(colour)} RG ${width} w\n`;
}

/** Fill colour. */
export function ink(colour: string): string {
  return `${rgb(colour)} rg\n`;
}

/** A rectangle, stroked or filled, or only its path to go on with. */
export function rectangle(
  x: number,
  y: number,
  width: number,
  height: number,
  operator: 'S' | 'f' | '',
): string {
  return `${[x, y, width, height].map(coordinate).join(' ')} re ${operator}\n`;
}

/** A straight line. */
export function line(from: Point, to: Point): string {
  return `${coordinate(from[0])} ${coordinate(from[1])} m ${coordinate(to[0])} ${coordinate(to[1])} l S\n`;
}

function rgb(colour: string): string {
  const channel = (at: number): number =>
    Math.round((Number.parseInt(colour.slice(at, at + 2), 16) / 255) * 1000) / 1000;
  return `${channel(1)} ${channel(3)} ${channel(5)}`;
}

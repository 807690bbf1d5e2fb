import { readFileSync } from 'node:fs';
import { Blob, Buffer, Face, Font, shape } from 'harfbuzzjs';
import type { Point } from './guilloche.ts';

/** A typeface opened for its outlines. */
export interface OutlineFace {
  readonly font: Font;
  readonly unitsPerEm: number;
}

/** Opens a file of `resources/fonts`. */
export function outlineFace(file: string): OutlineFace {
  const face = new Face(new Blob(readFileSync(new URL(`../../resources/fonts/${file}`, import.meta.url))));
  return { font: new Font(face), unitsPerEm: face.upem };
}

/** How a text is set as outlines: size in points, extra space between letters in thousandths of it. */
export interface OutlineStyle {
  readonly size: number;
  readonly tracking?: number;
}

interface PlacedGlyph {
  readonly glyph: number;
  readonly x: number;
  readonly advance: number;
}

function glyphsOf({ font, unitsPerEm }: OutlineFace, text: string, style: OutlineStyle): PlacedGlyph[] {
  const buffer = new Buffer();
  buffer.addText(text);
  buffer.guessSegmentProperties();
  shape(font, buffer);
  const scale = style.size / unitsPerEm;
  let x = 0;
  return buffer.getGlyphInfosAndPositions().map((info) => {
    const advance = (info.xAdvance ?? 0) * scale + ((style.tracking ?? 0) / 1000) * style.size;
    const placed = { glyph: info.codepoint, x, advance };
    x += advance;
    return placed;
  });
}

/** Width of a text in points, with the space after its last letter. */
export function outlineWidth(face: OutlineFace, text: string, style: OutlineStyle): number {
  return glyphsOf(face, text, style).reduce((width, { advance }) => width + advance, 0);
}

/** A text as path operators without a painting one: fill it, or clip by it. `middle` centres it on the point. */
export function textOutline(
  face: OutlineFace,
  text: string,
  style: OutlineStyle,
  place: { readonly at: Point; readonly angle?: number; readonly middle?: boolean },
): string {
  const glyphs = glyphsOf(face, text, style);
  const width =
    glyphs.reduce((sum, { advance }) => sum + advance, 0) - ((style.tracking ?? 0) / 1000) * style.size;
  const cos = Math.cos(place.angle ?? 0);
  const sin = Math.sin(place.angle ?? 0);
  const from = place.middle === true ? -width / 2 : 0;
  return glyphs
    .map(({ glyph, x }) =>
      glyphPath(face, glyph, style.size, (u, v) => [
        place.at[0] + (from + x + u) * cos - v * sin,
        place.at[1] + (from + x + u) * sin + v * cos,
      ]),
    )
    .join('');
}

/**
 * A text around a circle, its middle at `angle` (0 is right, a quarter turn is the top). Its feet are towards the centre,
 * or its head where `headInwards` says so, for words at the bottom.
 */
export function circleOutline(
  face: OutlineFace,
  text: string,
  style: OutlineStyle,
  place: {
    readonly centre: Point;
    /** Of the baseline, in points. */
    readonly radius: number;
    readonly angle: number;
    readonly headInwards?: boolean;
  },
): string {
  const glyphs = glyphsOf(face, text, style);
  const width =
    glyphs.reduce((sum, { advance }) => sum + advance, 0) - ((style.tracking ?? 0) / 1000) * style.size;
  const way = place.headInwards === true ? -1 : 1;
  return glyphs
    .map(({ glyph, x, advance }) => {
      const turn = place.angle - (way * (x + advance / 2 - width / 2)) / place.radius;
      const cos = Math.cos(turn);
      const sin = Math.sin(turn);
      return glyphPath(face, glyph, style.size, (u, v) => {
        const across = way * (u - advance / 2);
        const reach = place.radius + way * v;
        return [place.centre[0] + reach * cos + across * sin, place.centre[1] + reach * sin - across * cos];
      });
    })
    .join('');
}

function glyphPath(
  face: OutlineFace,
  glyph: number,
  size: number,
  map: (x: number, y: number) => Point,
): string {
  const scale = size / face.unitsPerEm;
  // Small letters need finer numbers than large ones.
  const grain = size < 5 ? 1000 : 100;
  let path = '';
  let last: Point = [0, 0];
  for (const [, command = '', list = ''] of face.font.glyphToPath(glyph).matchAll(/([MLQCZ])([^MLQCZ]*)/gu)) {
    const numbers = (list.match(/-?\d+(?:\.\d+)?/gu) ?? []).map((number) => Number(number) * scale);
    const point = (index: number): Point => [numbers[index * 2] ?? 0, numbers[index * 2 + 1] ?? 0];
    const write = (points: readonly Point[], operator: string): void => {
      const mapped = points.flatMap(([x, y]) => map(x, y));
      path += `${mapped.map((value) => Math.round(value * grain) / grain).join(' ')} ${operator}\n`;
    };
    if (command === 'M') write([point(0)], 'm');
    else if (command === 'L') write([point(0)], 'l');
    else if (command === 'C') write([point(0), point(1), point(2)], 'c');
    else if (command === 'Q') {
      // A quadratic curve is the cubic one whose handles lie two thirds of the way to its own.
      const [handle, end] = [point(0), point(1)];
      const towards = (from: Point): Point => [
        from[0] + ((handle[0] - from[0]) * 2) / 3,
        from[1] + ((handle[1] - from[1]) * 2) / 3,
      ];
      write([towards(last), towards(end), end], 'c');
    } else path += 'h\n';
    if (numbers.length > 1) last = [numbers.at(-2) ?? 0, numbers.at(-1) ?? 0];
  }
  return path;
}

import { ink, rectangle } from './guilloche.ts';
import type { Point } from './guilloche.ts';
import { outlineWidth, textOutline } from './outlines.ts';
import type { OutlineFace } from './outlines.ts';
import type { PageForm } from './pdfPage.ts';
import { MM } from './sheet.ts';

/** Words too small for a copier or a camera: 0.5 mm, outlines, so that they need no font. */
export interface Microtext {
  readonly form: PageForm;
  /** Length of the words once, in points. */
  readonly length: number;
}

/** Prepares words to be repeated along lines. */
export function microtext(face: OutlineFace, words: string, size = 1.5): Microtext {
  const style = { size, tracking: 40 };
  const length = outlineWidth(face, words, style);
  const form = {
    box: [0, -size, length, size] as const,
    content: `${textOutline(face, words, style, { at: [0, -size * 0.3] })}f\n`,
  };
  return { form, length };
}

/** Repeats prepared words from one point to another, stretched a little so that they end exactly there. */
export function microtextLine(words: Microtext, name: string, from: Point, to: Point): string {
  const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
  const times = Math.max(1, Math.round(length / words.length));
  const along: Point = [(to[0] - from[0]) / length, (to[1] - from[1]) / length];
  const stretch = length / times / words.length;
  const number = (value: number): number => Math.round(value * 10_000) / 10_000;
  let content = '';
  for (let index = 0; index < times; index += 1) {
    const x = number(from[0] + (along[0] * length * index) / times);
    const y = number(from[1] + (along[1] * length * index) / times);
    const matrix = [along[0] * stretch, along[1] * stretch, -along[1], along[0]].map(number).join(' ');
    content += `q ${matrix} ${x} ${y} cm /${name} Do Q\n`;
  }
  return content;
}

/**
 * A void pantograph: the word lies in coarse lines on a ground of fine ones of the same lightness. A copier keeps the
 * coarse and loses or thickens the fine, so the word shows on the copy.
 */
export function voidPantograph(
  face: OutlineFace,
  area: { readonly from: Point; readonly to: Point },
  colour: string,
): string {
  const [left, bottom] = [Math.min(area.from[0], area.to[0]), Math.min(area.from[1], area.to[1])];
  const [width, height] = [Math.abs(area.to[0] - area.from[0]), Math.abs(area.to[1] - area.from[1])];
  const stepX = 46 * MM;
  const stepY = 24 * MM;
  let words = '';
  const rows = Math.floor(height / stepY);
  for (let row = 0; row < rows; row += 1) {
    const count = Math.floor(width / stepX) - (row % 2);
    const start = left + (width - (count - 1) * stepX) / 2;
    for (let index = 0; index < count; index += 1) {
      const at: Point = [start + index * stepX, bottom + (row + 0.5) * (height / rows) - 3.5 * MM];
      words += textOutline(face, 'VOID', { size: 36, tracking: 60 }, { at, angle: 0.3, middle: true });
    }
  }
  // Filled, not stroked: viewers widen thin strokes to a pixel, and the word would show on the screen.
  const hatch = (thickness: number, pitch: number): string => {
    let lines = '';
    for (let y = bottom; y <= bottom + height; y += pitch) lines += rectangle(left, y, width, thickness, '');
    return `${lines}f\n`;
  };
  // The words are painted white and clip what follows, in one go.
  return (
    `q\n${ink(colour)}${hatch(0.2, 0.72)}Q\n` +
    `q\n${ink('#ffffff')}${words}W f\n${ink(colour)}${hatch(0.4, 1.44)}Q\n`
  );
}

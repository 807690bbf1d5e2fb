import { PDFDocument } from 'pdf-lib';
import type { CompiledTemplate } from '../compiledTemplate.ts';
import { pdfNumber, points } from '../pdf/syntax.ts';
import { renderOne } from '../renderOne.ts';
import type { FieldValues } from '../template/fieldValues.ts';
import type { Template } from '../template/format.ts';
import { STROKED_WORDS, strokesOf } from './strokedLetters.ts';

const encoder = new TextEncoder();

/** Where most printers begin to print; marks that are to be read begin there. */
const REACH_MM = 5;
/** Rulers leave the corner free, where they would cross. */
const CORNER_MM = 13;
const MARK_COLOUR = '0.76 0.09 0.36 RG';
const LETTER_MM = 2.6;

/**
 * A page of a template to try it with: as it will print, each side. With `marks` it also has crop marks that point at the
 * corners of the safe zone, rulers along the upper and left edge that count millimetres from the edge, and says that it is
 * no certificate. Marks stand on a white edge of their own, so that they can be read on any background.
 *
 * @param values the code among them is the caller's to choose: one that verifies nothing.
 * @throws PageRefused for values that `checkFit` finds fault with.
 */
export async function testPage(
  compiled: CompiledTemplate,
  values: FieldValues,
  { marks }: { readonly marks: boolean },
): Promise<Uint8Array> {
  const page = await renderOne(compiled, values);
  if (!marks) return page;
  const file = await PDFDocument.load(page, { updateMetadata: false });
  const { context } = file;
  const drawn = context.register(context.flateStream(encoder.encode(marksOf(compiled.template))));
  for (const { node } of file.getPages()) {
    node.normalize();
    // What the page does to the graphics state must not reach the marks.
    node.wrapContentStreams(
      context.register(context.stream(encoder.encode('q\n'))),
      context.register(context.stream(encoder.encode('\nQ\n'))),
    );
    node.addContentStream(drawn);
  }
  return file.save({ useObjectStreams: false, addDefaultPage: false, updateFieldAppearances: false });
}

/** The marks as operators: every stroke twice, first wide and white, then thin and in colour. */
function marksOf({ page, safeZoneMm, language }: Template): string {
  const { widthMm, heightMm } = page;
  const path = [
    ...corners(widthMm, heightMm),
    ...cropMarks(page, safeZoneMm),
    ...rulers(widthMm, heightMm),
    ...words(page, language.startsWith('es') ? 'es' : 'en'),
  ]
    .map((stroke) =>
      stroke
        .map(([x, y], step) => {
          const place = `${pdfNumber(points(x))} ${pdfNumber(points(heightMm - y))}`;
          return `${place} ${step === 0 ? 'm' : 'l'}`;
        })
        .join(' '),
    )
    .join('\n');
  return `/Artifact BMC\nq 1 J 1 j\n1 G 2 w\n${path}\nS\n${MARK_COLOUR} 0.5 w\n${path}\nS\nQ\nEMC\n`;
}

type Stroke = readonly (readonly [x: number, y: number])[];

/** The corners of the page itself, for paper that is larger. */
function corners(widthMm: number, heightMm: number): Stroke[] {
  const reach = 4;
  return [
    [0, 0, 1, 1],
    [widthMm, 0, -1, 1],
    [0, heightMm, 1, -1],
    [widthMm, heightMm, -1, -1],
  ].map(([x = 0, y = 0, right = 0, down = 0]) => [
    [x + reach * right, y],
    [x, y],
    [x, y + reach * down],
  ]);
}

/** Two short lines outside of each corner of the safe zone, in line with its edges, and a cross on the corner. */
function cropMarks({ widthMm, heightMm }: Template['page'], safe: Template['safeZoneMm']): Stroke[] {
  const strokes: Stroke[] = [];
  for (const [x, outX] of [
    [safe.left, -1],
    [widthMm - safe.right, 1],
  ] as const) {
    for (const [y, outY] of [
      [safe.top, -1],
      [heightMm - safe.bottom, 1],
    ] as const) {
      const from = 1.5;
      const to = 6;
      strokes.push(
        [
          [x + from * outX, y],
          [x + to * outX, y],
        ],
        [
          [x, y + from * outY],
          [x, y + to * outY],
        ],
        [
          [x - 0.6, y],
          [x + 0.6, y],
        ],
        [
          [x, y - 0.6],
          [x, y + 0.6],
        ],
      );
    }
  }
  return strokes;
}

function rulers(widthMm: number, heightMm: number): Stroke[] {
  const strokes: Stroke[] = [];
  const tick = (at: number): number => (at % 10 === 0 ? 2.6 : at % 5 === 0 ? 1.8 : 1);
  for (let x = CORNER_MM; x <= widthMm - CORNER_MM; x += 1) {
    strokes.push([
      [x, REACH_MM],
      [x, REACH_MM + tick(x)],
    ]);
    if (x % 10 === 0) strokes.push(...strokesOf(String(x), { x: x + 0.6, y: REACH_MM + 1.5, height: 1.6 }));
  }
  for (let y = CORNER_MM; y <= heightMm - CORNER_MM; y += 1) {
    strokes.push([
      [REACH_MM, y],
      [REACH_MM + tick(y), y],
    ]);
    if (y % 10 === 0) strokes.push(...strokesOf(String(y), { x: REACH_MM + 1.5, y: y + 0.6, height: 1.6 }));
  }
  return strokes;
}

/** What the page is not, along the two edges that have no ruler. */
function words({ widthMm, heightMm }: Template['page'], language: 'en' | 'es'): Stroke[] {
  const text = STROKED_WORDS[language];
  const length = strokesOf(text, { x: 0, y: 0, height: LETTER_MM }).reduce(
    (most, stroke) => Math.max(most, ...stroke.map(([x]) => x)),
    0,
  );
  const scale = Math.min(1, (Math.min(widthMm, heightMm) - 2 * CORNER_MM) / length);
  const height = LETTER_MM * scale;
  const along = strokesOf(text, {
    x: (widthMm - length * scale) / 2,
    y: heightMm - REACH_MM - height,
    height,
  });
  const upwards = strokesOf(text, { x: 0, y: 0, height }).map((stroke) =>
    stroke.map(([x, y]) => [widthMm - REACH_MM - height + y, (heightMm + length * scale) / 2 - x] as const),
  );
  return [...along, ...upwards];
}

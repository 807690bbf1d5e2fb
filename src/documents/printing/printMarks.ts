import type { CompiledTemplate } from '../compiledTemplate.ts';
import { pdfNumber, points } from '../pdf/syntax.ts';
import { drawRun } from '../pdf/textDrawing.ts';
import type { GlyphUse } from '../pdf/textDrawing.ts';
import { ShapedText } from '../text/shaping.ts';
import { dataMatrix } from './dataMatrix.ts';

/** Small signs at the lower edge that tell a sheet in hand which it is. */
export interface PrintMarks {
  /** The batch, as people call it: ASCII. */
  readonly batch: string;
  /** Distance of the signs from the lower and left edge of the sheet. */
  readonly edgeMm: number;
}

/** Marks of one sheet as content stream operators, and the glyphs they use. */
export interface DrawnMarks {
  readonly content: string;
  readonly uses: readonly GlyphUse[];
}

const MODULE_MM = 0.3;
const TEXT_POINTS = 5;
const GAP_MM = 1.5;

/** What the Data Matrix of a sheet says. */
export function markText(marks: PrintMarks, position: number, sheetNumber: string | undefined): string {
  return [marks.batch, String(position), ...(sheetNumber === undefined ? [] : [sheetNumber])].join('/');
}

/**
 * Draws a Data Matrix and the same in small type: batch, position in the batch from 1, and the sheet's number where the
 * stock has one. The type is set in the font of the template's first text field.
 */
export function drawMarks(
  compiled: CompiledTemplate,
  marks: PrintMarks,
  position: number,
  sheetNumber: string | undefined,
): DrawnMarks {
  const text = markText(marks, position, sheetNumber);
  const symbol = dataMatrix(text);
  if (symbol === undefined) throw new RangeError(`Print marks hold at most 44 ASCII characters: ${text}`);
  const module = points(MODULE_MM);
  const left = points(marks.edgeMm);
  const side = module * symbol.size;
  let content = `q 0 g ${module.toFixed(6)} 0 0 ${(-module).toFixed(6)} ${pdfNumber(left)} ${pdfNumber(left + side)} cm\n`;
  for (let y = 0; y < symbol.size; y += 1) {
    for (let x = 0; x < symbol.size; x += 1) {
      if (symbol.modules[y * symbol.size + x] === 0) continue;
      const from = x;
      while (x + 1 < symbol.size && symbol.modules[y * symbol.size + x + 1] === 1) x += 1;
      content += `${from} ${y} ${x + 1 - from} 1 re\n`;
    }
  }
  content += 'f Q\n';
  const uses: GlyphUse[] = [];
  const chain = compiled.fields.find(({ field }) => field.kind === 'text')?.chain ?? [];
  const fonts = chain.flatMap((number) => compiled.fonts[number] ?? []);
  if (fonts.length > 0) {
    const line = new ShapedText(text.replaceAll('/', ' · '), fonts, 'en', 0);
    let x = left + side + points(GAP_MM);
    for (const run of line.line().runs) {
      const place = { x, y: left + module, size: TEXT_POINTS, colour: '#000000' };
      content += drawRun(run, line.text, place, compiled.fonts, chain, uses);
      x += run.width * TEXT_POINTS;
    }
  }
  return { content, uses };
}

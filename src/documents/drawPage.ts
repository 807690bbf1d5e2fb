import type { CompiledTemplate } from './compiledTemplate.ts';
import { drawField } from './drawField.ts';
import { PageRefused } from './findings.ts';
import type { Finding } from './findings.ts';
import { pdfNumber, points } from './pdf/syntax.ts';
import type { FieldValues } from './template/fieldValues.ts';

/** Where a printer truly puts what it is told, per printer and tray. */
export interface Calibration {
  /** Millimetres to move everything to the right and down. */
  readonly rightMm: number;
  readonly downMm: number;
  /** Factors about the centre of the page, 1 where the printer is true. */
  readonly scaleX: number;
  readonly scaleY: number;
}

/** One side of a sheet as content stream operators, and the fonts that they name. */
export interface DrawnSide {
  readonly content: string;
  readonly fonts: readonly number[];
  readonly back: boolean;
}

/** Glyphs used in one file: font number to glyph to the text that it stands for. */
export type UsedGlyphs = Map<number, Map<number, string>>;

/** Draws the front, and the back where the template has one. Throws `PageRefused` for values that `checkFit` refuses. */
export function drawSides(
  compiled: CompiledTemplate,
  values: FieldValues,
  used: UsedGlyphs,
  calibration?: Calibration,
): readonly DrawnSide[] {
  const { sides, findings } = draw(compiled, values, used, calibration, 'all');
  if (findings.length > 0) throw new PageRefused(findings);
  return sides;
}

/** Which part of a page a draft shows. */
export type DraftLayer = 'all' | 'background' | 'fields';

/** Draws what can be drawn and leaves out what cannot. */
export function drawDraft(
  compiled: CompiledTemplate,
  values: FieldValues,
  used: UsedGlyphs,
  layer: DraftLayer,
): readonly DrawnSide[] {
  return draw(compiled, values, used, undefined, layer).sides;
}

const NO_FINDINGS: readonly Finding[] = [];

function draw(
  compiled: CompiledTemplate,
  values: FieldValues,
  used: UsedGlyphs,
  calibration: Calibration | undefined,
  layer: DraftLayer,
): { readonly sides: readonly DrawnSide[]; readonly findings: readonly Finding[] } {
  const front: string[] = [];
  const back: string[] = [];
  const frontFonts = new Set<number>();
  const backFonts = new Set<number>();
  let findings: Finding[] | undefined;
  for (const compiledField of layer === 'background' ? [] : compiled.fields) {
    const drawn = drawField(compiled, compiledField, values);
    if (drawn.findings.length > 0) (findings ??= []).push(...drawn.findings);
    const onBack = compiledField.field.side === 'back';
    (onBack ? back : front).push(drawn.content);
    for (const { font, glyph, text } of drawn.uses) {
      (onBack ? backFonts : frontFonts).add(font);
      let glyphs = used.get(font);
      if (glyphs === undefined) used.set(font, (glyphs = new Map([[0, '']])));
      if (text !== '' || !glyphs.has(glyph)) keepText(glyphs, glyph, text);
    }
  }
  const sides = [side(compiled, front, frontFonts, false, calibration, layer)];
  if (compiled.backObject !== undefined)
    sides.push(side(compiled, back, backFonts, true, calibration, layer));
  return { sides, findings: findings ?? NO_FINDINGS };
}

/** A glyph keeps the first text it was given; where another is meant, marked content says so on the page. */
function keepText(glyphs: Map<number, string>, glyph: number, text: string): void {
  const known = glyphs.get(glyph);
  if (known === undefined || known === '') glyphs.set(glyph, text);
}

function side(
  compiled: CompiledTemplate,
  parts: readonly string[],
  fonts: ReadonlySet<number>,
  back: boolean,
  calibration: Calibration | undefined,
  layer: DraftLayer,
): DrawnSide {
  const ground = layer === 'fields' ? '' : 'q\n/B Do\nQ\n';
  const content = `${ground}${parts.join('')}`;
  return {
    content: calibration === undefined ? content : `${calibrationMatrix(compiled, calibration)}${content}`,
    fonts: [...fonts],
    back,
  };
}

function calibrationMatrix(
  compiled: CompiledTemplate,
  { rightMm, downMm, scaleX, scaleY }: Calibration,
): string {
  const x = points(rightMm) + (compiled.pageWidth * (1 - scaleX)) / 2;
  const y = -points(downMm) + (compiled.pageHeight * (1 - scaleY)) / 2;
  return `${scaleX.toFixed(6)} 0 0 ${scaleY.toFixed(6)} ${pdfNumber(x)} ${pdfNumber(y)} cm\n`;
}

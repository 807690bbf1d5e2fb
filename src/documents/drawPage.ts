import type { CompiledTemplate } from './compiledTemplate.ts';
import { drawField } from './drawField.ts';
import { PageRefused } from './findings.ts';
import type { Finding } from './findings.ts';
import type { PdfImage } from './pdf/imageObjects.ts';
import type { Tag } from './pdf/structure.ts';
import { pdfNumber, points } from './pdf/syntax.ts';
import type { GlyphUse } from './pdf/textDrawing.ts';
import type { DrawnMarks } from './printing/printMarks.ts';
import type { Rectangle } from './rectangle.ts';
import type { FieldValues } from './template/fieldValues.ts';
import type { TemplateField } from './template/format.ts';

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
  readonly images: readonly PdfImage[];
  readonly back: boolean;
  /** What each piece of marked content is; empty for pages that are only printed. */
  readonly tags: readonly Tag[];
}

/** Glyphs used in one file: font number to glyph to the text that it stands for. */
export type UsedGlyphs = Map<number, Map<number, string>>;

/** Draws the front, and the back where the template has one. Throws `PageRefused` for values that `checkFit` refuses. */
export function drawSides(
  compiled: CompiledTemplate,
  values: FieldValues,
  used: UsedGlyphs,
  calibration?: Calibration,
  marks?: DrawnMarks,
): readonly DrawnSide[] {
  const { sides, findings } = draw(compiled, values, used, {
    calibration,
    marks,
    layer: 'all',
    tagged: false,
  });
  if (findings.length > 0) throw new PageRefused(findings);
  return sides;
}

/** Draws the sides with their content marked for a structure tree. Throws `PageRefused` as `drawSides` does. */
export function drawTaggedSides(
  compiled: CompiledTemplate,
  values: FieldValues,
  used: UsedGlyphs,
): readonly DrawnSide[] {
  const { sides, findings } = draw(compiled, values, used, { layer: 'all', tagged: true });
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
  return draw(compiled, values, used, { layer, tagged: false }).sides;
}

const NO_FINDINGS: readonly Finding[] = [];

interface Manner {
  readonly marks?: DrawnMarks | undefined;
  readonly calibration?: Calibration | undefined;
  readonly layer: DraftLayer;
  readonly tagged: boolean;
}

function draw(
  compiled: CompiledTemplate,
  values: FieldValues,
  used: UsedGlyphs,
  manner: Manner,
): { readonly sides: readonly DrawnSide[]; readonly findings: readonly Finding[] } {
  const front: SideParts = { contents: [], fonts: new Set(), images: [], tags: [] };
  const back: SideParts = { contents: [], fonts: new Set(), images: [], tags: [] };
  let findings: Finding[] | undefined;
  for (const compiledField of manner.layer === 'background' ? [] : compiled.fields) {
    const drawn = drawField(compiled, compiledField, values);
    if (drawn.findings.length > 0) (findings ??= []).push(...drawn.findings);
    const parts = compiledField.field.side === 'back' ? back : front;
    if (manner.tagged && drawn.content !== '') {
      const tag = tagOf(compiledField.field, drawn.ink);
      parts.contents.push(`/${tag.type}<</MCID ${parts.tags.length}>>BDC\n${drawn.content}EMC\n`);
      parts.tags.push(tag);
    } else parts.contents.push(drawn.content);
    if (drawn.image !== undefined) parts.images.push(drawn.image);
    noteUses(drawn.uses, parts.fonts, used);
  }
  if (manner.marks !== undefined) {
    front.contents.push(manner.marks.content);
    noteUses(manner.marks.uses, front.fonts, used);
  }
  const sides = [side(compiled, front, false, manner)];
  if (compiled.backObject !== undefined) sides.push(side(compiled, back, true, manner));
  return { sides, findings: findings ?? NO_FINDINGS };
}

function noteUses(uses: readonly GlyphUse[], fonts: Set<number>, used: UsedGlyphs): void {
  for (const { font, glyph, text } of uses) {
    fonts.add(font);
    let glyphs = used.get(font);
    if (glyphs === undefined) used.set(font, (glyphs = new Map([[0, '']])));
    if (text !== '' || !glyphs.has(glyph)) keepText(glyphs, glyph, text);
  }
}

interface SideParts {
  readonly contents: string[];
  readonly fonts: Set<number>;
  readonly images: PdfImage[];
  readonly tags: Tag[];
}

function tagOf(field: TemplateField, box: Rectangle | undefined): Tag {
  if (field.kind !== 'text') {
    const alternative = field.label ?? (field.kind === 'qr' ? 'QR code' : field.id);
    return box === undefined ? { type: 'Figure', alternative } : { type: 'Figure', alternative, box };
  }
  const type = field.role === 'heading' ? 'H1' : 'P';
  return field.language === undefined ? { type } : { type, language: field.language };
}

/** A glyph keeps the first text it was given; where another is meant, marked content says so on the page. */
function keepText(glyphs: Map<number, string>, glyph: number, text: string): void {
  const known = glyphs.get(glyph);
  if (known === undefined || known === '') glyphs.set(glyph, text);
}

function side(
  compiled: CompiledTemplate,
  { contents, fonts, images, tags }: SideParts,
  back: boolean,
  { calibration, layer, tagged }: Manner,
): DrawnSide {
  const form = layer === 'fields' ? '' : 'q\n/B Do\nQ\n';
  const content = `${tagged ? `/Artifact BMC\n${form}EMC\n` : form}${contents.join('')}`;
  return {
    content:
      calibration === undefined
        ? content
        : `${calibrationMatrix(compiled.pageWidth, compiled.pageHeight, calibration)}${content}`,
    fonts: [...fonts],
    images,
    back,
    tags,
  };
}

/** The operator that puts all that follows on a page where the calibration wants it. Page size in points. */
export function calibrationMatrix(
  pageWidth: number,
  pageHeight: number,
  { rightMm, downMm, scaleX, scaleY }: Calibration,
): string {
  const x = points(rightMm) + (pageWidth * (1 - scaleX)) / 2;
  const y = -points(downMm) + (pageHeight * (1 - scaleY)) / 2;
  return `${scaleX.toFixed(6)} 0 0 ${scaleY.toFixed(6)} ${pdfNumber(x)} ${pdfNumber(y)} cm\n`;
}

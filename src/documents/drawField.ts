import type { CompiledField, CompiledTemplate, DrawnField } from './compiledTemplate.ts';
import { codePointName } from './findings.ts';
import type { Finding } from './findings.ts';
import { readImage } from './pdf/imageObjects.ts';
import type { PdfImage } from './pdf/imageObjects.ts';
import { drawQr } from './pdf/qr/qrDrawing.ts';
import { pdfNumber, points } from './pdf/syntax.ts';
import { drawRun } from './pdf/textDrawing.ts';
import type { GlyphUse } from './pdf/textDrawing.ts';
import { around } from './rectangle.ts';
import type { Rectangle } from './rectangle.ts';
import type { FieldValues } from './template/fieldValues.ts';
import type { ImageField, QrField, TextField } from './template/format.ts';
import { fillText } from './template/placeholders.ts';
import { refusalOf } from './text/characters.ts';
import { fitText } from './text/fit.ts';
import type { FittedText } from './text/fit.ts';

const NOTHING: DrawnField = { content: '', uses: [], ink: undefined, findings: [] };

/** Draws one field. The result for a text is kept, since titles, dates and fixed words come again and again. */
export function drawField(
  compiled: CompiledTemplate,
  { field, parts, chain, image }: CompiledField,
  values: FieldValues,
): DrawnField {
  if (field.kind === 'image') return drawImageField(compiled, field, image, values);
  const language =
    field.kind === 'text' ? (field.language ?? compiled.template.language) : compiled.template.language;
  const dateFormat = (field.kind === 'text' ? field.dateFormat : undefined) ?? compiled.template.dateFormat;
  const { text, empty, missing } = fillText(parts, values.text, language, dateFormat);
  if (missing.length > 0 && field.required) {
    return refused(missing.map((key) => ({ kind: 'missingValue', field: field.id, key })));
  }
  if (empty) return field.required ? refused([{ kind: 'empty', field: field.id }]) : NOTHING;
  if (field.kind === 'qr') return drawQrField(compiled, field, text);
  return compiled.drawn.getOrMake(`${field.id}\n${text}`, () =>
    drawTextField(compiled, field, chain, text, language),
  );
}

function refused(findings: readonly Finding[]): DrawnField {
  return { content: '', uses: [], ink: undefined, findings };
}

function drawQrField(compiled: CompiledTemplate, field: QrField, text: string): DrawnField {
  const unprintable = characterFindings(field.id, text);
  if (unprintable.length > 0) return refused(unprintable);
  const drawing = drawQr(field, text, compiled.pageHeight);
  switch (drawing.kind) {
    case 'drawn':
      return { content: drawing.content, uses: [], ink: drawing.ink, findings: [] };
    case 'tooLong':
      return refused([{ kind: 'qrTooLong', field: field.id }]);
    case 'tooSmall':
      return refused([
        { kind: 'qrTooSmall', field: field.id, moduleMm: drawing.moduleMm, minModuleMm: field.minModuleMm },
      ]);
  }
}

function drawImageField(
  compiled: CompiledTemplate,
  field: ImageField,
  own: PdfImage | undefined,
  values: FieldValues,
): DrawnField {
  let image = own;
  if (field.source.from === 'value') {
    const { key } = field.source;
    const data =
      values.images !== undefined && Object.hasOwn(values.images, key) ? values.images[key] : undefined;
    if (data === undefined) {
      return field.required ? refused([{ kind: 'missingValue', field: field.id, key }]) : NOTHING;
    }
    const read = readImage(data);
    if (!read.ok) return refused([{ kind: 'badImage', field: field.id, message: read.error }]);
    image = read.value;
  }
  if (image === undefined) throw new Error(`Field ${field.id} has no picture.`);
  const room = { width: points(field.box.width), height: points(field.box.height) };
  const scale = Math.min(room.width / image.width, room.height / image.height);
  const [width, height] = [image.width * scale, image.height * scale];
  const left = points(field.box.x) + (room.width - width) * { left: 0, center: 0.5, right: 1 }[field.align];
  const below = (room.height - height) * { top: 1, middle: 0.5, bottom: 0 }[field.vertical];
  const bottom = compiled.pageHeight - points(field.box.y) - room.height + below;
  const matrix = [width, 0, 0, height, left, bottom].map(pdfNumber).join(' ');
  return {
    content: `q ${matrix} cm /${image.resource} Do Q\n`,
    uses: [],
    image,
    ink: { left, bottom, right: left + width, top: bottom + height },
    findings: [],
  };
}

function characterFindings(field: string, text: string): Finding[] {
  const findings = new Map<string, Finding>();
  for (const character of text) {
    if (character === '\n') continue;
    const reason = refusalOf(character);
    if (reason === undefined) continue;
    findings.set(character, {
      kind: 'refusedCharacter',
      field,
      character,
      codePoint: codePointName(character),
      reason,
    });
  }
  return [...findings.values()];
}

function drawTextField(
  compiled: CompiledTemplate,
  field: TextField,
  chain: readonly number[],
  text: string,
  language: string,
): DrawnField {
  const unprintable = characterFindings(field.id, text);
  if (text.includes('{{')) unprintable.push({ kind: 'leftoverPlaceholder', field: field.id, text });
  if (unprintable.length > 0) return refused(unprintable);
  const fonts = chain.map((number) => {
    const font = compiled.fonts[number];
    if (font === undefined) throw new Error(`Field ${field.id} has a font that was not opened.`);
    return font;
  });
  const own = fonts[0];
  if (own === undefined) throw new Error(`Field ${field.id} has no font.`);
  const em = own.scale / own.file.unitsPerEm;
  const minSize = field.minSize ?? field.size;
  const fitted = fitText(
    text,
    {
      width: points(field.box.width),
      height: points(field.box.height),
      size: field.size,
      minSize,
      lineHeight: field.lineHeight,
      maxLines: field.maxLines,
      overflow: field.overflow,
      balance: field.align === 'center',
      vertical: field.vertical,
      ascent: own.file.ascent * em,
      descent: -own.file.descent * em,
      capHeight: own.file.capHeight * em,
    },
    fonts,
    language,
    field.letterSpacing / 1000,
  );
  if (fitted.kind === 'missingGlyphs') {
    const characters = new Set(fitted.missing.map(({ character }) => character));
    return refused(
      [...characters].map((character) => ({
        kind: 'missingGlyph',
        field: field.id,
        character,
        codePoint: codePointName(character),
      })),
    );
  }
  if (fitted.kind === 'tooLong') {
    return refused([{ kind: 'tooLong', field: field.id, text, fittingSize: fitted.fittingSize, minSize }]);
  }
  return drawFitted(compiled, field, chain, text, fitted);
}

function drawFitted(
  compiled: CompiledTemplate,
  field: TextField,
  chain: readonly number[],
  text: string,
  fitted: FittedText,
): DrawnField {
  const uses: GlyphUse[] = [];
  const left = points(field.box.x);
  const width = points(field.box.width);
  const top = compiled.pageHeight - points(field.box.y);
  const paragraphs = text.split('\n');
  let content = '';
  let ink: Rectangle | undefined;
  for (const { line, baseline, paragraph, ink: glyphs } of fitted.lines) {
    // The space after the last letter is no part of the line that is seen.
    const lineWidth = (line.width - field.letterSpacing / 1000) * fitted.size;
    let x = left + (width - lineWidth) * shareLeft(field.align, fitted.readsRightToLeft);
    ink = around(ink, {
      left: x + glyphs.xMin * fitted.size,
      bottom: top - baseline + glyphs.yMin * fitted.size,
      right: x + glyphs.xMax * fitted.size,
      top: top - baseline + glyphs.yMax * fitted.size,
    });
    for (const run of line.runs) {
      const place = { x, y: top - baseline, size: fitted.size, colour: field.colour };
      content += drawRun(run, paragraphs[paragraph] ?? '', place, compiled.fonts, chain, uses);
      x += run.width * fitted.size;
    }
  }
  return { content, uses, ink, findings: [] };
}

/** Share of the spare width that goes to the left of a line. */
function shareLeft(align: TextField['align'], readsRightToLeft: boolean): number {
  switch (align) {
    case 'left':
      return 0;
    case 'right':
      return 1;
    case 'center':
      return 0.5;
    case 'start':
      return readsRightToLeft ? 1 : 0;
    case 'end':
      return readsRightToLeft ? 0 : 1;
  }
}

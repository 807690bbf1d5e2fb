import { bytesToHex } from '@noble/hashes/utils.js';
import { err, ok } from '../domain/result.ts';
import type { Result } from '../domain/result.ts';
import { COLOUR_PROFILE_OBJECT } from './compiledTemplate.ts';
import type { CompiledField, CompiledTemplate, FontLibrary } from './compiledTemplate.ts';
import { LeastRecentlyUsed } from './leastRecentlyUsed.ts';
import { readBackground } from './pdf/background.ts';
import type { Background } from './pdf/background.ts';
import { srgbProfile } from './pdf/colourProfile.ts';
import { deflate } from './pdf/compression/deflate.ts';
import { cutterOf } from './pdf/fontObjects.ts';
import type { EmbeddableFont } from './pdf/fontObjects.ts';
import { readImage } from './pdf/imageObjects.ts';
import type { PdfImage } from './pdf/imageObjects.ts';
import { PdfFile } from './pdf/pdfFile.ts';
import { points } from './pdf/syntax.ts';
import type { Template, TemplateField, TemplateFont } from './template/format.ts';
import { placeholdersOf } from './template/placeholders.ts';
import type { TemplateFault, TemplatePackage } from './template/templatePackage.ts';
import type { ShapingFont, TextEngine } from './text/engine.ts';
import { readFontFile, unicodeOfGlyphs } from './text/fontFile.ts';
import type { FontFault, FontFile } from './text/fontFile.ts';
import { glyphTexts } from './text/glyphTexts.ts';
import { TrueTypeCutter } from './text/trueTypeCut.ts';

const FIRST_FREE_OBJECT = 6;
const PAGE_TOLERANCE_POINTS = 1;
const DRAWN_FIELDS_KEPT = 1000;

/** The costly parts of a template, opened: what one that is edited keeps from one key press to the next. */
export interface TemplateParts {
  /** A font under its name in the template, as resource `F<index>` of a page. */
  font(name: string, index: number): Promise<Result<EmbeddableFont, TemplateFault>>;
  /** The page of a file of the package. */
  background(path: string): Promise<Result<Background, TemplateFault>>;
}

/**
 * Opens fonts and background and writes what all pages share.
 *
 * @param fonts answers for fonts that the package names but does not carry.
 */
export async function compileTemplate(
  pkg: TemplatePackage,
  fonts: FontLibrary,
  engine: TextEngine,
): Promise<Result<CompiledTemplate, readonly TemplateFault[]>> {
  return compileFrom(pkg, engine, {
    font: async (name, index) => {
      const declared = declaredFont(pkg.template, name);
      const data =
        declared.file === undefined ? await fonts.read(declared.sha256) : pkg.files.get(declared.file);
      return openFont(declared, data, `fonts.${name}`, index, engine);
    },
    background: (path) => openBackground(path, pkg.files.get(path) ?? new Uint8Array()),
  });
}

/** `compileTemplate` with fonts and backgrounds that someone else opens, and may keep. */
export async function compileFrom(
  pkg: Pick<TemplatePackage, 'id' | 'template' | 'files'>,
  engine: TextEngine,
  parts: TemplateParts,
): Promise<Result<CompiledTemplate, readonly TemplateFault[]>> {
  const { template } = pkg;
  const faults: TemplateFault[] = [];
  const used = usedFonts(template);
  const opened: EmbeddableFont[] = [];
  for (const [index, name] of used.entries()) {
    const font = await parts.font(name, index);
    if (font.ok) opened.push(font.value);
    else faults.push(font.error);
  }
  const images = new Map<string, PdfImage>();
  for (const field of template.fields) {
    if (field.kind !== 'image' || field.source.from !== 'package') continue;
    const read = readImage(pkg.files.get(field.source.file) ?? new Uint8Array());
    if (read.ok) images.set(field.id, read.value);
    else faults.push({ kind: 'badImage', at: field.id, message: read.error });
  }
  const pageWidth = points(template.page.widthMm);
  const pageHeight = points(template.page.heightMm);
  const backgroundOf = async (path: string): Promise<Result<Background, TemplateFault>> => {
    const background = await parts.background(path);
    if (!background.ok) return background;
    const fault = pageSizeFault(path, background.value, pageWidth, pageHeight);
    return fault === undefined ? background : err(fault);
  };
  const front = await backgroundOf(template.background.front);
  const back =
    template.background.back === undefined ? ok(undefined) : await backgroundOf(template.background.back);
  if (!front.ok) faults.push(front.error);
  if (!back.ok) faults.push(back.error);
  if (!front.ok || !back.ok || faults.length > 0) return err(faults);

  const frontObject = FIRST_FREE_OBJECT;
  const backObject = back.value === undefined ? undefined : frontObject + front.value.objectCount;
  const afterBackgrounds = frontObject + front.value.objectCount + (back.value?.objectCount ?? 0);
  const file = new PdfFile();
  file.raw('%PDF-1.7\n%\u00e2\u00e3\u00cf\u00d3\n');
  file.reserveUpTo(afterBackgrounds);
  file.stream(COLOUR_PROFILE_OBJECT, '/N 3/Filter/FlateDecode', deflate(srgbProfile()));
  front.value.write(file, frontObject);
  if (back.value !== undefined && backObject !== undefined) back.value.write(file, backObject);
  const start = { part: file.toFixedPart(), next: afterBackgrounds };

  const fallbacks = template.fallbacks.map((name) => used.indexOf(name));
  return ok({
    id: pkg.id,
    template,
    engine,
    pageWidth,
    pageHeight,
    fonts: opened,
    fields: template.fields.map((field) =>
      compiledField(field, used, fallbacks, images.get(field.id), template.values),
    ),
    frontObject,
    backObject,
    archival: front.value.archival && (back.value?.archival ?? true),
    start,
    drawn: new LeastRecentlyUsed(DRAWN_FIELDS_KEPT),
  });
}

/** Gives back the memory of a template's fonts; the template must not be used again. */
export function releaseTemplate(compiled: CompiledTemplate): void {
  for (const { font } of compiled.fonts) font.release();
}

function usedFonts(template: Template): readonly string[] {
  const names = template.fields.flatMap((field) => (field.kind === 'text' ? [field.font] : []));
  return [...new Set([...names, ...template.fallbacks])];
}

function compiledField(
  field: TemplateField,
  used: readonly string[],
  fallbacks: readonly number[],
  image: PdfImage | undefined,
  own: Template['values'],
): CompiledField {
  if (field.kind === 'image')
    return { field, parts: [], chain: [], ...(image === undefined ? {} : { image }) };
  const parts = ownFixed(placeholdersOf(field.text), own);
  if (!parts.ok) throw new Error(parts.error);
  if (field.kind === 'qr') return { field, parts: parts.value, chain: [] };
  return { field, parts: parts.value, chain: [...new Set([used.indexOf(field.font), ...fallbacks])] };
}

/** The template's own texts are fixed words once it is made ready. */
function ownFixed(
  parts: ReturnType<typeof placeholdersOf>,
  own: Template['values'],
): ReturnType<typeof placeholdersOf> {
  if (!parts.ok || own === undefined) return parts;
  return ok(
    parts.value.map((part) => {
      const text = part.kind === 'value' && Object.hasOwn(own, part.key) ? own[part.key] : undefined;
      return text === undefined ? part : { kind: 'fixed', text };
    }),
  );
}

/** Takes the page of a background file apart. */
export async function openBackground(
  path: string,
  data: Uint8Array,
): Promise<Result<Background, TemplateFault>> {
  const background = await readBackground(data);
  return background.ok
    ? background
    : err({ kind: 'badBackground', at: path, message: background.error.message });
}

function pageSizeFault(
  path: string,
  background: Background,
  width: number,
  height: number,
): TemplateFault | undefined {
  const fits =
    Math.abs(background.width - width) <= PAGE_TOLERANCE_POINTS &&
    Math.abs(background.height - height) <= PAGE_TOLERANCE_POINTS;
  if (fits) return undefined;
  const millimetres = (size: number): string => ((size * 25.4) / 72).toFixed(1);
  return {
    kind: 'badBackground',
    at: path,
    message:
      `${path} measures ${millimetres(background.width)} x ${millimetres(background.height)} mm, ` +
      `the template says ${millimetres(width)} x ${millimetres(height)} mm.`,
  };
}

/** What a template says of a font that it uses. */
export function declaredFont(template: Template, name: string): TemplateFont {
  const declared = template.fonts[name];
  if (declared === undefined) throw new Error(`The font ${name} is used and not declared.`);
  return declared;
}

/**
 * Opens a font file as resource `F<index>` of a page.
 *
 * @param at where the font is named, for the fault.
 */
export async function openFont(
  declared: TemplateFont,
  data: Uint8Array | undefined,
  at: string,
  index: number,
  engine: TextEngine,
): Promise<Result<EmbeddableFont, TemplateFault>> {
  if (data === undefined) {
    return err({
      kind: 'fontMissing',
      at,
      message: `The font ${declared.name} (${declared.sha256}) is not at hand.`,
    });
  }
  const hash = bytesToHex(new Uint8Array(await crypto.subtle.digest('SHA-256', new Uint8Array(data))));
  if (hash !== declared.sha256) {
    return err({
      kind: 'badFont',
      at,
      message: `${declared.name} is not the font that the template was made with.`,
    });
  }
  const file = soundFont(data);
  if ('kind' in file) return err({ kind: 'badFont', at, message: `${declared.name}: ${file.detail}` });
  let textOf: ReadonlyMap<number, string> | undefined;
  const font = lazily(data, file, engine);
  return ok({
    resource: `F${index}`,
    scale: declared.scale,
    ...(declared.language === undefined ? {} : { language: declared.language }),
    file,
    cut: cutterOf(data, file, engine),
    font,
    get textOf() {
      textOf ??= glyphTexts(data, font);
      return textOf;
    },
  });
}

/** Reads a font's head, and walks through the tables that are used later, so that a broken one is found now. */
function soundFont(data: Uint8Array): FontFile | FontFault {
  try {
    const file = readFontFile(data);
    if ('kind' in file) return file;
    unicodeOfGlyphs(data);
    if (file.outlines === 'truetype') new TrueTypeCutter(data).check();
    return file;
  } catch (cause) {
    if (cause instanceof RangeError) return { kind: 'notAFont', detail: 'Its tables lead outside the file.' };
    throw cause;
  }
}

/** Opens a font when it is first asked: most names never reach the fallbacks, which are large. */
function lazily(data: Uint8Array, file: FontFile, engine: TextEngine): ShapingFont {
  let opened: ShapingFont | undefined;
  const font = (): ShapingFont => (opened ??= engine.openFont(data));
  return {
    unitsPerEm: file.unitsPerEm,
    shape: (request) => font().shape(request),
    glyphOf: (codePoint) => font().glyphOf(codePoint),
    advanceOf: (glyph) => font().advanceOf(glyph),
    extentsOf: (glyph) => font().extentsOf(glyph),
    release: () => {
      opened?.release();
      opened = undefined;
    },
  };
}

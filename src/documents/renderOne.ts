import { PAGES_OBJECT, CATALOG_OBJECT, INFO_OBJECT } from './compiledTemplate.ts';
import type { CompiledTemplate } from './compiledTemplate.ts';
import { FileIdentity, writeFrame, writeSide } from './documentParts.ts';
import { drawDraft, drawSides } from './drawPage.ts';
import type { DraftLayer, DrawnSide, UsedGlyphs } from './drawPage.ts';
import { OBJECTS_PER_FONT, writeFont } from './pdf/fontObjects.ts';
import { PdfFile } from './pdf/pdfFile.ts';
import type { FieldValues } from './template/fieldValues.ts';
import { fillText, placeholdersOf } from './template/placeholders.ts';

/** Page, fonts and frame of a usual certificate; more room is made when it is not enough. */
const ROOM_FOR_ONE = 1 << 16;

/**
 * One certificate as a PDF of its own. A pure function of template and values: the same bytes each time, on every
 * machine.
 *
 * @throws PageRefused for values that `checkFit` finds fault with.
 */
export async function renderOne(compiled: CompiledTemplate, values: FieldValues): Promise<Uint8Array> {
  const used: UsedGlyphs = new Map();
  return write(compiled, values, drawSides(compiled, values, used), used);
}

/**
 * The page as far as its values allow, for a preview while someone types: a field that cannot be set is left out. Never
 * for printing.
 */
export async function renderDraft(
  compiled: CompiledTemplate,
  values: FieldValues,
  layer: DraftLayer = 'all',
): Promise<Uint8Array> {
  const used: UsedGlyphs = new Map();
  return write(compiled, values, drawDraft(compiled, values, used, layer), used);
}

function write(
  compiled: CompiledTemplate,
  values: FieldValues,
  sides: readonly DrawnSide[],
  used: UsedGlyphs,
): Uint8Array {
  const file = new PdfFile(compiled.start.part.bytes.length + ROOM_FOR_ONE);
  const identity = new FileIdentity();
  identity.add(compiled.id);
  file.fixed(compiled.start.part);
  file.reserveUpTo(compiled.start.next);

  const fontObjects = new Map<number, number>();
  for (const [font, glyphs] of used) {
    const embeddable = compiled.fonts[font];
    if (embeddable === undefined) throw new Error('A page uses a font that its template does not have.');
    const first = file.reserve();
    file.reserveUpTo(first + OBJECTS_PER_FONT);
    writeFont(file, first, embeddable, glyphs, false);
    fontObjects.set(font, first);
  }
  const pages: number[] = [];
  for (const side of sides) {
    const page = file.reserve();
    const content = file.reserve();
    writeSide(
      file,
      identity,
      compiled,
      side,
      { page, content, parent: PAGES_OBJECT },
      (font) => fontObjects.get(font) ?? 0,
    );
    pages.push(page);
  }
  file.object(
    PAGES_OBJECT,
    `<</Type/Pages/Count ${pages.length}/Kids[${pages.map((page) => `${page} 0 R`).join(' ')}]>>`,
  );
  writeFrame(file, compiled, titleOf(compiled, values));
  file.finish(CATALOG_OBJECT, INFO_OBJECT, identity.finish());
  return file.end();
}

/** The title in the file's properties, from the template's pattern. */
function titleOf(compiled: CompiledTemplate, values: FieldValues): string {
  const { title, language, dateFormat } = compiled.template;
  const parts = placeholdersOf(title);
  const text = parts.ok ? fillText(parts.value, values.text, language, dateFormat).text : title;
  return text.replaceAll(/\p{Cc}|\p{Cs}/gu, '');
}

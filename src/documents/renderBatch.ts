import { CATALOG_OBJECT, INFO_OBJECT, PAGES_OBJECT } from './compiledTemplate.ts';
import type { CompiledTemplate } from './compiledTemplate.ts';
import { FileIdentity, writeFrame, writeSide } from './documentParts.ts';
import { drawSides } from './drawPage.ts';
import type { Calibration, UsedGlyphs } from './drawPage.ts';
import { OBJECTS_PER_FONT, writeFont } from './pdf/fontObjects.ts';
import { PdfFile } from './pdf/pdfFile.ts';
import { drawMarks } from './printing/printMarks.ts';
import type { PrintMarks } from './printing/printMarks.ts';
import type { FieldValues } from './template/fieldValues.ts';

/** One sheet of a batch. */
export interface BatchEntry {
  readonly values: FieldValues;
  /** Number of the sheet of controlled stock, where it is known beforehand; shown in the print marks. */
  readonly sheetNumber?: string;
  /** Place in the batch for the print marks, where the entries are a part of it; absent: counted from 1. */
  readonly position?: number;
}

/** How a batch is laid out for its printer. */
export interface BatchOptions {
  /** Title in the file's properties, such as the batch's name. */
  readonly title: string;
  /**
   * `firstOnTop` for trays that stack face down; `lastOnTop` for trays that stack face up, so that the finished stack
   * reads first to last either way.
   */
  readonly order?: 'firstOnTop' | 'lastOnTop';
  readonly calibration?: Calibration;
  /** Small signs at the edge; positions follow the order of the entries, whatever the order of the pages. */
  readonly marks?: PrintMarks;
}

const PAGES_PER_NODE = 64;

/**
 * Many certificates as one PDF: fonts and background once. Yields the file in chunks while pages are drawn, so memory
 * does not grow with the batch (but for `lastOnTop`, which must see all entries first).
 *
 * @throws PageRefused for values that `checkFit` finds fault with; the chunks so far are then no file.
 */
export async function* renderBatch(
  compiled: CompiledTemplate,
  entries: AsyncIterable<BatchEntry> | Iterable<BatchEntry>,
  options: BatchOptions,
): AsyncGenerator<Uint8Array, void, undefined> {
  const used: UsedGlyphs = new Map();
  const file = new PdfFile();
  const identity = new FileIdentity();
  identity.add(`${compiled.id}\n${options.title}\n`);
  file.fixed(compiled.start.part);
  file.reserveUpTo(compiled.start.next);
  const fontBase = compiled.start.next;
  file.reserveUpTo(fontBase + compiled.fonts.length * OBJECTS_PER_FONT);
  const fontObject = (font: number): number => fontBase + font * OBJECTS_PER_FONT;

  const images = new Map<string, number>();
  const nodes: { number: number; count: number }[] = [];
  let kids: number[] = [];
  let node = file.reserve();
  const closeNode = (): void => {
    if (kids.length === 0) return;
    const list = kids.map((page) => `${page} 0 R`).join(' ');
    file.object(node, `<</Type/Pages/Parent ${PAGES_OBJECT} 0 R/Count ${kids.length}/Kids[${list}]>>`);
    nodes.push({ number: node, count: kids.length });
    kids = [];
  };
  for await (const { entry, position } of numbered(entries, options.order)) {
    const marks =
      options.marks === undefined
        ? undefined
        : drawMarks(compiled, options.marks, entry.position ?? position, entry.sheetNumber);
    for (const side of drawSides(compiled, entry.values, used, options.calibration, marks)) {
      if (kids.length >= PAGES_PER_NODE) {
        closeNode();
        node = file.reserve();
      }
      const page = file.reserve();
      const content = file.reserve();
      const place = { page, content, parent: node, images, pressed: true };
      writeSide(file, identity, compiled, side, place, fontObject);
      kids.push(page);
    }
    if (file.full) yield file.take();
  }
  closeNode();
  if (nodes.length === 0) file.object(node, '<</Type/Pages/Count 0/Kids[]>>');
  const count = nodes.reduce((sum, each) => sum + each.count, 0);
  file.object(
    PAGES_OBJECT,
    `<</Type/Pages/Count ${count}/Kids[${nodes.map(({ number }) => `${number} 0 R`).join(' ')}]>>`,
  );
  for (const [font, embeddable] of compiled.fonts.entries()) {
    const glyphs = used.get(font);
    if (glyphs === undefined) {
      for (let part = 0; part < OBJECTS_PER_FONT; part += 1) file.object(fontObject(font) + part, 'null');
    } else writeFont(file, fontObject(font), embeddable, glyphs, true);
  }
  writeFrame(file, compiled, { title: options.title });
  file.finish(CATALOG_OBJECT, INFO_OBJECT, identity.finish());
  yield file.take();
}

async function* numbered(
  entries: AsyncIterable<BatchEntry> | Iterable<BatchEntry>,
  order: BatchOptions['order'],
): AsyncGenerator<{ readonly entry: BatchEntry; readonly position: number }, void, undefined> {
  const all: { entry: BatchEntry; position: number }[] = [];
  let position = 0;
  for await (const entry of entries) {
    position += 1;
    if (order === 'lastOnTop') all.push({ entry, position });
    else yield { entry, position };
  }
  yield* all.toReversed();
}

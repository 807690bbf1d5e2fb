import { PAGES_OBJECT, CATALOG_OBJECT, INFO_OBJECT } from './compiledTemplate.ts';
import type { CompiledTemplate } from './compiledTemplate.ts';
import { FileIdentity, RENDERER, writeFrame, writeSide } from './documentParts.ts';
import { drawDraft, drawTaggedSides } from './drawPage.ts';
import type { DraftLayer, DrawnSide, UsedGlyphs } from './drawPage.ts';
import { OBJECTS_PER_FONT, writeFont } from './pdf/fontObjects.ts';
import { PdfFile } from './pdf/pdfFile.ts';
import { writeStructure } from './pdf/structure.ts';
import type { TaggedPage, TaggedWidget } from './pdf/structure.ts';
import { pdfText } from './pdf/syntax.ts';
import type { PdfSigner } from './signing/cms.ts';
import { signInPlace, writeSignature } from './signing/signaturePlace.ts';
import type { SignaturePlace, SignatureWords } from './signing/signaturePlace.ts';
import { documentTitle } from './template/documentTitle.ts';
import type { FieldValues } from './template/fieldValues.ts';

/** Page, fonts and frame of a usual certificate; more room is made when it is not enough. */
const ROOM_FOR_ONE = 1 << 16;
const ROOM_FOR_SIGNATURE = 1 << 15;

/**
 * One certificate as a PDF of its own. A pure function of template and values: the same bytes each time, on every
 * machine.
 *
 * @throws PageRefused for values that `checkFit` finds fault with.
 */
export async function renderOne(compiled: CompiledTemplate, values: FieldValues): Promise<Uint8Array> {
  const used: UsedGlyphs = new Map();
  return writeDocument(compiled, values, drawTaggedSides(compiled, values, used), used).pdf;
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
  return writeDocument(compiled, values, drawDraft(compiled, values, used, layer), used).pdf;
}

/** Who signs, and what the signature says. */
export interface SigningOptions extends SignatureWords {
  readonly signer: PdfSigner;
}

/**
 * One certificate as a PDF with a digital signature over all of it (PAdES B-B). The page is the same as `renderOne` writes;
 * the bytes are not, since a signature has its time.
 *
 * @throws PageRefused for values that `checkFit` finds fault with.
 */
export async function renderSigned(
  compiled: CompiledTemplate,
  values: FieldValues,
  options: SigningOptions,
): Promise<Uint8Array> {
  const used: UsedGlyphs = new Map();
  const written = writeDocument(compiled, values, drawTaggedSides(compiled, values, used), used, options);
  if (written.signature === undefined) throw new Error('A signature was asked for and has no place.');
  await signInPlace(written.pdf, written.signature, options.signer);
  return written.pdf;
}

function writeDocument(
  compiled: CompiledTemplate,
  values: FieldValues,
  sides: readonly DrawnSide[],
  used: UsedGlyphs,
  words?: SignatureWords,
): { readonly pdf: Uint8Array; readonly signature: SignaturePlace | undefined } {
  const room =
    compiled.start.part.bytes.length + ROOM_FOR_ONE + (words === undefined ? 0 : ROOM_FOR_SIGNATURE);
  const file = new PdfFile(room);
  const identity = new FileIdentity();
  // The page is a function of these three, and they are a tenth of its bytes.
  identity.add(`${RENDERER}\n${compiled.id}\n${JSON.stringify(Object.entries(values.text).toSorted(byKey))}`);
  file.fixed(compiled.start.part);
  file.reserveUpTo(compiled.start.next);
  const fontObjects = writeFonts(file, compiled, used);
  const widget = words === undefined ? undefined : file.reserve();
  const images = new Map<string, number>();
  const pages: number[] = [];
  const tagged: TaggedPage[] = [];
  for (const side of sides) {
    const page = file.reserve();
    const content = file.reserve();
    const annotations = widget !== undefined && pages.length === 0 ? `/Annots[${widget} 0 R]` : '';
    const more = `/StructParents ${pages.length}/Tabs/S${annotations}`;
    const place = { page, content, parent: PAGES_OBJECT, images, more, pressed: false };
    writeSide(file, undefined, compiled, side, place, (font) => fontObjects.get(font) ?? 0);
    tagged.push({ page, tags: side.tags });
    pages.push(page);
    for (const image of side.images) identity.add(image.resource);
  }
  const kids = pages.map((page) => `${page} 0 R`).join(' ');
  file.object(PAGES_OBJECT, `<</Type/Pages/Count ${pages.length}/Kids[${kids}]>>`);
  const title = documentTitle(compiled.template, values.text);
  const [firstPage] = pages;
  let signature: SignaturePlace | undefined;
  let more = '';
  const widgets: TaggedWidget[] = [];
  if (words !== undefined && widget !== undefined && firstPage !== undefined) {
    const value = file.reserve();
    signature = writeSignature(file, value, words);
    const description = `${words.reason} (${words.name})`;
    file.object(
      widget,
      `<</Type/Annot/Subtype/Widget/FT/Sig/T(signature)/TU${pdfText(description)}/V ${value} 0 R/Rect[0 0 0 0]/F 132` +
        `/P ${firstPage} 0 R/StructParent ${pages.length}>>`,
    );
    widgets.push({ object: widget, key: pages.length, page: firstPage, description });
    more = `/AcroForm<</Fields[${widget} 0 R]/SigFlags 3>>`;
  }
  writeFrame(file, compiled, {
    title,
    structure: writeStructure(file, tagged, widgets),
    archival: sides.every((side) => side.images.every((image) => !image.transparent)),
    more,
  });
  file.finish(CATALOG_OBJECT, INFO_OBJECT, identity.finish());
  return { pdf: file.end(), signature };
}

function byKey([left]: readonly [string, string], [right]: readonly [string, string]): number {
  return left < right ? -1 : 1;
}

function writeFonts(
  file: PdfFile,
  compiled: CompiledTemplate,
  used: UsedGlyphs,
): ReadonlyMap<number, number> {
  const objects = new Map<number, number>();
  for (const [font, glyphs] of used) {
    const embeddable = compiled.fonts[font];
    if (embeddable === undefined) throw new Error('A page uses a font that its template does not have.');
    const first = file.reserve();
    file.reserveUpTo(first + OBJECTS_PER_FONT);
    writeFont(file, first, embeddable, glyphs, false);
    objects.set(font, first);
  }
  return objects;
}

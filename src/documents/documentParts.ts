import { sha256 } from '@noble/hashes/sha2.js';
import {
  CATALOG_OBJECT,
  COLOUR_PROFILE_OBJECT,
  INFO_OBJECT,
  METADATA_OBJECT,
  PAGES_OBJECT,
} from './compiledTemplate.ts';
import type { CompiledTemplate } from './compiledTemplate.ts';
import type { DrawnSide } from './drawPage.ts';
import { deflate } from './pdf/compression/deflate.ts';
import type { PdfFile } from './pdf/pdfFile.ts';
import { hexOf, pdfNumber, pdfText } from './pdf/syntax.ts';

const encoder = new TextEncoder();

/** Who made the file, as its properties say. Changes with every change of what pages look like. */
export const RENDERER = 'certificate-station documents 2';

let scratch = new Uint8Array(1 << 14);

/** Content streams are ASCII; one buffer serves all, since a page's bytes are needed only until they are deflated. */
function asciiOf(text: string): Uint8Array {
  if (scratch.length < text.length) scratch = new Uint8Array(text.length * 2);
  encoder.encodeInto(text, scratch);
  return scratch.subarray(0, text.length);
}

/**
 * Writes one side: its content stream and its page object.
 *
 * @param identity takes note of the content, where nothing else tells one file from another.
 */
export function writeSide(
  file: PdfFile,
  identity: FileIdentity | undefined,
  compiled: CompiledTemplate,
  side: DrawnSide,
  place: {
    readonly page: number;
    readonly content: number;
    readonly parent: number;
    /** Pictures that are in the file already, by their names; those that are not are written and noted. */
    readonly images: Map<string, number>;
    /** Whether the content is deflated: worth it in a batch; in a single file it saves 3 kB of 130 and costs as much as drawing. */
    readonly pressed: boolean;
    /** Entries of the page's dictionary beyond the usual. */
    readonly more?: string;
  },
  fontObject: (font: number) => number,
): void {
  const plain = asciiOf(side.content);
  if (place.pressed) {
    const content = deflate(plain);
    identity?.addBytes(content);
    file.stream(place.content, '/Filter/FlateDecode', content);
  } else file.stream(place.content, '', plain);
  const fonts = side.fonts
    .map((font) => `/${compiled.fonts[font]?.resource ?? ''} ${fontObject(font)} 0 R`)
    .join('');
  let images = '';
  for (const image of side.images) {
    let number = place.images.get(image.resource);
    if (number === undefined) place.images.set(image.resource, (number = image.write(file)));
    images += `/${image.resource} ${number} 0 R`;
  }
  const background = side.back ? compiled.backObject : compiled.frontObject;
  file.object(
    place.page,
    `<</Type/Page/Parent ${place.parent} 0 R/MediaBox[0 0 ${pdfNumber(compiled.pageWidth)} ${pdfNumber(compiled.pageHeight)}]` +
      `/Resources<</Font<<${fonts}>>/XObject<</B ${background ?? compiled.frontObject} 0 R${images}>>>>/Contents ${place.content} 0 R${place.more ?? ''}>>`,
  );
}

/** What a document is beyond its pages. */
export interface FrameOptions {
  readonly title: string;
  /** Root of the structure tree; without one nothing is said about accessibility or archiving. */
  readonly structure?: number;
  /** True when the pages hold nothing that PDF/A forbids beyond what the template does. */
  readonly archival?: boolean;
  /** Entries of the catalog beyond the usual. */
  readonly more?: string;
}

/** Writes catalog, properties and metadata. The page tree's root is the caller's. */
export function writeFrame(
  file: PdfFile,
  compiled: CompiledTemplate,
  { title, structure, archival: pagesArchival = true, more = '' }: FrameOptions,
): void {
  const archival = structure !== undefined && compiled.archival && pagesArchival;
  const tagged = structure === undefined ? '' : `/MarkInfo<</Marked true>>/StructTreeRoot ${structure} 0 R`;
  const intent = archival
    ? `/OutputIntents[<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB)/Info(sRGB)/DestOutputProfile ${COLOUR_PROFILE_OBJECT} 0 R>>]`
    : '';
  file.object(
    CATALOG_OBJECT,
    `<</Type/Catalog/Pages ${PAGES_OBJECT} 0 R/Lang${pdfText(compiled.template.language)}` +
      `/Metadata ${METADATA_OBJECT} 0 R/ViewerPreferences<</DisplayDocTitle true/PrintScaling/None>>${tagged}${intent}${more}>>`,
  );
  file.object(INFO_OBJECT, `<</Title${pdfText(title)}/Producer${pdfText(RENDERER)}>>`);
  file.stream(
    METADATA_OBJECT,
    '/Type/Metadata/Subtype/XML',
    encoder.encode(
      xmpOf(title, compiled.template.language, structure !== undefined && compiled.archival, archival),
    ),
  );
}

function xmpOf(title: string, language: string, accessible: boolean, archival: boolean): string {
  const part =
    (accessible ? UA_SCHEMA : '') +
    (accessible ? '<pdfuaid:part>1</pdfuaid:part>' : '') +
    (archival ? '<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>' : '');
  const words = title.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return (
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n<x:xmpmeta xmlns:x="adobe:ns:meta/">' +
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" ' +
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" ' +
    'xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">' +
    `<dc:format>application/pdf</dc:format><dc:title><rdf:Alt><rdf:li xml:lang="x-default">${words}</rdf:li></rdf:Alt></dc:title>` +
    `<dc:language><rdf:Bag><rdf:li>${language}</rdf:li></rdf:Bag></dc:language><pdf:Producer>${RENDERER}</pdf:Producer>${part}` +
    '</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end="w"?>'
  );
}

/** PDF/A asks that the property which says PDF/UA be described, since it is not among its own. */
const UA_SCHEMA =
  '<pdfaExtension:schemas xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" ' +
  'xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">' +
  '<rdf:Bag><rdf:li rdf:parseType="Resource"><pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>' +
  '<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>' +
  '<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">' +
  '<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>' +
  '<pdfaProperty:category>internal</pdfaProperty:category><pdfaProperty:description>PDF/UA version identifier' +
  '</pdfaProperty:description></rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas>';

/** The file identifier: the same content has the same one, other content another (ISO 32000-2, 14.4). */
export class FileIdentity {
  readonly #hash = sha256.create();

  add(text: string): void {
    this.#hash.update(encoder.encode(text));
  }

  addBytes(data: Uint8Array): void {
    this.#hash.update(data);
  }

  /** 32 hexadecimal digits. */
  finish(): string {
    return hexOf(this.#hash.digest().subarray(0, 16));
  }
}

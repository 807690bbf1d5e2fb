import {
  PDFArray,
  PDFDict,
  PDFDocument,
  PDFHexString,
  PDFName,
  PDFNumber,
  PDFRawStream,
  PDFStream,
  PDFString,
  ParseSpeeds,
} from 'pdf-lib';
import type { PDFObject, PDFRef } from 'pdf-lib';
import { codesOf, operationsOf } from './contentStream.ts';
import type { Operation } from './contentStream.ts';
import { readEmbeddedFont, streamBytes } from './embeddedFont.ts';
import { readStructure, text } from './structureTree.ts';
import type { Structure } from './structureTree.ts';

/**
 * The clauses of PDF/A-2a (ISO 19005-2) and PDF/UA-1 (ISO 14289-1, as the Matterhorn Protocol counts them) that a machine
 * can check, checked on one file. Written against the standards' words, apart from the code that writes the files. What a
 * file breaks, in words; empty when it breaks nothing.
 */
export async function conformanceFaults(pdf: Uint8Array): Promise<readonly string[]> {
  const faults: string[] = [];
  const say = (holds: boolean, what: string): void => {
    if (!holds) faults.push(what);
  };
  fileStructure(Buffer.from(pdf), say);
  const document = await PDFDocument.load(pdf, { updateMetadata: false, parseSpeed: ParseSpeeds.Fastest });
  const { catalog, context } = document;
  const objects = context.enumerateIndirectObjects().map(([, object]) => object);
  everyObject(objects, say);
  catalogEntries(catalog, say);
  metadata(document, say);
  const structure = readStructure(catalog, faults);
  for (const page of document.getPages()) {
    pageEntries(page.node, say);
    pageContent(page.node, page.ref, structure, faults);
  }
  say(structure.untold.size === 0, 'a structure element speaks of content that is not there (UA 7.1)');
  return faults;
}

type Say = (holds: boolean, what: string) => void;

function fileStructure(pdf: Buffer, say: Say): void {
  const text = pdf.toString('latin1');
  say(/^%PDF-1\.[0-7]\n%[\u0080-\u00ff]{4,}\n/u.test(text), 'header and binary comment (A 6.1.2)');
  say(
    /\/ID\s*\[\s*<[0-9a-f]{32}>\s*<[0-9a-f]{32}>\s*\]/u.test(text.slice(-4000)),
    'file identifier (A 6.1.3)',
  );
  say(!text.slice(-4000).includes('/Encrypt'), 'encryption (A 6.1.3, UA 7.16)');
  say(/%%EOF\r?\n?$/u.test(text), 'data after the end (A 6.1.3)');
  say(/\nxref\n0 \d+\n/u.test(text), 'cross-reference table (A 6.1.4)');
}

const FORBIDDEN_FILTERS = ['LZWDecode', 'LZW', 'Crypt'];
const FORBIDDEN_ACTIONS =
  'Launch Sound Movie ResetForm ImportData Hide SetOCGState Rendition Trans GoTo3DView JavaScript SubmitForm'.split(
    ' ',
  );

function everyObject(objects: readonly PDFObject[], say: Say): void {
  const visit = (object: PDFObject): void => {
    if (object instanceof PDFArray) object.asArray().forEach(visit);
    if (object instanceof PDFName)
      say(object.decodeText().length <= 127, 'a name of more than 127 bytes (A 6.1.13)');
    if (object instanceof PDFString || object instanceof PDFHexString)
      say(object.asBytes().length <= 32_767, 'a string of more than 32,767 bytes (A 6.1.13)');
    if (object instanceof PDFNumber)
      say(Math.abs(object.asNumber()) <= 2_147_483_647, 'a number out of range (A 6.1.13)');
    const dict = object instanceof PDFStream ? object.dict : object;
    if (!(dict instanceof PDFDict)) return;
    const is = (key: string, value: string): boolean => dict.lookup(PDFName.of(key)) === PDFName.of(value);
    const has = (key: string): boolean => dict.has(PDFName.of(key));
    dict.values().forEach(visit);
    if (object instanceof PDFStream) {
      say(!['F', 'FFilter', 'FDecodeParms'].some(has), 'a stream that lies elsewhere (A 6.1.7)');
      const filters = dict.lookup(PDFName.of('Filter'))?.toString() ?? '';
      say(!FORBIDDEN_FILTERS.some((name) => filters.includes(`/${name}`)), 'LZW or encryption (A 6.1.7)');
      say(
        !is('Subtype', 'PS') && !['OPI', 'Ref', 'PS', 'Alternates'].some(has),
        'an XObject of old (A 6.2.8, 6.2.9)',
      );
      say(!has('SMask') && !(has('Group') && is('Subtype', 'Form')), 'transparency (A 6.2.10)');
      say(dict.lookup(PDFName.of('Interpolate'))?.toString() !== 'true', 'interpolation (A 6.2.8)');
    }
    say(!has('TR') && !has('HTP') && !has('TR2'), 'transfer functions (A 6.2.5)');
    say(!FORBIDDEN_ACTIONS.some((action) => is('S', action)), 'actions (A 6.5)');
    say(
      !has('AA') && !has('EmbeddedFiles') && !has('XFA') && !has('NeedAppearances'),
      'actions, files, XFA (A 6.4, 6.5, 6.8)',
    );
    say(!is('Subtype', 'Type3') && !is('Subtype', 'Type1'), 'a font that is drawn or not embedded');
  };
  objects.forEach(visit);
}

function catalogEntries(catalog: PDFDict, say: Say): void {
  const text = (dict: PDFDict | undefined, key: string): string =>
    dict?.lookup(PDFName.of(key))?.toString() ?? '';
  say(/^<feff[0-9a-f]+>$/iu.test(text(catalog, 'Lang')), 'language (A 6.7.4, UA 7.2)');
  say(
    text(catalog.lookupMaybe(PDFName.of('MarkInfo'), PDFDict), 'Marked') === 'true',
    'marked (A 6.7.2, UA 7.1)',
  );
  say(text(catalog.lookupMaybe(PDFName.of('MarkInfo'), PDFDict), 'Suspects') !== 'true', 'suspects (UA 7.1)');
  const preferences = catalog.lookupMaybe(PDFName.of('ViewerPreferences'), PDFDict);
  say(text(preferences, 'DisplayDocTitle') === 'true', 'title in the window (UA 7.1)');
  for (const key of ['OpenAction', 'Requirements', 'OCProperties', 'Collection', 'JavaScript'])
    say(!catalog.has(PDFName.of(key)), `${key} in the catalog (A 6.5, 6.9, 6.11)`);
  const [intent] = catalog.lookupMaybe(PDFName.of('OutputIntents'), PDFArray)?.asArray() ?? [];
  const output = catalog.context.lookupMaybe(intent, PDFDict);
  say(text(output, 'S') === '/GTS_PDFA1', 'output intent (A 6.2.3)');
  const profile = output?.lookup(PDFName.of('DestOutputProfile'));
  const bytes = profile instanceof PDFRawStream ? streamBytes(profile) : Buffer.alloc(128);
  say(
    bytes.readUInt32BE(0) === bytes.length && bytes.toString('latin1', 36, 40) === 'acsp',
    'ICC profile (A 6.2.3)',
  );
  say(
    bytes.toString('latin1', 16, 20) === 'RGB ' && bytes.readUInt8(8) <= 4,
    'RGB profile up to ICC 4 (A 6.2.3)',
  );
}

function metadata(document: PDFDocument, say: Say): void {
  const stream = document.catalog.lookup(PDFName.of('Metadata'));
  say(
    stream instanceof PDFRawStream && !stream.dict.has(PDFName.of('Filter')),
    'metadata that is packed (A 6.6.2)',
  );
  const xmp = stream instanceof PDFRawStream ? Buffer.from(stream.getContents()).toString('utf8') : '';
  const within = (tag: string): string =>
    new RegExp(`<${tag}>(?:<[^>]*>)*([^<]*)<`, 'u').exec(xmp)?.[1] ?? '';
  say(
    xmp.startsWith('<?xpacket begin="\ufeff"') && xmp.endsWith('<?xpacket end="w"?>'),
    'XMP packet (A 6.6.2)',
  );
  say(
    within('pdfaid:part') === '2' && within('pdfaid:conformance') === 'A',
    'PDF/A identification (A 6.6.4)',
  );
  say(within('pdfuaid:part') === '1', 'PDF/UA identification (UA 5)');
  say(xmp.includes('<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>'), 'extension schema (A 6.6.2.3)');
  say(
    within('dc:title') !== '' && within('dc:title') === document.getTitle(),
    'title in both places (A 6.6.3, UA 7.1)',
  );
  say(within('pdf:Producer') === document.getProducer(), 'producer in both places (A 6.6.3)');
  say(
    document.getCreationDate() === undefined && !xmp.includes('xmp:CreateDate'),
    'dates in one place (A 6.6.3)',
  );
}

function pageEntries(page: PDFDict, say: Say): void {
  say(page.lookup(PDFName.of('Tabs')) === PDFName.of('S'), 'tab order by structure (UA 7.18.3)');
  say(page.has(PDFName.of('StructParents')), 'page outside the parent tree (UA 7.1)');
  say(
    !page.has(PDFName.of('Group')) && !page.has(PDFName.of('PresSteps')),
    'page group or steps (A 6.2.10, 6.10)',
  );
  for (const ref of page.lookupMaybe(PDFName.of('Annots'), PDFArray)?.asArray() ?? []) {
    const annotation = page.context.lookup(ref, PDFDict);
    const flags = annotation.lookup(PDFName.of('F'), PDFNumber).asNumber();
    // Print on; invisible, hidden, no view and toggle off.
    say((flags & 4) !== 0 && (flags & (1 | 2 | 32 | 256)) === 0, 'flags of an annotation (A 6.3.2)');
    const place = annotation.lookup(PDFName.of('Rect'), PDFArray).toString();
    say(
      annotation.has(PDFName.of('AP')) || /^\[ ?0 0 0 0 ?\]$/u.test(place),
      'looks of an annotation (A 6.3.3)',
    );
    say(text(annotation.lookup(PDFName.of('TU'))) !== '', 'words for an annotation (UA 7.18.1)');
  }
}

const PAINTS = new Set('f F f* B B* b b* S s Tj TJ \' " Do sh'.split(' '));
const OPERATORS = new Set(
  'q Q cm w J j M d ri i gs m l c v y h re W W* n f F f* B B* b b* S s g G rg RG BT ET Tc Tw Tz TL Tf Tr Ts Td TD Tm T* Tj TJ Do BMC BDC EMC'.split(
    ' ',
  ),
);

function pageContent(page: PDFDict, ref: PDFRef, structure: Structure, faults: string[]): void {
  const resources = page.lookup(PDFName.of('Resources'), PDFDict);
  const fonts = resources.lookupMaybe(PDFName.of('Font'), PDFDict);
  const used = new Map<string, Set<number>>();
  const marks: string[] = [];
  let font = '';
  let states = 0;
  for (const { operator, operands } of operationsOf(
    streamBytes(page.lookup(PDFName.of('Contents'))).toString('latin1'),
  )) {
    if (!OPERATORS.has(operator)) faults.push(`the operator ${operator} (A 6.2.2)`);
    if (operator === 'q') states += 1;
    if (operator === 'Q') states -= 1;
    if (states > 28) faults.push('more than 28 states within each other (A 6.1.13)');
    if (operator === 'BMC' || operator === 'BDC')
      marks.push(markOf({ operator, operands }, ref, structure, marks, faults));
    if (operator === 'EMC' && marks.pop() === undefined) faults.push('a mark ends that was not begun');
    if (PAINTS.has(operator) && !marks.some((mark) => mark !== 'span'))
      faults.push(`${operator} paints what is neither tagged nor an artifact (UA 7.1)`);
    if (operator === 'Tf') font = operands[0]?.slice(1) ?? '';
    if (operator === 'Tj' || operator === 'TJ') {
      const codes = used.get(font) ?? new Set();
      used.set(font, codes);
      for (const code of codesOf(operands[0] ?? '')) codes.add(code);
    }
  }
  if (marks.length > 0 || states !== 0) faults.push('marks or states that do not end');
  for (const [name, codes] of used) {
    const dict = fonts?.lookupMaybe(PDFName.of(name), PDFDict);
    if (dict === undefined) faults.push(`the font ${name} is not in the resources (A 6.2.2)`);
    else fontUse(dict, codes, faults);
  }
}

/** Notes what a mark stands for: `artifact`, `span` (text given within a tagged piece) or the piece's number. */
function markOf(
  { operands }: Operation,
  page: PDFRef,
  structure: Structure,
  marks: readonly string[],
  faults: string[],
): string {
  const [tag, properties = ''] = operands;
  if (tag === '/Artifact') {
    if (marks.length > 0) faults.push('an artifact within tagged content (UA 7.1)');
    return 'artifact';
  }
  const number = /\/MCID (\d+)/u.exec(properties)?.[1];
  if (number === undefined) {
    if (tag !== '/Span' || !properties.includes('/ActualText') || marks.length === 0)
      faults.push(`a mark ${tag ?? ''} that says nothing (UA 7.1)`);
    return 'span';
  }
  if (marks.length > 0) faults.push('tagged content within other content (UA 7.1)');
  if (!structure.untold.delete(`${page.toString()} ${number}`))
    faults.push(`content ${number} belongs to no structure element, or to two (UA 7.1)`);
  return number;
}

function fontUse(dict: PDFDict, codes: ReadonlySet<number>, faults: string[]): void {
  const font = readEmbeddedFont(dict, faults);
  if (font === undefined) return;
  for (const code of codes) {
    const glyph = font.glyphOf(code);
    if (code === 0 || glyph === 0) faults.push(`${font.name}: shows .notdef (A 6.2.11.8, UA 7.21.8)`);
    const width = font.widths.get(code) ?? font.defaultWidth;
    const own = font.programWidths[glyph];
    if (own === undefined) faults.push(`${font.name}: glyph ${glyph} is not embedded (A 6.2.11.4)`);
    else if (Math.abs(own - width) > 1)
      faults.push(`${font.name}: width ${width} against ${own} (A 6.2.11.5)`);
    const meant = font.texts.get(code);
    if (
      meant === undefined ||
      meant === '' ||
      ['\u0000', '\ufeff', '\ufffe'].some((sign) => meant.includes(sign))
    )
      faults.push(`${font.name}: code ${code} stands for nothing (A 6.2.11.7, UA 7.21.7)`);
    if (meant !== undefined && /\p{Co}/u.test(meant))
      faults.push(`${font.name}: code ${code} is private (A 6.2.11.7.3)`);
  }
}

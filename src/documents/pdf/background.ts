import {
  PDFArray,
  PDFContentStream,
  PDFDict,
  PDFDocument,
  PDFName,
  PDFNumber,
  PDFRawStream,
  PDFRef,
  PDFStream,
  PDFString,
  ParseSpeeds,
  decodePDFRawStream,
} from 'pdf-lib';
import type { PDFObject, PDFPage } from 'pdf-lib';
import { err, ok } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import { isArchival } from './archivalContent.ts';
import { inflateBounded } from './compression/boundedInflate.ts';
import { deflate } from './compression/deflate.ts';
import type { PdfFile } from './pdfFile.ts';
import { screenPdf } from './pdfScreening.ts';
import { hexOf, pdfNumber } from './syntax.ts';

/** A page of another PDF, taken out once, to be put under any number of pages as a form. */
export interface Background {
  /** Width and height in points, as the page is seen (rotation and crop box applied). */
  readonly width: number;
  readonly height: number;
  /** How many object numbers it takes; the form itself is the first. */
  readonly objectCount: number;
  /**
   * True when it is paths in grey and RGB alone, which no rule of PDF/A forbids. Others may be sound as well; that is not
   * looked into, and then nothing is claimed.
   */
  readonly archival: boolean;
  /** Writes its objects, numbered from `first`. */
  write(file: PdfFile, first: number): void;
}

/** Why a background cannot be used, in words for the one who uploaded it. */
export interface BackgroundFault {
  readonly kind: 'encrypted' | 'noPage' | 'tooLarge' | 'unreadable';
  readonly message: string;
}

const MAX_PAGE_POINTS = 14_400;

/**
 * Takes the first page out of a PDF. Object streams, rotation, crop boxes and odd origins are handled; annotations are
 * left behind, since only what is printed belongs to a background.
 */
export async function readBackground(data: Uint8Array): Promise<Result<Background, BackgroundFault>> {
  const screened = screenPdf(data);
  if (screened !== undefined) return err(screened);
  let source: PDFDocument;
  try {
    source = await PDFDocument.load(data, {
      throwOnInvalidObject: true,
      updateMetadata: false,
      parseSpeed: ParseSpeeds.Fastest,
    });
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    if (/encrypted/iu.test(message)) return err({ kind: 'encrypted', message: 'The PDF is encrypted.' });
    return err({
      kind: 'unreadable',
      message: 'The file is broken: it is not a PDF that can be read to the end.',
    });
  }
  let page: PDFPage | undefined;
  let box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
  let turned: number;
  try {
    page = source.getPages()[0];
    if (page === undefined) return err({ kind: 'noPage', message: 'The PDF has no page.' });
    box = page.getCropBox();
    turned = ((page.getRotation().angle % 360) + 360) % 360;
  } catch {
    return err({
      kind: 'unreadable',
      message: 'The PDF is broken: its first page cannot be read.',
    });
  }
  const sideways = turned === 90 || turned === 270;
  const width = sideways ? box.height : box.width;
  const height = sideways ? box.width : box.height;
  if (!(width > 0 && height > 0 && width <= MAX_PAGE_POINTS && height <= MAX_PAGE_POINTS)) {
    return err({
      kind: 'tooLarge',
      message: `The page measures ${width} by ${height} points; 14400 is the most.`,
    });
  }
  let content: Uint8Array;
  const objects: PDFObject[] = [];
  let resources: PDFObject;
  let archival: boolean;
  const numbers = new Map<string, number>();
  try {
    content = pageContent(page);
    resources = page.node.Resources() ?? source.context.obj({});
    // The form is number 0 of the set; what its resources lead to follows in a fixed order.
    const visit = (object: PDFObject | undefined): void => {
      if (object instanceof PDFRef) {
        if (numbers.has(object.tag)) return;
        const found = source.context.lookup(object);
        if (found === undefined) return;
        numbers.set(object.tag, objects.length + 1);
        objects.push(found);
        visit(found);
      } else if (object instanceof PDFArray) object.asArray().forEach(visit);
      else if (object instanceof PDFDict) object.values().forEach(visit);
      else if (object instanceof PDFStream) object.dict.values().forEach(visit);
    };
    visit(resources);
    archival = isArchival(content, resources, objects, decodedOrNothing);
  } catch (cause) {
    return err({
      kind: 'unreadable',
      message: `The page cannot be taken out: ${String(cause).slice(0, 200)}`,
    });
  }
  const matrix = placement(turned, box);
  const bodies = objects.map((object) => serialized(object, numbers));
  const form = {
    entries:
      `/Type/XObject/Subtype/Form/BBox[${[box.x, box.y, box.x + box.width, box.y + box.height].map(pdfNumber).join(' ')}]` +
      `/Matrix[${matrix.map(pdfNumber).join(' ')}]/Filter/FlateDecode`,
    resources: serialized(resources, numbers),
    data: deflate(content),
  };
  return ok({
    width,
    height,
    objectCount: objects.length + 1,
    archival,
    write: (file, first) => {
      file.stream(first, `${form.entries}/Resources ${form.resources.dict(first)}`, form.data);
      for (const [index, body] of bodies.entries()) {
        const number = first + 1 + index;
        if (body.data === undefined) file.object(number, body.dict(first));
        else file.stream(number, body.dict(first).slice(2, -2), body.data);
      }
    },
  });
}

/** The transformation that puts the seen lower left corner of the page at the origin. */
function placement(
  turned: number,
  box: { x: number; y: number; width: number; height: number },
): readonly number[] {
  switch (turned) {
    case 90:
      return [0, -1, 1, 0, -box.y, box.x + box.width];
    case 180:
      return [-1, 0, 0, -1, box.x + box.width, box.y + box.height];
    case 270:
      return [0, 1, -1, 0, box.y + box.height, -box.x];
    default:
      return [1, 0, 0, 1, -box.x, -box.y];
  }
}

function pageContent(page: PDFPage): Uint8Array {
  const contents = page.node.Contents();
  const streams: PDFStream[] = [];
  if (contents instanceof PDFArray) {
    for (let index = 0; index < contents.size(); index += 1) streams.push(contents.lookup(index, PDFStream));
  } else if (contents !== undefined) streams.push(contents);
  const parts = streams.map((stream) => {
    if (stream instanceof PDFRawStream) return decoded(stream);
    if (stream instanceof PDFContentStream) return stream.getUnencodedContents();
    throw new Error('A content stream of a kind that pages do not have.');
  });
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length + 1, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    // Content streams may be cut between operators only; a line feed keeps the pieces apart.
    whole[at + part.length] = 10;
    at += part.length + 1;
  }
  return whole;
}

const MAX_CONTENT = 64 * 1024 * 1024;
/** Filters other than Flate are seldom seen on pages; what they unpack to cannot be bounded but by what goes in. */
const MAX_OTHER_PACKED = 64 * 1024;

function decoded(stream: PDFRawStream): Uint8Array {
  const filter = stream.dict.lookup(PDFName.of('Filter'));
  const single = filter instanceof PDFArray && filter.size() === 1 ? filter.lookup(0) : filter;
  const packed = stream.getContents();
  const plainFlate = single === PDFName.of('FlateDecode') && !stream.dict.has(PDFName.of('DecodeParms'));
  if (plainFlate) {
    const inflated = inflateBounded(packed, MAX_CONTENT);
    if (inflated.kind === 'inflated') return inflated.data;
    throw new Error(
      inflated.kind === 'tooLarge' ? 'its content is too large' : 'its content cannot be unpacked',
    );
  }
  if (filter !== undefined && packed.length > MAX_OTHER_PACKED)
    throw new Error('its content is packed in a way that is not opened');
  return decodePDFRawStream(stream).decode();
}

/** For forms, of which nothing is claimed when they are packed in a way that is not opened: they print all the same. */
function decodedOrNothing(stream: PDFRawStream): Uint8Array | undefined {
  try {
    return decoded(stream);
  } catch {
    return undefined;
  }
}

interface Serialized {
  dict(first: number): string;
  readonly data?: Uint8Array;
}

/** An object as text in which references wait for their final numbers. */
function serialized(object: PDFObject, numbers: ReadonlyMap<string, number>): Serialized {
  const text = textOf(object, numbers);
  const dict = (first: number): string =>
    text.replaceAll(/\{@(\d+)\}/gu, (_, offset: string) => `${first + Number(offset)} 0 R`);
  return object instanceof PDFStream ? { dict, data: object.getContents() } : { dict };
}

function textOf(object: PDFObject, numbers: ReadonlyMap<string, number>): string {
  if (object instanceof PDFRef) {
    const number = numbers.get(object.tag);
    return number === undefined ? 'null' : `{@${number}}`;
  }
  if (object instanceof PDFArray)
    return `[${object
      .asArray()
      .map((item) => textOf(item, numbers))
      .join(' ')}]`;
  if (object instanceof PDFStream) return textOf(object.dict, numbers);
  if (object instanceof PDFDict) {
    const length = PDFName.of('Length');
    const entries = object.entries().filter(([key]) => key !== length);
    return `<<${entries.map(([key, value]) => `${key.toString()} ${textOf(value, numbers)}`).join('')}>>`;
  }
  if (object instanceof PDFString) return `<${hexOf(object.asBytes())}>`;
  if (object instanceof PDFNumber) return pdfNumber(object.asNumber());
  return object.toString();
}

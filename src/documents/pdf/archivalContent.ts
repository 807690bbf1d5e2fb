import { PDFDict, PDFName, PDFNumber, PDFRawStream, PDFRef } from 'pdf-lib';
import type { PDFObject } from 'pdf-lib';

/** Operators that set CMYK or named colour spaces, shade, draw pictures inline, or show text. */
const NEVER = /(?:^|[\s\]>)])(?:k|K|cs|CS|sc|SC|scn|SCN|sh|BI|Tf)(?=[\s/[<(]|$)/u;
/** Operators that name what stands in the resources: graphics states and forms. */
const NAMED = /(?:^|[\s\]>)])(?:gs|Do)(?=[\s/[<(]|$)/u;
const OPAQUE_ENTRIES = new Set(['AIS', 'BM', 'CA', 'LC', 'LJ', 'LW', 'ML', 'SA', 'SMask', 'Type', 'ca']);

/**
 * Whether a background is paths in grey and RGB alone, also within forms, under graphics states that let nothing shine
 * through: then it keeps its looks without anything from outside (ISO 19005-2, 6.2).
 *
 * @param objects everything that the resources lead to.
 * @param decoded unpacks a content stream; undefined when it cannot.
 */
export function isArchival(
  content: Uint8Array,
  resources: PDFObject,
  objects: readonly PDFObject[],
  decoded: (stream: PDFRawStream) => Uint8Array | undefined,
): boolean {
  const words = new TextDecoder('latin1').decode(content);
  if (NEVER.test(words)) return false;
  if (!objects.every((object) => isOpaqueState(object) || isPlainForm(object, decoded))) return false;
  // What is written into the resources themselves was not among the objects, so nothing may name it.
  return !NAMED.test(words) || namesObjectsAlone(resources);
}

function isOpaqueState(object: PDFObject): boolean {
  if (!(object instanceof PDFDict)) return false;
  const is = (key: string, ...allowed: readonly string[]): boolean => {
    const value = object.get(PDFName.of(key));
    return value === undefined || (value instanceof PDFName && allowed.includes(value.decodeText()));
  };
  const opaque = (key: string): boolean => {
    const value = object.get(PDFName.of(key));
    return value === undefined || (value instanceof PDFNumber && value.asNumber() === 1);
  };
  return (
    object.keys().every((key) => OPAQUE_ENTRIES.has(key.decodeText())) &&
    opaque('ca') &&
    opaque('CA') &&
    is('BM', 'Normal', 'Compatible') &&
    is('SMask', 'None')
  );
}

function isPlainForm(object: PDFObject, decoded: (stream: PDFRawStream) => Uint8Array | undefined): boolean {
  if (!(object instanceof PDFRawStream)) return false;
  const { dict } = object;
  if (dict.get(PDFName.of('Subtype')) !== PDFName.of('Form')) return false;
  if (['Group', 'OPI', 'Ref', 'PS'].some((key) => dict.has(PDFName.of(key)))) return false;
  const content = decoded(object);
  if (content === undefined) return false;
  const words = new TextDecoder('latin1').decode(content);
  return !NEVER.test(words) && !NAMED.test(words);
}

function namesObjectsAlone(resources: PDFObject): boolean {
  if (!(resources instanceof PDFDict)) return false;
  return ['ExtGState', 'XObject'].every((kind) => {
    const named = resources.get(PDFName.of(kind));
    return (
      named === undefined ||
      (named instanceof PDFDict && named.values().every((value) => value instanceof PDFRef))
    );
  });
}

import type { PrintDocument } from '../adapter.ts';

/** The file of a document. Names come from the station itself; anything else is a programming error and throws. */
export function fileOf(documentName: string): string {
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,150}$/u.test(documentName)) {
    throw new TypeError(`Not a document name: ${documentName}`);
  }
  return `${documentName}.pdf`;
}

/** The file while it is being written; no viewer opens it. */
export function partOf(documentName: string): string {
  return `.${fileOf(documentName)}.part`;
}

/** A folder has no use for copies: the file is what was asked for, once. */
export function bytesOf(document: PrintDocument): Uint8Array {
  return document.pdf;
}

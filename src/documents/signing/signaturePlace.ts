import type { PdfFile } from '../pdf/pdfFile.ts';
import { hexOf, pdfText } from '../pdf/syntax.ts';
import { detachedSignature } from './cms.ts';
import type { PdfSigner } from './cms.ts';

/** What a signature says beside the signature itself. */
export interface SignatureWords {
  /** Instant of signing in UTC, `2026-11-20T18:30:00.000Z`. */
  readonly signedAt: string;
  readonly name: string;
  readonly reason: string;
}

/** Room for the signature in bytes: a chain of three certificates with RSA keys of 4096 bits needs about 6000. */
const SIGNATURE_BYTES = 8192;
const RANGE_DIGITS = 10;

/** Where in a file the signature and the ranges it covers will be written. */
export interface SignaturePlace {
  readonly rangeAt: number;
  readonly contentsAt: number;
}

/** Writes the signature dictionary with room for what is known only when the file is whole (ISO 32000-1, 12.8). */
export function writeSignature(file: PdfFile, number: number, words: SignatureWords): SignaturePlace {
  const date = words.signedAt.replaceAll(/[-:T]/gu, '').slice(0, 14);
  const range = `0 ${'0'.repeat(RANGE_DIGITS)} ${'0'.repeat(RANGE_DIGITS)} ${'0'.repeat(RANGE_DIGITS)}`;
  const head =
    `<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached/M(D:${date}Z)` +
    `/Name${pdfText(words.name)}/Reason${pdfText(words.reason)}/ByteRange[`;
  const between = ']/Contents';
  const start = file.length + `${number} 0 obj\n`.length + head.length;
  file.object(number, `${head}${range}${between}<${'0'.repeat(SIGNATURE_BYTES * 2)}>>>`);
  return { rangeAt: start, contentsAt: start + range.length + between.length };
}

/** Signs a whole file in place: everything but the signature's own digits. */
export async function signInPlace(pdf: Uint8Array, place: SignaturePlace, signer: PdfSigner): Promise<void> {
  const afterContents = place.contentsAt + SIGNATURE_BYTES * 2 + 2;
  const digits = (value: number): string => String(value).padStart(RANGE_DIGITS, '0');
  const range = `0 ${digits(place.contentsAt)} ${digits(afterContents)} ${digits(pdf.length - afterContents)}`;
  const encoder = new TextEncoder();
  encoder.encodeInto(range, pdf.subarray(place.rangeAt));
  const covered = new Uint8Array(pdf.length - (afterContents - place.contentsAt));
  covered.set(pdf.subarray(0, place.contentsAt));
  covered.set(pdf.subarray(afterContents), place.contentsAt);
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', covered));
  const signature = await detachedSignature(digest, signer);
  if (signature.length > SIGNATURE_BYTES) {
    throw new RangeError(`The signature has ${signature.length} bytes; ${SIGNATURE_BYTES} are kept for it.`);
  }
  encoder.encodeInto(hexOf(signature), pdf.subarray(place.contentsAt + 1));
}

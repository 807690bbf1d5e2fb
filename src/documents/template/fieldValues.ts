import type { CertificateSnapshot } from '../../domain/certificates/snapshot.ts';
import { displayVerificationCode } from '../../domain/certificates/verificationCode.ts';

/** What a page is filled with. Dates are ISO (`2026-11-20`) and are written by the template's date format. */
export interface FieldValues {
  readonly text: Readonly<Record<string, string>>;
  /** Pictures that come with the certificate, such as a signature: PNG or JPEG files. */
  readonly images?: Readonly<Record<string, Uint8Array>>;
}

/** Keys that every certificate has a value for; any other that a template shows is its own or a custom field. */
export const SNAPSHOT_KEYS: readonly string[] = [
  'certificateNumber',
  'verificationCode',
  'controlNumber',
  'issuedName',
  'courseTitle',
  'completionDate',
  'issueDate',
  'jurisdiction',
  'verifyUrl',
  'qrPayload',
];

/**
 * The values of a certificate, from its snapshot alone: the same snapshot prints the same page for ever. The verification
 * code is grouped for people.
 *
 * @param qrPayload what the QR code says (see `domain/certificates/qrPayload.ts`).
 */
export function valuesOf(snapshot: CertificateSnapshot, qrPayload: string): FieldValues {
  return {
    text: {
      ...snapshot.customFields,
      certificateNumber: snapshot.certificateNumber,
      verificationCode: displayVerificationCode(snapshot.verificationCode),
      controlNumber: snapshot.controlNumber ?? '',
      issuedName: snapshot.issuedName,
      courseTitle: snapshot.courseTitle,
      completionDate: snapshot.completionDate,
      issueDate: snapshot.issueDate,
      jurisdiction: snapshot.jurisdiction,
      verifyUrl: qrPayload.split(/[?#]/u)[0] ?? '',
      qrPayload,
    },
  };
}

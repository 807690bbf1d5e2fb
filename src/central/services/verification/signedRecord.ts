import { canonicalSnapshot, CertificateSnapshot } from '../../../domain/certificates/snapshot.ts';
import { normalizeVerificationCode } from '../../../domain/certificates/verificationCode.ts';
import type { Context } from '../../context.ts';
import { publishedKeys } from '../keys/keyRing.ts';

/** What the signature of a QR code is checked against: the bytes that were signed, base64url, and all published keys. */
export interface SignedRecord {
  readonly signed: string;
  readonly keys: readonly { readonly keyId: string; readonly publicKey: string }[];
}

/** The record behind a verification code; null where there is none. */
export async function signedRecordOf(context: Context, text: string): Promise<SignedRecord | null> {
  const code = normalizeVerificationCode(text);
  if (!code.ok) return null;
  const snapshot = await context.db.reader.one(
    CertificateSnapshot,
    `SELECT certificate_id AS "certificateId", certificate_number AS "certificateNumber",
       verification_code AS "verificationCode", control_number AS "controlNumber", issued_name AS "issuedName",
       course_title AS "courseTitle", completion_date AS "completionDate", issue_date AS "issueDate", jurisdiction,
       template_version AS "templateVersion", custom_fields AS "customFields"
     FROM certificates WHERE verification_code = $1`,
    [code.value],
  );
  if (snapshot === null) return null;
  const keys = await publishedKeys(context.db.reader);
  return {
    signed: Buffer.from(canonicalSnapshot(snapshot)).toString('base64url'),
    keys: keys.map(({ keyId, publicKey }) => ({ keyId, publicKey })),
  };
}

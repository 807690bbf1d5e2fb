import { z } from 'zod';
import { buildQrPayload } from '../../../domain/certificates/qrPayload.ts';
import { CertificateSnapshot } from '../../../domain/certificates/snapshot.ts';
import { Validity } from '../../../domain/certificates/validity.ts';
import { err, ok } from '../../../domain/result.ts';
import type { Result } from '../../../domain/result.ts';
import type { Context } from '../../context.ts';
import type { DocumentThread } from '../documents/thread.ts';
import { templatePackage } from '../templates/store.ts';

/** Why there is no file to download. */
export type NoFile =
  | { readonly tag: 'unknown' }
  | { readonly tag: 'not_active'; readonly validity: Validity }
  | { readonly tag: 'cannot_be_made'; readonly problems: readonly string[] };

const Row = CertificateSnapshot.extend({ validity: Validity, signature: z.string(), keyId: z.string() });

/** A certificate as its owner downloads it: PDF, the same bytes each time. What does not count any more is not given out. */
export async function certificateFile(
  context: Context,
  documents: DocumentThread,
  certificateId: string,
  verifyBaseUrl: string,
): Promise<Result<{ readonly name: string; readonly bytes: Uint8Array }, NoFile>> {
  const row = await context.db.reader.one(
    Row,
    `SELECT certificate_id AS "certificateId", certificate_number AS "certificateNumber",
       verification_code AS "verificationCode", control_number AS "controlNumber", issued_name AS "issuedName",
       course_title AS "courseTitle", completion_date AS "completionDate", issue_date AS "issueDate", jurisdiction,
       template_version AS "templateVersion", validity, signature, key_id AS "keyId"
     FROM certificates WHERE certificate_id = $1`,
    [certificateId],
  );
  if (row === null) return err({ tag: 'unknown' });
  const { validity, signature, keyId, ...snapshot } = row;
  if (validity !== 'active') return err({ tag: 'not_active', validity });
  const qrPayload = buildQrPayload({
    verifyBaseUrl,
    code: snapshot.verificationCode,
    signature: { keyId, signature },
  });
  const made = await documents.certificate(snapshot, qrPayload, async () => {
    const file = await templatePackage(context, snapshot.templateVersion);
    if (file === null) throw new Error(`The template ${snapshot.templateVersion} of a certificate is gone`);
    return file;
  });
  if (made.tag === 'pdf') return ok({ name: `${snapshot.certificateNumber}.pdf`, bytes: made.bytes });
  return err({ tag: 'cannot_be_made', problems: made.tag === 'refused' ? made.problems : [made.tag] });
}

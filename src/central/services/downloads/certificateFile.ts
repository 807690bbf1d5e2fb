import { z } from 'zod';
import { buildQrPayload } from '../../../domain/certificates/qrPayload.ts';
import { CertificateSnapshot } from '../../../domain/certificates/snapshot.ts';
import { Validity } from '../../../domain/certificates/validity.ts';
import { err, ok } from '../../../domain/result.ts';
import type { Result } from '../../../domain/result.ts';
import type { Context } from '../../context.ts';
import type { DocumentThread } from '../documents/thread.ts';
import { templatePackage } from '../templates/store.ts';
import { IS_INTERIM } from './interim.ts';

/** Why there is no file to download. */
type NoFile =
  | { readonly tag: 'unknown' }
  | { readonly tag: 'not_active'; readonly validity: Validity }
  | { readonly tag: 'cannot_be_made'; readonly problems: readonly string[] };

const Row = CertificateSnapshot.extend({
  validity: Validity,
  signature: z.string(),
  keyId: z.string(),
  interim: z.boolean(),
  issuedAt: z.int(),
});

/**
 * A certificate as its owner downloads it: a PDF, signed as of its issue (PAdES B-B), so with an RSA key the same bytes each
 * time. While an emergency keeps paper back, what is owed on paper is given out as an interim copy and says so. What does not
 * count any more is not given out.
 */
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
       template_version AS "templateVersion", custom_fields AS "customFields", validity, signature, key_id AS "keyId",
       issued_at AS "issuedAt",
       ${IS_INTERIM} AS interim
     FROM certificates WHERE certificate_id = $1`,
    [certificateId, context.clock.now()],
  );
  if (row === null) return err({ tag: 'unknown' });
  const { validity, signature, keyId, interim, issuedAt, ...snapshot } = row;
  if (validity !== 'active') return err({ tag: 'not_active', validity });
  const qrPayload = buildQrPayload({
    verifyBaseUrl,
    code: snapshot.verificationCode,
    signature: { keyId, signature },
  });
  const words = {
    interim,
    signedAt: new Date(issuedAt).toISOString(),
    name: context.settings.schoolName,
    reason: interim
      ? `Interim digital copy of certificate ${snapshot.certificateNumber}; the printed original follows`
      : `Certificate ${snapshot.certificateNumber}, issued by the school`,
  };
  const made = await documents.certificate(snapshot, qrPayload, words, async () => {
    const file = await templatePackage(context, snapshot.templateVersion);
    if (file === null) throw new Error(`The template ${snapshot.templateVersion} of a certificate is gone`);
    return file;
  });
  if (made.tag === 'pdf')
    return ok({ name: `${snapshot.certificateNumber}${interim ? '-interim' : ''}.pdf`, bytes: made.bytes });
  return err({ tag: 'cannot_be_made', problems: made.tag === 'refused' ? made.problems : [made.tag] });
}

import { z } from 'zod';
import { canonicalJson } from '../canonicalJson.ts';
import { Uuid } from '../ids.ts';
import { IsoDate } from '../time/dates.ts';
import { VerificationCode } from './verificationCode.ts';

/** A regulator's area: `US-CA`, `US-TX` (ISO 3166-2), or `NONE` where no rule pack applies. */
export const Jurisdiction = z
  .string()
  .regex(/^(?:NONE|[A-Z]{2}(?:-[A-Z0-9]{1,3})?)$/u, 'such as US-CA or NONE');
export type Jurisdiction = z.infer<typeof Jurisdiction>;

/**
 * What was issued, for ever: later edits of a profile or a course change no certificate. `issuedName` has been through
 * `cleanIssuedName`; `templateVersion` is the sha256 of the template in hex, or its version id.
 */
export const CertificateSnapshot = z.object({
  certificateId: Uuid,
  certificateNumber: z.string().min(1).max(40),
  verificationCode: VerificationCode,
  controlNumber: z.string().min(1).max(40).nullable(),
  issuedName: z.string().min(1).max(200),
  courseTitle: z.string().min(1).max(300),
  completionDate: IsoDate,
  issueDate: IsoDate,
  jurisdiction: Jurisdiction,
  templateVersion: z.string().min(1).max(80),
});
export type CertificateSnapshot = z.infer<typeof CertificateSnapshot>;

/** Why a name cannot be printed as an issued name. */
export const NameProblem = z.enum(['empty', 'too_long', 'broken_text', 'emoji']);
export type NameProblem = z.infer<typeof NameProblem>;

/**
 * The bytes that are signed: UTF-8 of one JSON list that begins with the version of this layout. Two snapshots have the
 * same bytes only when every field is the same; a new field needs a new version.
 */
export function canonicalSnapshot(snapshot: CertificateSnapshot): Uint8Array<ArrayBuffer> {
  return canonicalJson([
    'certificate-snapshot/1',
    snapshot.certificateId,
    snapshot.certificateNumber,
    snapshot.verificationCode,
    snapshot.controlNumber,
    snapshot.issuedName,
    snapshot.courseTitle,
    snapshot.completionDate,
    snapshot.issueDate,
    snapshot.jurisdiction,
    snapshot.templateVersion,
  ]);
}

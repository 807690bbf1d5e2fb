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

/** What a school wants on its certificates beside the usual: `instructorLicence` to what is printed. */
export const CustomFields = z
  .record(
    z.string().regex(/^[a-z][A-Za-z0-9]{0,39}$/u, 'a name such as instructorLicence'),
    z.string().trim().min(1).max(200),
  )
  .refine((fields) => Object.keys(fields).length <= 20, 'at most 20 custom fields');
export type CustomFields = z.infer<typeof CustomFields>;

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
  /** Absent or null where there are none, as in all certificates before there were custom fields. */
  customFields: CustomFields.nullish(),
});
export type CertificateSnapshot = z.infer<typeof CertificateSnapshot>;

/** Why a name cannot be printed as an issued name. */
export const NameProblem = z.enum(['empty', 'too_long', 'broken_text', 'emoji']);
export type NameProblem = z.infer<typeof NameProblem>;

/**
 * The bytes that are signed: UTF-8 of one JSON list that begins with the version of this layout. Two snapshots have the
 * same bytes only when every field is the same; a new field needs a new version. Version 2 has the custom fields at its end; without
 * any it is version 1, so that what was signed before stays valid.
 */
export function canonicalSnapshot(snapshot: CertificateSnapshot): Uint8Array<ArrayBuffer> {
  const custom = snapshot.customFields ?? {};
  const plain = Object.keys(custom).length === 0;
  return canonicalJson([
    plain ? 'certificate-snapshot/1' : 'certificate-snapshot/2',
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
    ...(plain ? [] : [custom]),
  ]);
}

import { z } from 'zod';
import { PostalAddress } from '../../../domain/address.ts';
import { NumberScheme } from '../../../domain/certificates/certificateNumber.ts';
import { cleanIssuedName } from '../../../domain/certificates/issuedName.ts';
import { CustomFields } from '../../../domain/certificates/snapshot.ts';
import { mayMoveValidity, Validity } from '../../../domain/certificates/validity.ts';
import { err, ok } from '../../../domain/result.ts';
import type { Result } from '../../../domain/result.ts';
import { dateAt } from '../../../domain/time/dates.ts';
import type { Context } from '../../context.ts';
import type { Writer } from '../../db/database.ts';
import { announce } from '../feed/announce.ts';
import { wordsOfNameProblem } from './decide.ts';
import { allotIdentifiers } from './identifiers.ts';
import { loadRulePacks } from './rulePacks.ts';
import { recordEvents, writeCertificates } from './write.ts';

/** Why validity was not changed. */
export type ValidityRefusal =
  | { readonly tag: 'unknown' }
  | { readonly tag: 'already_revoked'; readonly revokedAt: number }
  | { readonly tag: 'wrong_state'; readonly validity: Validity }
  | { readonly tag: 'bad_name'; readonly problem: string }
  /** No number can be had for the new one. */
  | { readonly tag: 'no_number'; readonly problem: string };

const Standing = z.object({ validity: Validity, validityAt: z.int().nullable() });

/** Who changes validity, and why. */
export interface ValidityChange {
  readonly to: Validity;
  readonly reason: string;
  readonly category: string | null;
  readonly by: string;
}

/** Moves a certificate's validity as the rules allow, for ever on record; stations hear of it. */
export async function changeValidity(
  context: Context,
  writer: Writer,
  certificateId: string,
  change: ValidityChange,
): Promise<Result<null, ValidityRefusal>> {
  const before = await writer.one(
    Standing,
    'SELECT validity, validity_at AS "validityAt" FROM certificates WHERE certificate_id = $1 FOR UPDATE',
    [certificateId],
  );
  if (before === null) return err({ tag: 'unknown' });
  if (change.to === 'revoked' && before.validity === 'revoked') {
    return err({ tag: 'already_revoked', revokedAt: before.validityAt ?? 0 });
  }
  if (!mayMoveValidity(before.validity, change.to))
    return err({ tag: 'wrong_state', validity: before.validity });
  const now = context.clock.now();
  await writer.run(
    `UPDATE certificates SET validity = $2, validity_reason = $3, validity_category = $4, validity_at = $5, validity_by = $6
     WHERE certificate_id = $1`,
    [certificateId, change.to, change.reason, change.category, now, change.by],
  );
  await writer.run('UPDATE deliverables SET owed = $2 WHERE certificate_id = $1', [
    certificateId,
    change.to === 'active',
  ]);
  const event = change.to === 'active' ? 'reinstated' : change.to;
  await recordEvents(writer, [
    { certificateId, at: now, event, stationId: null, detail: { reason: change.reason, by: change.by } },
  ]);
  await announce(writer, 'certificate', [certificateId]);
  return ok(null);
}

/** Revokes every certificate of an order that still counts. Gives how many. */
export async function revokeOrder(context: Context, writer: Writer, orderId: string): Promise<number> {
  const ids = await writer.all(
    z.object({ certificateId: z.string() }),
    `SELECT certificate_id AS "certificateId" FROM certificates
     WHERE order_id = $1 AND validity IN ('active', 'suspended') ORDER BY certificate_id`,
    [orderId],
  );
  for (const { certificateId } of ids) {
    await changeValidity(context, writer, certificateId, {
      to: 'revoked',
      reason: 'The order was refunded in full.',
      category: 'refund',
      by: 'payments',
    });
  }
  return ids.length;
}

const Original = z.object({
  learnerId: z.string(),
  courseId: z.string(),
  orderId: z.string().nullable(),
  certificateNumber: z.string(),
  controlNumber: z.string().nullable(),
  issuedName: z.string(),
  courseTitle: z.string(),
  completionDate: z.string(),
  jurisdiction: z.string(),
  templateVersion: z.string(),
  customFields: CustomFields.nullable(),
  numberScheme: NumberScheme,
  controlNumbers: z.boolean(),
  /** Where the paper of the old one went, and where the learner lives now; null where no paper is owed. */
  address: PostalAddress.nullable(),
  present: PostalAddress.nullable(),
});

/**
 * Replaces a certificate by a new one, with another name where one is given; the old one is superseded by it. The number
 * is kept where the rule pack says that a duplicate keeps it; a regulator's number is new each time. Paper goes to where the
 * learner lives now.
 *
 * @returns the new certificate's id.
 */
export async function reissue(
  context: Context,
  writer: Writer,
  certificateId: string,
  about: { readonly issuedName: string | null; readonly reason: string; readonly by: string },
): Promise<Result<string, ValidityRefusal>> {
  const original = await writer.one(
    Original,
    `SELECT c.learner_id AS "learnerId", c.course_id AS "courseId", c.order_id AS "orderId",
       c.certificate_number AS "certificateNumber", c.control_number AS "controlNumber", c.issued_name AS "issuedName",
       c.course_title AS "courseTitle", c.completion_date AS "completionDate", c.jurisdiction,
       c.template_version AS "templateVersion", c.custom_fields AS "customFields", k.number_scheme AS "numberScheme",
       k.control_numbers AS "controlNumbers", d.address, CASE WHEN d.address IS NULL THEN NULL ELSE l.address END AS present
     FROM certificates c JOIN courses k ON k.course_id = c.course_id
     LEFT JOIN deliverables d ON d.certificate_id = c.certificate_id
     LEFT JOIN learners l ON l.learner_id = c.learner_id
     WHERE c.certificate_id = $1`,
    [certificateId],
  );
  if (original === null) return err({ tag: 'unknown' });
  // Against a refund at the same moment: it sees the new certificate, or this sees that the old one is revoked.
  if (original.orderId !== null)
    await writer.all(z.unknown(), 'SELECT 1 FROM orders WHERE order_id = $1 FOR SHARE', [original.orderId]);
  const name = cleanIssuedName(about.issuedName ?? original.issuedName);
  if (!name.ok) return err({ tag: 'bad_name', problem: wordsOfNameProblem(name.error) });
  const standing = await writer.one(
    Standing,
    'SELECT validity, validity_at AS "validityAt" FROM certificates WHERE certificate_id = $1 FOR UPDATE',
    [certificateId],
  );
  const validity = standing?.validity ?? 'revoked';
  // A replacement counts: what is suspended is reinstated first, by someone who may.
  if (validity === 'suspended' || !mayMoveValidity(validity, 'superseded'))
    return err({ tag: 'wrong_state', validity });
  const pack = (await loadRulePacks(writer))(original.jurisdiction);
  const issuedAt = context.clock.now();
  const issueDate = dateAt(new Date(issuedAt).toISOString(), pack.timeZone);
  const [allotted] = await allotIdentifiers(context, writer, [
    {
      scheme: original.numberScheme,
      jurisdiction: original.jurisdiction,
      year: Number(issueDate.slice(0, 4)),
      kept: pack.duplicateKeepsNumber ? original.certificateNumber : null,
      controlNumber: original.controlNumbers,
    },
  ]);
  if (allotted === undefined) throw new Error('A number that was asked for is missing');
  if (!allotted.ok) return err({ tag: 'no_number', problem: allotted.error });
  const change = { to: 'superseded', reason: about.reason, category: null, by: about.by } as const;
  const superseded = await changeValidity(context, writer, certificateId, change);
  if (!superseded.ok) throw new Error('A certificate that is locked changed all the same');
  const [newId] = await writeCertificates(context, writer, [
    {
      ...original,
      ...allotted.value,
      issuedName: name.value,
      issueDate,
      pack,
      paperTo: original.present ?? original.address,
      supersedes: certificateId,
      issuedAt,
    },
  ]);
  if (newId === undefined) throw new Error('A certificate that was written has no id');
  return ok(newId);
}

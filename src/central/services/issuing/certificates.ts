import { z } from 'zod';
import { CentralCertificate } from '../../../contract/central/certificates.ts';
import { lifecycleOf } from '../../../domain/work/lifecycle.ts';
import type { Context } from '../../context.ts';
import type { Reader } from '../../db/database.ts';

const Row = CentralCertificate.omit({ lifecycle: true }).extend({ archivedAt: z.int().nullable() });

const sql = `SELECT c.certificate_id AS "certificateId", c.certificate_number AS "certificateNumber",
    c.verification_code AS "verificationCode", c.control_number AS "controlNumber", c.issued_name AS "issuedName",
    c.course_title AS "courseTitle", c.completion_date AS "completionDate", c.issue_date AS "issueDate", c.jurisdiction,
    c.template_version AS "templateVersion", c.custom_fields AS "customFields", c.course_id AS "courseId", c.learner_id AS "learnerId", c.validity,
    c.validity_reason AS "validityReason", c.issued_at AS "issuedAt", c.archived_at AS "archivedAt", d.stage,
    coalesce(d.station_id, d.lease_station_id) AS "stationId"
  FROM certificates c LEFT JOIN deliverables d ON d.certificate_id = c.certificate_id
  WHERE c.certificate_id = $1`;

/** A certificate as administrators see it, or null. */
export async function certificateById(
  reader: Reader,
  certificateId: string,
): Promise<CentralCertificate | null> {
  const row = await reader.one(Row, sql, [certificateId]);
  if (row === null) return null;
  const { archivedAt, ...certificate } = row;
  const lifecycle = lifecycleOf({
    validity: certificate.validity,
    stage: certificate.stage,
    record: archivedAt === null ? 'live' : 'archived',
  });
  return { ...certificate, lifecycle };
}

const Event = z.object({
  at: z.int(),
  event: z.string(),
  stationId: z.string().nullable(),
  detail: z.record(z.string(), z.string()),
});

/** Everything that ever happened to a certificate, oldest first. */
export function historyOf(context: Context, certificateId: string): Promise<z.infer<typeof Event>[]> {
  return context.db.reader.all(
    Event,
    `SELECT at, event, station_id AS "stationId", detail FROM certificate_events WHERE certificate_id = $1 ORDER BY event_id`,
    [certificateId],
  );
}

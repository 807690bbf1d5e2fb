import { z } from 'zod';
import { PostalAddress } from '../../../domain/address.ts';
import { NumberScheme } from '../../../domain/certificates/certificateNumber.ts';
import type { Writer } from '../../db/database.ts';

/** A learner and a course. */
export interface LearnerInCourse {
  readonly learnerId: string;
  readonly courseId: string;
}

/** A completion with everything that decides about its certificate. */
export const Candidate = z.object({
  learnerId: z.string(),
  courseId: z.string(),
  completionDate: z.string(),
  state: z.enum(['due', 'issued', 'attention', 'not_eligible']),
  name: z.string().nullable(),
  address: PostalAddress.nullable(),
  courseTitle: z.string().nullable(),
  jurisdiction: z.string().nullable(),
  published: z.boolean().nullable(),
  certificatesEnabled: z.boolean().nullable(),
  issuance: z.enum(['on_completion', 'on_first_download', 'manual']).nullable(),
  numberScheme: NumberScheme.nullable(),
  templateVersion: z.string().nullable(),
  paper: z.enum(['as_ruled', 'always', 'never']).nullable(),
  enrolled: z.boolean(),
  orderId: z.string().nullable(),
  refunded: z.boolean(),
  inForce: z.string().nullable(),
});
export type Candidate = z.infer<typeof Candidate>;

/**
 * Locks these completions until the transaction ends and loads what decides about them. Whoever comes second for the
 * same learner and course waits here, and then sees the certificate of the first. Pairs without a completion are left out.
 */
export async function lockCandidates(
  writer: Writer,
  pairs: readonly LearnerInCourse[],
): Promise<Candidate[]> {
  const asked = JSON.stringify(pairs.map(({ learnerId, courseId }) => ({ l: learnerId, c: courseId })));
  await writer.all(
    z.unknown(),
    `SELECT 1 FROM completions p
     WHERE (p.learner_id, p.course_id) IN (SELECT l, c FROM jsonb_to_recordset($1::jsonb) AS t(l text, c text))
     ORDER BY p.learner_id, p.course_id FOR UPDATE`,
    [asked],
  );
  return writer.all(
    Candidate,
    `SELECT p.learner_id AS "learnerId", p.course_id AS "courseId", p.completion_date AS "completionDate", p.state,
       l.name, l.address, c.title AS "courseTitle", c.jurisdiction, c.published,
       c.certificates_enabled AS "certificatesEnabled", c.issuance, c.number_scheme AS "numberScheme",
       c.template_version AS "templateVersion", c.paper, (e.learner_id IS NOT NULL) AS enrolled, e.order_id AS "orderId",
       coalesce(o.amount_refunded_minor >= o.amount_minor AND o.amount_refunded_minor > 0, false) AS refunded,
       x.certificate_id AS "inForce"
     FROM jsonb_to_recordset($1::jsonb) AS t(l text, c text)
     JOIN completions p ON p.learner_id = t.l AND p.course_id = t.c
     LEFT JOIN learners l ON l.learner_id = p.learner_id
     LEFT JOIN courses c ON c.course_id = p.course_id
     LEFT JOIN enrollments e ON e.learner_id = p.learner_id AND e.course_id = p.course_id
     LEFT JOIN orders o ON o.order_id = e.order_id
     LEFT JOIN certificates x ON x.learner_id = p.learner_id AND x.course_id = p.course_id
       AND x.validity IN ('active', 'suspended')
     ORDER BY p.completed_at, p.learner_id, p.course_id`,
    [asked],
  );
}

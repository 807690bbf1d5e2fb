import { z } from 'zod';
import { CourseRequirements } from '../../../contract/central/learning.ts';
import { PostalAddress } from '../../../domain/address.ts';
import { NumberScheme } from '../../../domain/certificates/certificateNumber.ts';
import { CustomFields } from '../../../domain/certificates/snapshot.ts';
import type { Reader, Writer } from '../../db/database.ts';

/** A learner and a course. */
export interface LearnerInCourse {
  readonly learnerId: string;
  readonly courseId: string;
}

const CandidateCourse = z.object({
  title: z.string(),
  jurisdiction: z.string(),
  published: z.boolean(),
  certificatesEnabled: z.boolean(),
  issuance: z.enum(['on_completion', 'on_first_download', 'manual']),
  numberScheme: NumberScheme,
  controlNumbers: z.boolean(),
  requirements: CourseRequirements,
  templateVersion: z.string().nullable(),
  paper: z.enum(['as_ruled', 'always', 'never']),
  customFields: CustomFields.nullable(),
});

/** A learner in a course with everything that decides about a certificate. */
export const Candidate = z.object({
  learnerId: z.string(),
  courseId: z.string(),
  /** Null where the course is not completed. */
  completion: z
    .object({
      date: z.string(),
      state: z.enum(['due', 'issued', 'attention', 'not_eligible']),
      customFields: CustomFields.nullable(),
    })
    .nullable(),
  learner: z.object({ name: z.string(), address: PostalAddress.nullable() }).nullable(),
  course: CandidateCourse.nullable(),
  enrolled: z.boolean(),
  orderId: z.string().nullable(),
  /** A paid order that is not refunded in full, or a subscription when the course was completed. */
  paid: z.boolean(),
  refunded: z.boolean(),
  lessonsPublished: z.int(),
  lessonsDone: z.int(),
  minutes: z.int(),
  examPassed: z.boolean(),
  /** Demanded courses that are not done yet. */
  missingPrerequisites: z.array(z.string()),
  inForce: z.string().nullable(),
});
export type Candidate = z.infer<typeof Candidate>;

const pairsSql = `jsonb_to_recordset($1::jsonb) AS t(l text, c text)`;

const asJson = (pairs: readonly LearnerInCourse[]): string =>
  JSON.stringify(pairs.map(({ learnerId, courseId }) => ({ l: learnerId, c: courseId })));

/**
 * Locks the completions of these pairs until the transaction ends, and their orders against a refund. Whoever comes second
 * for the same learner and course waits here, and then sees the certificate of the first; a refund sees it too, or is seen.
 */
export async function lockCompletions(writer: Writer, pairs: readonly LearnerInCourse[]): Promise<void> {
  await writer.all(
    z.unknown(),
    `SELECT 1 FROM completions p WHERE (p.learner_id, p.course_id) IN (SELECT l, c FROM ${pairsSql})
     ORDER BY p.learner_id, p.course_id FOR UPDATE`,
    [asJson(pairs)],
  );
  await writer.all(
    z.unknown(),
    `SELECT 1 FROM orders o WHERE o.order_id IN (
       SELECT e.order_id FROM enrollments e WHERE (e.learner_id, e.course_id) IN (SELECT l, c FROM ${pairsSql}))
     ORDER BY o.order_id FOR SHARE`,
    [asJson(pairs)],
  );
}

/** Loads what decides about these pairs, earliest completion first. What no course demands is not counted. */
export function loadCandidates(reader: Reader, pairs: readonly LearnerInCourse[]): Promise<Candidate[]> {
  return reader.all(
    Candidate,
    `SELECT t.l AS "learnerId", t.c AS "courseId",
       CASE WHEN p.learner_id IS NULL THEN NULL
         ELSE jsonb_build_object('date', p.completion_date, 'state', p.state, 'customFields', p.custom_fields) END AS completion,
       CASE WHEN l.learner_id IS NULL THEN NULL
         ELSE jsonb_build_object('name', l.name, 'address', l.address) END AS learner,
       CASE WHEN c.course_id IS NULL THEN NULL ELSE jsonb_build_object('title', c.title, 'jurisdiction', c.jurisdiction,
         'published', c.published, 'certificatesEnabled', c.certificates_enabled, 'issuance', c.issuance,
         'numberScheme', c.number_scheme, 'controlNumbers', c.control_numbers, 'requirements', c.requirements,
         'templateVersion', c.template_version, 'paper', c.paper, 'customFields', c.custom_fields) END AS course,
       (e.learner_id IS NOT NULL) AS enrolled, e.order_id AS "orderId",
       coalesce(o.amount_refunded_minor >= o.amount_minor AND o.amount_refunded_minor > 0, false) AS refunded,
       (o.order_id IS NOT NULL AND o.amount_refunded_minor < greatest(o.amount_minor, 1)) OR EXISTS (
         SELECT 1 FROM subscriptions s WHERE s.learner_id = t.l AND s.starts_at <= coalesce(p.completed_at, s.starts_at)
           AND (s.ends_at IS NULL OR p.completed_at IS NULL OR s.ends_at > p.completed_at)) AS paid,
       CASE WHEN c.requirements->>'allLessons' = 'true' THEN (
         SELECT count(*) FROM lessons n WHERE n.course_id = t.c AND n.published) ELSE 0 END AS "lessonsPublished",
       CASE WHEN c.requirements->>'allLessons' = 'true' THEN (
         SELECT count(*) FROM lessons n JOIN lesson_completions d ON d.learner_id = t.l AND d.course_id = n.course_id
           AND d.lesson_id = n.lesson_id WHERE n.course_id = t.c AND n.published) ELSE 0 END AS "lessonsDone",
       CASE WHEN c.requirements->>'minimumMinutes' IS NULL THEN 0 ELSE coalesce((
         SELECT m.minutes FROM seat_time m WHERE m.learner_id = t.l AND m.course_id = t.c), 0) END AS minutes,
       CASE WHEN c.requirements->>'finalExam' = 'true' THEN EXISTS (
         SELECT 1 FROM exam_attempts x WHERE x.learner_id = t.l AND x.course_id = t.c AND x.passed)
         ELSE false END AS "examPassed",
       coalesce((
         SELECT jsonb_agg(q.course_id ORDER BY q.course_id)
         FROM jsonb_array_elements_text(c.requirements->'prerequisites') AS q(course_id)
         LEFT JOIN courses k ON k.course_id = q.course_id
         WHERE NOT EXISTS (SELECT 1 FROM certificates y WHERE y.learner_id = t.l AND y.course_id = q.course_id
             AND y.validity = 'active')
           AND (coalesce(k.certificates_enabled, true) OR NOT EXISTS (
             SELECT 1 FROM completions z WHERE z.learner_id = t.l AND z.course_id = q.course_id))
       ), '[]') AS "missingPrerequisites",
       v.certificate_id AS "inForce"
     FROM ${pairsSql}
     LEFT JOIN completions p ON p.learner_id = t.l AND p.course_id = t.c
     LEFT JOIN learners l ON l.learner_id = t.l
     LEFT JOIN courses c ON c.course_id = t.c
     LEFT JOIN enrollments e ON e.learner_id = t.l AND e.course_id = t.c
     LEFT JOIN orders o ON o.order_id = e.order_id
     LEFT JOIN certificates v ON v.learner_id = t.l AND v.course_id = t.c AND v.validity IN ('active', 'suspended')
     ORDER BY p.completed_at, t.l, t.c`,
    [asJson(pairs)],
  );
}

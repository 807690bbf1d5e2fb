import { z } from 'zod';
import { Course } from '../../../contract/central/learning.ts';
import type { Condition } from '../../../contract/central/learning.ts';
import { err, ok } from '../../../domain/result.ts';
import type { Result } from '../../../domain/result.ts';
import type { Context } from '../../context.ts';
import type { Reader } from '../../db/database.ts';
import { announce } from '../feed/announce.ts';
import { loadCandidates, lockCompletions } from '../issuing/candidates.ts';
import type { LearnerInCourse } from '../issuing/candidates.ts';
import { conditionsOf } from '../issuing/eligibility.ts';
import { deriveForCourse } from './derived.ts';

/** A course, or null. */
export function courseById(reader: Reader, courseId: string): Promise<Course | null> {
  return reader.one(
    Course,
    `SELECT course_id AS "courseId", title, jurisdiction, published, certificates_enabled AS "certificatesEnabled", issuance,
       number_scheme AS "numberScheme", control_numbers AS "controlNumbers", paper, requirements,
       template_version AS "templateVersion", coalesce(custom_fields, '{}') AS "customFields"
     FROM courses WHERE course_id = $1`,
    [courseId],
  );
}

/**
 * Makes a course or changes it. Nothing issued changes; completions that waited are looked at again. A template is attached
 * only while the course gives certificates.
 */
export function saveCourse(
  context: Context,
  course: Course,
): Promise<Result<Course, 'certificates_disabled' | 'unknown_template'>> {
  return context.db.write(async (writer) => {
    if (course.templateVersion !== null) {
      const before = await courseById(writer, course.courseId);
      const attached = before?.templateVersion !== course.templateVersion;
      if (attached && !course.certificatesEnabled) return err('certificates_disabled');
      const known = await writer.one(
        z.object({ known: z.int() }),
        'SELECT 1 AS known FROM template_versions WHERE template_version = $1 AND published FOR KEY SHARE',
        [course.templateVersion],
      );
      if (known === null) return err('unknown_template');
    }
    await writer.run(
      `INSERT INTO courses (course_id, title, jurisdiction, published, certificates_enabled, issuance, number_scheme,
         control_numbers, paper, requirements, template_version, custom_fields)
       VALUES ($1, $2, $3, $4, $5, $6, $7::jsonb, $8, $9, $10::jsonb, $11, $12::jsonb)
       ON CONFLICT (course_id) DO UPDATE SET title = excluded.title, jurisdiction = excluded.jurisdiction,
         published = excluded.published, certificates_enabled = excluded.certificates_enabled,
         issuance = excluded.issuance, number_scheme = excluded.number_scheme, control_numbers = excluded.control_numbers,
         paper = excluded.paper, requirements = excluded.requirements, template_version = excluded.template_version,
         custom_fields = excluded.custom_fields`,
      [
        course.courseId,
        course.title,
        course.jurisdiction,
        course.published,
        course.certificatesEnabled,
        course.issuance,
        JSON.stringify(course.numberScheme),
        course.controlNumbers,
        course.paper,
        JSON.stringify(course.requirements),
        course.templateVersion,
        JSON.stringify(course.customFields),
      ],
    );
    await writer.run(
      `UPDATE completions SET state = 'due', problem = NULL WHERE course_id = $1 AND state IN ('attention', 'not_eligible')`,
      [course.courseId],
    );
    await deriveForCourse(context, writer, course.courseId);
    await announce(writer, 'course', [course.courseId]);
    return ok(course);
  });
}

/** Whether a certificate is earned: each condition, and the certificate that is in force. */
export async function eligibilityOf(
  context: Context,
  pair: LearnerInCourse,
): Promise<{
  readonly eligible: boolean;
  readonly conditions: Condition[];
  readonly certificateId: string | null;
}> {
  const [candidate] = await context.db.read((reader) => loadCandidates(reader, [pair]));
  if (candidate === undefined) throw new Error('A pair that was asked for is gone');
  const conditions = conditionsOf(candidate);
  return { eligible: conditions.every((each) => each.met), conditions, certificateId: candidate.inForce };
}

/** Deletes an enrollment, unless a certificate of any validity proves something about it. */
export function deleteEnrollment(
  context: Context,
  pair: LearnerInCourse,
): Promise<Result<boolean, { readonly certificateNumber: string }>> {
  return context.db.write(async (writer) => {
    await lockCompletions(writer, [pair]);
    const [certificate] = await writer.all(
      z.object({ certificateNumber: z.string() }),
      `SELECT certificate_number AS "certificateNumber" FROM certificates WHERE learner_id = $1 AND course_id = $2 LIMIT 1`,
      [pair.learnerId, pair.courseId],
    );
    if (certificate !== undefined) return err(certificate);
    const params = [pair.learnerId, pair.courseId];
    const deleted = await writer.run(
      'DELETE FROM enrollments WHERE learner_id = $1 AND course_id = $2',
      params,
    );
    await writer.run(
      `DELETE FROM completions WHERE learner_id = $1 AND course_id = $2 AND state <> 'issued'`,
      params,
    );
    return ok(deleted > 0);
  });
}

import { z } from 'zod';
import { dateAt } from '../../../domain/time/dates.ts';
import type { Context } from '../../context.ts';
import type { Writer } from '../../db/database.ts';
import { loadCandidates } from '../issuing/candidates.ts';
import type { LearnerInCourse } from '../issuing/candidates.ts';
import { workIsDone } from '../issuing/eligibility.ts';
import { loadRulePacks } from '../issuing/rulePacks.ts';

/**
 * Completes courses whose completion is derived, on the day of the last thing that was done for it, in the jurisdiction's time
 * zone: the last published lesson, the last minutes, the first exam that was passed, whichever is latest. So the order in which
 * events arrive decides nothing.
 */
export async function deriveCompletions(
  context: Context,
  writer: Writer,
  pairs: readonly LearnerInCourse[],
): Promise<void> {
  if (pairs.length === 0) return;
  const candidates = await loadCandidates(writer, pairs);
  const done = candidates.filter(
    (each) =>
      each.completion === null && each.course?.requirements.completion === 'derived' && workIsDone(each),
  );
  if (done.length === 0) return;
  const packs = await loadRulePacks(writer);
  const now = context.clock.now();
  const when = await lastOfTheWork(writer, done);
  await writer.run(
    `INSERT INTO completions (learner_id, course_id, completion_date, completed_at, state, since)
     SELECT l, c, d, at, 'due', $2 FROM jsonb_to_recordset($1::jsonb) AS t(l text, c text, d text, at bigint)
     ON CONFLICT DO NOTHING`,
    [
      JSON.stringify(
        done.map((each) => {
          const at = when.get(keyOf(each)) ?? now;
          const zone = packs(each.course?.jurisdiction ?? 'NONE').timeZone;
          return { l: each.learnerId, c: each.courseId, d: dateAt(new Date(at).toISOString(), zone), at };
        }),
      ),
      now,
    ],
  );
}

/**
 * Completes a course for all whose work is as demanded now, after it began to demand less. What it completes is due: the job
 * that issues takes it from there.
 */
export async function deriveForCourse(context: Context, writer: Writer, courseId: string): Promise<void> {
  const open = await writer.all(
    z.object({ learnerId: z.string(), courseId: z.string() }),
    `SELECT w.learner_id AS "learnerId", c.course_id AS "courseId"
     FROM courses c JOIN LATERAL (
       SELECT learner_id FROM lesson_completions WHERE course_id = c.course_id
       UNION SELECT learner_id FROM seat_time WHERE course_id = c.course_id
       UNION SELECT learner_id FROM exam_attempts WHERE course_id = c.course_id AND passed
     ) w ON true
     WHERE c.course_id = $1 AND c.requirements->>'completion' = 'derived' AND NOT EXISTS (
       SELECT 1 FROM completions p WHERE p.learner_id = w.learner_id AND p.course_id = c.course_id)`,
    [courseId],
  );
  await deriveCompletions(context, writer, open);
}

const keyOf = (pair: LearnerInCourse): string => JSON.stringify([pair.learnerId, pair.courseId]);

/** When the last thing that the course demands was done by each, in milliseconds. */
async function lastOfTheWork(
  writer: Writer,
  pairs: readonly LearnerInCourse[],
): Promise<ReadonlyMap<string, number>> {
  const rows = await writer.all(
    z.object({ learnerId: z.string(), courseId: z.string(), at: z.int().nullable() }),
    `SELECT t.l AS "learnerId", t.c AS "courseId", greatest(
       CASE WHEN c.requirements->>'allLessons' = 'true' THEN (
         SELECT max(d.completed_at) FROM lesson_completions d JOIN lessons n USING (course_id, lesson_id)
         WHERE d.learner_id = t.l AND d.course_id = t.c AND n.published) END,
       CASE WHEN c.requirements->>'minimumMinutes' IS NOT NULL THEN (
         SELECT m.last_at FROM seat_time m WHERE m.learner_id = t.l AND m.course_id = t.c) END,
       CASE WHEN c.requirements->>'finalExam' = 'true' THEN (
         SELECT min(x.at) FROM exam_attempts x WHERE x.learner_id = t.l AND x.course_id = t.c AND x.passed) END) AS at
     FROM jsonb_to_recordset($1::jsonb) AS t(l text, c text) JOIN courses c ON c.course_id = t.c`,
    [JSON.stringify(pairs.map(({ learnerId, courseId }) => ({ l: learnerId, c: courseId })))],
  );
  return new Map(rows.flatMap((row) => (row.at === null ? [] : [[keyOf(row), row.at] as const])));
}

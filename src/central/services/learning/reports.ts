import { z } from 'zod';
import type { Context } from '../../context.ts';

const CourseReport = z.object({
  courseId: z.string(),
  title: z.string(),
  jurisdiction: z.string(),
  certificates: z.int(),
  waiting: z.int(),
});

/** Every course with its certificates, and how many completions wait to be issued. */
export function courseReports(context: Context): Promise<z.infer<typeof CourseReport>[]> {
  return context.db.reader.all(
    CourseReport,
    `SELECT c.course_id AS "courseId", c.title, c.jurisdiction,
       (SELECT count(*) FROM certificates x WHERE x.course_id = c.course_id) AS certificates,
       (SELECT count(*) FROM completions p WHERE p.course_id = c.course_id AND p.state <> 'issued') AS waiting
     FROM courses c ORDER BY c.title, c.course_id`,
  );
}

const Attention = z.object({
  learnerId: z.string(),
  courseId: z.string(),
  problem: z.string(),
  since: z.int(),
});

/** Completions that could not be issued and need a person, longest waiting first; at most 10,000. */
export function needsAttention(context: Context): Promise<z.infer<typeof Attention>[]> {
  return context.db.reader.all(
    Attention,
    `SELECT learner_id AS "learnerId", course_id AS "courseId", coalesce(problem, '') AS problem, since
     FROM completions WHERE state = 'attention' ORDER BY since, learner_id, course_id LIMIT 10000`,
  );
}

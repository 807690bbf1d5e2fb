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

const VerificationCount = z.object({
  day: z.string(),
  channel: z.enum(['public', 'station', 'api']),
  result: z.string(),
  count: z.int(),
});

/** How often certificates were checked from the first day to the last (UTC), by channel and answer; days without are left out. */
export function verificationCounts(
  context: Context,
  between: { readonly from: string; readonly to: string },
): Promise<z.infer<typeof VerificationCount>[]> {
  return context.db.reader.all(
    VerificationCount,
    `SELECT to_char(to_timestamp(at / 1000) AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS day, channel, result, count(*) AS count
     FROM verification_logs WHERE at >= $1 AND at < $2 GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`,
    [Date.parse(`${between.from}T00:00:00Z`), Date.parse(`${between.to}T00:00:00Z`) + 86_400_000],
  );
}

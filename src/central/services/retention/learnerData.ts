import { z } from 'zod';
import type { Context } from '../../context.ts';

/** Where something of a learner is kept: the table, and which of its rows; `$1` is the learner's id. */
const places: readonly (readonly [table: string, where: string])[] = [
  ['learners', 'learner_id = $1'],
  ['enrollments', 'learner_id = $1'],
  ['lesson_completions', 'learner_id = $1'],
  ['seat_time', 'learner_id = $1'],
  ['exam_attempts', 'learner_id = $1'],
  ['subscriptions', 'learner_id = $1'],
  ['completions', 'learner_id = $1'],
  ['orders', 'order_id IN (SELECT order_id FROM enrollments WHERE learner_id = $1)'],
  ['certificates', 'learner_id = $1'],
  ['deliverables', `certificate_id IN (SELECT certificate_id FROM certificates WHERE learner_id = $1)`],
  ['certificate_events', `certificate_id IN (SELECT certificate_id FROM certificates WHERE learner_id = $1)`],
  ['mails', `certificate_id IN (SELECT certificate_id FROM certificates WHERE learner_id = $1)`],
];

/** Everything that is kept about one learner, table by table, as one state of the database. */
export function learnerData(
  context: Context,
  learnerId: string,
): Promise<Record<string, Record<string, unknown>[]>> {
  return context.db.read(async (reader) => {
    const data: Record<string, Record<string, unknown>[]> = {};
    for (const [table, where] of places) {
      const rows = await reader.all(
        z.object({ row: z.record(z.string(), z.unknown()) }),
        `SELECT to_jsonb(t) AS row FROM ${table} t WHERE ${where}`,
        [learnerId],
      );
      data[table] = rows.map((each) => each.row);
    }
    return data;
  });
}

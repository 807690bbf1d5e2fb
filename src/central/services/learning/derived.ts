import { dateAt } from '../../../domain/time/dates.ts';
import type { Context } from '../../context.ts';
import type { Writer } from '../../db/database.ts';
import { loadCandidates } from '../issuing/candidates.ts';
import type { LearnerInCourse } from '../issuing/candidates.ts';
import { workIsDone } from '../issuing/eligibility.ts';
import { loadRulePacks } from '../issuing/rulePacks.ts';

/** A pair that an event was about, and when that was, in milliseconds. */
export type AffectedPair = LearnerInCourse & { readonly at: number };

/**
 * Completes courses whose completion is derived: the event after which lessons, seat time and exam are as demanded is the
 * one that completes it, on its date in the jurisdiction's time zone.
 */
export async function deriveCompletions(
  context: Context,
  writer: Writer,
  pairs: readonly AffectedPair[],
): Promise<void> {
  if (pairs.length === 0) return;
  const when = new Map(pairs.map((pair) => [JSON.stringify([pair.learnerId, pair.courseId]), pair.at]));
  const candidates = await loadCandidates(writer, pairs);
  const done = candidates.filter(
    (each) =>
      each.completion === null && each.course?.requirements.completion === 'derived' && workIsDone(each),
  );
  if (done.length === 0) return;
  const packs = await loadRulePacks(writer);
  const now = context.clock.now();
  await writer.run(
    `INSERT INTO completions (learner_id, course_id, completion_date, completed_at, state, since)
     SELECT l, c, d, at, 'due', $2 FROM jsonb_to_recordset($1::jsonb) AS t(l text, c text, d text, at bigint)
     ON CONFLICT DO NOTHING`,
    [
      JSON.stringify(
        done.map((each) => {
          const at = when.get(JSON.stringify([each.learnerId, each.courseId])) ?? now;
          const zone = packs(each.course?.jurisdiction ?? 'NONE').timeZone;
          return { l: each.learnerId, c: each.courseId, d: dateAt(new Date(at).toISOString(), zone), at };
        }),
      ),
      now,
    ],
  );
}

import type { Context } from '../../context.ts';
import { issueFor, retryOnCollision } from './issue.ts';
import type { Outcome } from './issue.ts';
import { recordEvents } from './write.ts';

/** A certificate that two people want against the conditions. */
export interface OverrideRequest {
  readonly learnerId: string;
  readonly courseId: string;
  readonly completionDate: string;
  readonly reason: string;
  readonly by: string;
  readonly approvedBy: string;
}

/** Issues against the conditions; unhappy data still stop it. Reason and both people stay in the certificate's history. */
export function issueByOverride(context: Context, request: OverrideRequest): Promise<Outcome> {
  return retryOnCollision(() =>
    context.db.write(async (writer) => {
      const now = context.clock.now();
      await writer.run(
        `INSERT INTO completions (learner_id, course_id, completion_date, completed_at, state, since)
         VALUES ($1, $2, $3, $4, 'due', $4)
         ON CONFLICT (learner_id, course_id) DO UPDATE SET completion_date = excluded.completion_date
         WHERE completions.state <> 'issued'`,
        [request.learnerId, request.courseId, request.completionDate, now],
      );
      const [outcome] = await issueFor(context, writer, [request], 'overridden');
      if (outcome === undefined) throw new Error('A completion that was just written is gone');
      if (outcome.tag === 'issued') {
        const { reason, by, approvedBy } = request;
        await recordEvents(writer, [
          {
            certificateId: outcome.certificateId,
            at: now,
            event: 'override',
            stationId: null,
            detail: { reason, by, approvedBy },
          },
        ]);
      }
      return outcome;
    }),
  );
}

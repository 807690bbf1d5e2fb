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

/** Ends the transaction of an override that gave nothing, so that nothing of it stays. */
class NothingIssued extends Error {
  override readonly name = 'NothingIssued';
  readonly outcome: Outcome;
  constructor(outcome: Outcome) {
    super(`An override issued nothing: ${outcome.tag}`);
    this.outcome = outcome;
  }
}

/**
 * Issues against the conditions; unhappy data still stop it, and then nothing of it stays: a completion that only two people
 * stand for must not issue by itself later. Reason and both people stay in the certificate's history.
 */
export async function issueByOverride(context: Context, request: OverrideRequest): Promise<Outcome> {
  try {
    return await override(context, request);
  } catch (error) {
    if (error instanceof NothingIssued) return error.outcome;
    throw error;
  }
}

function override(context: Context, request: OverrideRequest): Promise<Outcome> {
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
      if (outcome.tag !== 'issued') throw new NothingIssued(outcome);
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
      return outcome;
    }),
  );
}

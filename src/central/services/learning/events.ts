import { z } from 'zod';
import { LearningEvent } from '../../../contract/central/learning.ts';
import type { Context } from '../../context.ts';
import type { Writer } from '../../db/database.ts';
import type { LearnerInCourse } from '../issuing/candidates.ts';
import { issueFor, retryOnCollision } from '../issuing/issue.ts';
import { revokeOrder } from '../issuing/validity.ts';

/** What became of a number of events. */
export interface EventsAnswer {
  readonly accepted: number;
  readonly repeated: number;
  readonly rejected: { readonly index: number; readonly eventId: string | null; readonly problem: string }[];
}

const Identified = z.object({ eventId: z.string() });

/**
 * Takes what a school's systems tell, in any order and any number of times: an event id counts once. Events that cannot
 * be read are named and the others kept. What they complete is issued in the same transaction.
 */
export async function takeEvents(context: Context, raw: readonly unknown[]): Promise<EventsAnswer> {
  const rejected: EventsAnswer['rejected'] = [];
  const events: LearningEvent[] = [];
  raw.forEach((each, index) => {
    const event = LearningEvent.safeParse(each);
    if (event.success) {
      events.push(event.data);
      return;
    }
    const named = Identified.safeParse(each);
    const problem = event.error.issues
      .map((issue) => `${issue.path.map(String).join('.')}: ${issue.message}`)
      .join('; ');
    rejected.push({ index, eventId: named.success ? named.data.eventId : null, problem });
  });
  const fresh = await retryOnCollision(() =>
    context.db.write(async (writer) => {
      const kept = await keepNew(context, writer, events);
      const affected = new Map<string, LearnerInCourse>();
      for (const event of kept) {
        for (const pair of await applyEvent(context, writer, event)) {
          affected.set(JSON.stringify([pair.learnerId, pair.courseId]), pair);
        }
      }
      await issueFor(context, writer, [...affected.values()], 'by_policy');
      return kept.length;
    }),
  );
  return { accepted: fresh, repeated: events.length - fresh, rejected };
}

/** Notes the events' ids and gives those that were not known. */
async function keepNew(
  context: Context,
  writer: Writer,
  events: readonly LearningEvent[],
): Promise<LearningEvent[]> {
  const byId = new Map(events.map((event) => [event.eventId, event]));
  const fresh = await writer.all(
    z.object({ eventId: z.string() }),
    `INSERT INTO learning_events (event_id, kind, at, received_at)
     SELECT e, k, a, $2 FROM jsonb_to_recordset($1::jsonb) AS t(e text, k text, a bigint) ORDER BY e
     ON CONFLICT DO NOTHING RETURNING event_id AS "eventId"`,
    [
      JSON.stringify([...byId.values()].map((each) => ({ e: each.eventId, k: each.kind, a: each.at }))),
      context.clock.now(),
    ],
  );
  const known = new Set(fresh.map((each) => each.eventId));
  return [...byId.values()].filter((each) => known.has(each.eventId));
}

const Pair = z.object({ learnerId: z.string(), courseId: z.string() });

/** Writes down one event, and says whose certificates it may decide about. */
async function applyEvent(
  context: Context,
  writer: Writer,
  event: LearningEvent,
): Promise<LearnerInCourse[]> {
  switch (event.kind) {
    case 'learner':
      await writer.run(
        `INSERT INTO learners (learner_id, name, email, language, address, updated_at) VALUES ($1, $2, $3, $4, $5::jsonb, $6)
         ON CONFLICT (learner_id) DO UPDATE SET name = excluded.name, email = excluded.email,
           language = excluded.language, address = excluded.address, updated_at = excluded.updated_at
         WHERE learners.updated_at <= excluded.updated_at`,
        [
          event.learnerId,
          event.name,
          event.email,
          event.language,
          event.address === null ? null : JSON.stringify(event.address),
          event.at,
        ],
      );
      return openCompletions(writer, 'learner_id = $1', event.learnerId);
    case 'enrolled':
      await writer.run(
        `INSERT INTO enrollments (learner_id, course_id, order_id, enrolled_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (learner_id, course_id) DO UPDATE SET order_id = coalesce(excluded.order_id, enrollments.order_id),
           enrolled_at = excluded.enrolled_at
         WHERE enrollments.enrolled_at <= excluded.enrolled_at`,
        [event.learnerId, event.courseId, event.orderId, event.at],
      );
      return [{ learnerId: event.learnerId, courseId: event.courseId }];
    case 'completed':
      await writer.run(
        `INSERT INTO completions (learner_id, course_id, completion_date, completed_at, state, since)
         VALUES ($1, $2, $3, $4, 'due', $5)
         ON CONFLICT (learner_id, course_id) DO UPDATE SET completion_date = excluded.completion_date,
           completed_at = excluded.completed_at
         WHERE completions.state <> 'issued' AND completions.completed_at <= excluded.completed_at`,
        [event.learnerId, event.courseId, event.completionDate, event.at, context.clock.now()],
      );
      return [{ learnerId: event.learnerId, courseId: event.courseId }];
    case 'refunded': {
      await recordRefund(context, writer, event);
      return [];
    }
  }
}

/** Completions that wait for something and may be issued now. */
function openCompletions(writer: Writer, which: string, param: string): Promise<LearnerInCourse[]> {
  return writer.all(
    Pair,
    `SELECT learner_id AS "learnerId", course_id AS "courseId" FROM completions WHERE ${which} AND state <> 'issued'`,
    [param],
  );
}

/** Notes a refund; one that leaves nothing paid revokes the certificates of the order. Replays and any order are harmless. */
export async function recordRefund(
  context: Context,
  writer: Writer,
  refund: {
    readonly orderId: string;
    readonly amountMinor: number;
    readonly amountRefundedMinor: number;
    readonly at: number;
  },
): Promise<void> {
  const order = await writer.one(
    z.object({ full: z.boolean() }),
    `INSERT INTO orders (order_id, amount_minor, amount_refunded_minor, updated_at) VALUES ($1, $2, $3, $4)
     ON CONFLICT (order_id) DO UPDATE SET amount_minor = excluded.amount_minor,
       amount_refunded_minor = greatest(orders.amount_refunded_minor, excluded.amount_refunded_minor),
       updated_at = excluded.updated_at
     RETURNING (amount_refunded_minor >= amount_minor AND amount_refunded_minor > 0) AS full`,
    [refund.orderId, refund.amountMinor, refund.amountRefundedMinor, refund.at],
  );
  if (order?.full === true) await revokeOrder(context, writer, refund.orderId);
}

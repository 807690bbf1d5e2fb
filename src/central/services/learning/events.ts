import { z } from 'zod';
import { LearningEvent } from '../../../contract/central/learning.ts';
import type { Context } from '../../context.ts';
import type { Writer } from '../../db/database.ts';
import type { LearnerInCourse } from '../issuing/candidates.ts';
import { issueFor, retryOnCollision } from '../issuing/issue.ts';
import { applyEvent } from './applyEvent.ts';
import { deriveCompletions } from './derived.ts';

/** What became of a number of events. */
export interface EventsAnswer {
  readonly accepted: number;
  readonly repeated: number;
  readonly rejected: { readonly index: number; readonly eventId: string | null; readonly problem: string }[];
}

/** In JSON: the character NUL, or half of a surrogate pair, which JSON writes as an escape. */
const UNKEEPABLE = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f])/u;

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
    const keepable = !UNKEEPABLE.test(JSON.stringify(each));
    if (event.success && keepable) {
      events.push(event.data);
      return;
    }
    const named = Identified.safeParse(each);
    const problem = event.success
      ? 'a text holds a NUL or half a character, which no database keeps'
      : event.error.issues.map((issue) => `${issue.path.map(String).join('.')}: ${issue.message}`).join('; ');
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
      await deriveCompletions(context, writer, [...affected.values()]);
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

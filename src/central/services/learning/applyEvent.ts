import { z } from 'zod';
import type { LearningEvent } from '../../../contract/central/learning.ts';
import type { Context } from '../../context.ts';
import type { Writer } from '../../db/database.ts';
import type { LearnerInCourse } from '../issuing/candidates.ts';
import { deriveForCourse } from './derived.ts';
import { recordRefund } from './refunds.ts';

type Of<K extends LearningEvent['kind']> = Extract<LearningEvent, { readonly kind: K }>;

const Pair = z.object({ learnerId: z.string(), courseId: z.string() });

/** Writes down one event that was not known yet, and says whose certificates it may decide about. */
export async function applyEvent(
  context: Context,
  writer: Writer,
  event: LearningEvent,
): Promise<LearnerInCourse[]> {
  switch (event.kind) {
    case 'learner':
      return learner(writer, event);
    case 'enrolled':
      return enrolled(writer, event);
    case 'ordered':
      return ordered(writer, event);
    case 'subscription':
      return subscription(writer, event);
    case 'completed':
      return completed(context, writer, event);
    case 'lesson':
      return lesson(context, writer, event);
    case 'lesson_completed':
      await writer.run(
        `INSERT INTO lesson_completions (learner_id, course_id, lesson_id, completed_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT DO NOTHING`,
        [event.learnerId, event.courseId, event.lessonId, event.at],
      );
      return [pairOf(event)];
    case 'seat_time':
      await writer.run(
        `INSERT INTO seat_time (learner_id, course_id, minutes, last_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (learner_id, course_id) DO UPDATE SET minutes = seat_time.minutes + excluded.minutes,
           last_at = greatest(seat_time.last_at, excluded.last_at)`,
        [event.learnerId, event.courseId, event.minutes, event.at],
      );
      return [pairOf(event)];
    case 'exam':
      await writer.run(
        'INSERT INTO exam_attempts (attempt_id, learner_id, course_id, passed, at) VALUES ($1, $2, $3, $4, $5)',
        [event.eventId, event.learnerId, event.courseId, event.passed, event.at],
      );
      return [pairOf(event)];
    case 'refunded':
      await recordRefund(context, writer, event);
      return [];
  }
}

function pairOf(event: LearnerInCourse): LearnerInCourse {
  return { learnerId: event.learnerId, courseId: event.courseId };
}

/** Completions of a learner that wait for something and may be issued now. */
function openCompletions(writer: Writer, learnerId: string): Promise<LearnerInCourse[]> {
  return writer.all(
    Pair,
    `SELECT learner_id AS "learnerId", course_id AS "courseId" FROM completions WHERE learner_id = $1 AND state <> 'issued'`,
    [learnerId],
  );
}

async function learner(writer: Writer, event: Of<'learner'>): Promise<LearnerInCourse[]> {
  await writer.run(
    `INSERT INTO learners (learner_id, name, email, language, address, updated_at) VALUES ($1, $2, $3, $4, $5::jsonb, $6)
     ON CONFLICT (learner_id) DO UPDATE SET name = excluded.name, email = excluded.email, language = excluded.language,
       address = excluded.address, updated_at = excluded.updated_at
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
  return openCompletions(writer, event.learnerId);
}

async function enrolled(writer: Writer, event: Of<'enrolled'>): Promise<LearnerInCourse[]> {
  await writer.run(
    `INSERT INTO enrollments (learner_id, course_id, order_id, enrolled_at) VALUES ($1, $2, $3, $4)
     ON CONFLICT (learner_id, course_id) DO UPDATE SET order_id = coalesce(excluded.order_id, enrollments.order_id),
       enrolled_at = excluded.enrolled_at
     WHERE enrollments.enrolled_at <= excluded.enrolled_at`,
    [event.learnerId, event.courseId, event.orderId, event.at],
  );
  return [pairOf(event)];
}

async function ordered(writer: Writer, event: Of<'ordered'>): Promise<LearnerInCourse[]> {
  await writer.run(
    `INSERT INTO orders (order_id, amount_minor, amount_refunded_minor, updated_at) VALUES ($1, $2, 0, $3)
     ON CONFLICT (order_id) DO UPDATE SET amount_minor = excluded.amount_minor`,
    [event.orderId, event.amountMinor, event.at],
  );
  return enrolled(writer, { ...event, kind: 'enrolled' });
}

async function subscription(writer: Writer, event: Of<'subscription'>): Promise<LearnerInCourse[]> {
  await writer.run(
    `INSERT INTO subscriptions (subscription_id, learner_id, starts_at, ends_at, told_at) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (subscription_id) DO UPDATE SET starts_at = excluded.starts_at, ends_at = excluded.ends_at,
       told_at = excluded.told_at
     WHERE subscriptions.told_at <= excluded.told_at`,
    [event.subscriptionId, event.learnerId, event.startsAt, event.endsAt, event.at],
  );
  return openCompletions(writer, event.learnerId);
}

async function completed(
  context: Context,
  writer: Writer,
  event: Of<'completed'>,
): Promise<LearnerInCourse[]> {
  await writer.run(
    `INSERT INTO completions (learner_id, course_id, completion_date, completed_at, state, since, custom_fields)
     VALUES ($1, $2, $3, $4, 'due', $5, $6::jsonb)
     ON CONFLICT (learner_id, course_id) DO UPDATE SET completion_date = excluded.completion_date,
       completed_at = excluded.completed_at, custom_fields = excluded.custom_fields
     WHERE completions.state <> 'issued' AND completions.completed_at <= excluded.completed_at`,
    [
      event.learnerId,
      event.courseId,
      event.completionDate,
      event.at,
      context.clock.now(),
      event.customFields === undefined ? null : JSON.stringify(event.customFields),
    ],
  );
  // Courses of which this one is a prerequisite may be earned now.
  return [pairOf(event), ...(await openCompletions(writer, event.learnerId))];
}

async function lesson(context: Context, writer: Writer, event: Of<'lesson'>): Promise<LearnerInCourse[]> {
  await writer.run(
    `INSERT INTO lessons (course_id, lesson_id, published, told_at) VALUES ($1, $2, $3, $4)
     ON CONFLICT (course_id, lesson_id) DO UPDATE SET published = excluded.published, told_at = excluded.told_at
     WHERE lessons.told_at <= excluded.told_at`,
    [event.courseId, event.lessonId, event.published, event.at],
  );
  // One lesson less may complete a course for many: the job that issues what is due looks at them.
  await writer.run(
    `UPDATE completions SET state = 'due', problem = NULL WHERE course_id = $1 AND state = 'not_eligible'`,
    [event.courseId],
  );
  if (!event.published) await deriveForCourse(context, writer, event.courseId);
  return [];
}

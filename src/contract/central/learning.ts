/** What a school's own systems tell: courses, enrollments, completions. */
import { z } from 'zod';
import { PostalAddress } from '../../domain/address.ts';
import { Instant, procedure } from './base.ts';

const event = { eventId: z.string().min(1).max(100), at: Instant };

export const LearningEvent = z.discriminatedUnion('kind', [
  z.object({
    ...event,
    kind: z.literal('learner'),
    learnerId: z.string().max(100),
    name: z.string().max(500),
    email: z.string().max(320).nullable(),
    language: z.enum(['en', 'es']).default('en'),
    address: PostalAddress.nullable(),
  }),
  z.object({
    ...event,
    kind: z.literal('enrolled'),
    learnerId: z.string().max(100),
    courseId: z.string().max(100),
    orderId: z.string().max(100).nullable(),
  }),
  z.object({
    ...event,
    kind: z.literal('completed'),
    learnerId: z.string().max(100),
    courseId: z.string().max(100),
    completionDate: z.string().max(40),
  }),
  z.object({
    ...event,
    kind: z.literal('refunded'),
    orderId: z.string().max(100),
    amountMinor: z.int().nonnegative(),
    amountRefundedMinor: z.int().nonnegative(),
  }),
]);
export type LearningEvent = z.infer<typeof LearningEvent>;

export const learningContract = {
  /** Idempotent by event id; bad ones are named and the others kept. */
  events: procedure('school')
    .route({
      method: 'POST',
      path: '/v1/events',
      summary: 'Learning records and payments, in any order, any number of times',
    })
    .input(z.object({ events: z.array(z.unknown()).min(1).max(1000) }))
    .output(
      z.object({
        accepted: z.int(),
        repeated: z.int(),
        rejected: z.array(z.object({ index: z.int(), eventId: z.string().nullable(), problem: z.string() })),
      }),
    ),
  courses: procedure('administrator')
    .route({ method: 'GET', path: '/v1/courses' })
    .output(
      z.array(
        z.object({
          courseId: z.string(),
          title: z.string(),
          jurisdiction: z.string(),
          certificates: z.int(),
          waiting: z.int(),
        }),
      ),
    ),
  /** Completions that could not be issued, and why. */
  needsAttention: procedure('administrator')
    .route({ method: 'GET', path: '/v1/needs-attention' })
    .output(
      z.array(z.object({ learnerId: z.string(), courseId: z.string(), problem: z.string(), since: Instant })),
    ),
};

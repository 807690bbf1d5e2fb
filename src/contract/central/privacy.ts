/** What is kept about one learner: handed over, and erased as far as the rules allow. */
import { z } from 'zod';
import { Instant, procedure } from './base.ts';

const LearnerId = z.string().min(1).max(100);

/** Something that must stay for now, and why. */
export const KeptData = z.object({
  what: z.enum(['certificate', 'course_records', 'address_of_paper']),
  certificateNumber: z.string(),
  why: z.string(),
  /** When it may go; null: when the paper has arrived. */
  until: Instant.nullable(),
});
export type KeptData = z.infer<typeof KeptData>;

export const privacyContract = {
  export: procedure('administrator')
    .route({
      method: 'GET',
      path: '/v1/learners/{learnerId}/data',
      summary: 'Everything that is kept about a learner',
    })
    .input(z.object({ learnerId: LearnerId }))
    /** Tables by name, rows as they are kept. */
    .output(
      z.object({
        learnerId: LearnerId,
        data: z.record(z.string(), z.array(z.record(z.string(), z.unknown()))),
      }),
    ),
  /** A dry run says what would stay and changes nothing. Doing it again later erases what may go by then. */
  erase: procedure('administrator')
    .route({
      method: 'POST',
      path: '/v1/learners/{learnerId}/erase',
      summary: 'Erase a learner’s data as far as the rules allow',
    })
    .input(
      z.object({
        learnerId: LearnerId,
        reason: z.string().trim().min(3).max(500),
        by: z.string().trim().min(1).max(120),
        dryRun: z.boolean().default(true),
      }),
    )
    .output(
      z.object({ dryRun: z.boolean(), erased: z.record(z.string(), z.int()), kept: z.array(KeptData) }),
    ),
};

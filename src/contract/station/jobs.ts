/** What the station tried by itself, in vain, until it gave it to a person. */
import { z } from 'zod';
import { Instant, procedure } from './base.ts';

export const ParkedJob = z.object({
  jobId: z.string(),
  /** Look up a label that may have been bought; take postage back; follow an envelope. */
  kind: z.enum(['label_look_up', 'label_void', 'parcel_track', 'other']),
  /** The envelope it is about, for people; null where it is about none. */
  parcelNumber: z.string().nullable(),
  parcelId: z.string().nullable(),
  since: Instant,
  attempts: z.int(),
  /** The last answer, in the words of whoever gave it. */
  problem: z.string(),
});
export type ParkedJob = z.infer<typeof ParkedJob>;

export const jobsContract = {
  /** Jobs that wait for a person, oldest first. */
  parked: procedure('queue.read').output(z.array(ParkedJob)),
  /** Lets one try again from the start. */
  retry: procedure('label.buy')
    .input(z.object({ jobId: z.string().max(100) }))
    .output(z.object({ waiting: z.literal(true) })),
  /**
   * Ends one for good, on a person's word. A look-up ends as "never bought": postage may then be bought anew. A void ends as
   * "not taken back": the label stands.
   */
  giveUp: procedure('conflict.resolve')
    .input(z.object({ jobId: z.string().max(100), reason: z.string().trim().min(3).max(300) }))
    .output(z.object({ ended: z.literal(true) })),
};

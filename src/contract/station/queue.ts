/** What is owed and not yet begun, most urgent first. */
import { z } from 'zod';
import { Validity } from '../../domain/certificates/validity.ts';
import { RiskClass } from '../../domain/time/slack.ts';
import { Instant, PageCursor, procedure } from './base.ts';

export const QueueFilter = z.object({
  jurisdiction: z.string().max(20).optional(),
  courseId: z.string().max(100).optional(),
  risk: RiskClass.optional(),
  onHold: z.boolean().optional(),
  /** Name, certificate number or verification code, as typed: words in any order, prefixes, accents do not matter. */
  search: z.string().trim().max(100).optional(),
});
export type QueueFilter = z.infer<typeof QueueFilter>;

export const QueueRow = z.object({
  deliverableId: z.string(),
  certificateId: z.string(),
  certificateNumber: z.string(),
  issuedName: z.string(),
  courseTitle: z.string(),
  courseId: z.string(),
  jurisdiction: z.string(),
  completionDate: z.string(),
  validity: Validity,
  /** The legal deadline; null where the jurisdiction has none. */
  dueAt: Instant.nullable(),
  /** Minutes from now to the deadline less the usual time to fulfil; negative: cannot be met in the usual way. */
  slackMinutes: z.int().nullable(),
  risk: RiskClass,
  /** Leased to this station: can be started with central away. */
  leasedUntil: Instant.nullable(),
  hold: z.object({ reason: z.string() }).nullable(),
  /** How many pieces of this deliverable were made before (spoiled, returned). */
  attempts: z.int(),
});
export type QueueRow = z.infer<typeof QueueRow>;

export const queueContract = {
  list: procedure('queue.read')
    .input(
      z.object({
        filter: QueueFilter,
        cursor: PageCursor.optional(),
        limit: z.int().min(1).max(500).default(100),
      }),
    )
    .output(z.object({ rows: z.array(QueueRow), next: PageCursor.nullable() })),
  /** For the rail, the filter chips and the deadline bar (due dates in the jurisdiction's zone, next 14 days and overdue). */
  summary: procedure('queue.read').output(
    z.object({
      waiting: z.int(),
      leased: z.int(),
      onHold: z.int(),
      byRisk: z.record(RiskClass, z.int()),
      byJurisdiction: z.array(z.object({ jurisdiction: z.string(), waiting: z.int() })),
      byCourse: z.array(z.object({ courseId: z.string(), courseTitle: z.string(), waiting: z.int() })),
      dueByDay: z.array(z.object({ day: z.string(), waiting: z.int() })),
    }),
  ),
  setHold: procedure('hold.set')
    .input(z.object({ deliverableId: z.string().max(100), reason: z.string().trim().min(3).max(300) }))
    .output(z.object({ onHold: z.literal(true) }))
    .errors({ TOO_LATE: { status: 409, data: z.object({ stage: z.string() }) } }),
  releaseHold: procedure('hold.release')
    .input(z.object({ deliverableId: z.string().max(100) }))
    .output(z.object({ onHold: z.literal(false) })),
};

import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { Validity } from '../../../domain/certificates/validity.ts';
import type { RiskClass } from '../../../domain/time/slack.ts';
import { courses, deliverables, rulePacks } from '../../db/schema/central.ts';
import { readQuery, sqlRead } from '../../db/statements.ts';
import type { Named } from '../../db/statements.ts';

const Waiting = z.object({
  deliverableId: z.string(),
  certificateId: z.string(),
  certificateNumber: z.string(),
  issuedName: z.string(),
  courseTitle: z.string(),
  courseId: z.string(),
  jurisdiction: z.string(),
  completionDate: z.string(),
  validity: Validity,
  templateVersion: z.string(),
  addressKey: z.string(),
  dueAt: z.int().nullable(),
  slackAt: z.int(),
  leaseExpiresAt: z.int().nullable(),
  holdReason: z.string().nullable(),
  attempts: z.int(),
});
export type Waiting = z.infer<typeof Waiting>;

/** What a look into the queue leaves out. */
export interface QueueConditions {
  readonly jurisdiction: boolean;
  readonly course: boolean;
  readonly risk: RiskClass | null;
  readonly onHold: boolean | null;
  readonly leased: boolean;
  readonly after: boolean;
  /** Only these, by the JSON list `@ids`. */
  readonly ids: 'deliverables' | 'certificates' | null;
}

/** Values for {@link QueueConditions}; those that a condition does not ask for are ignored. */
export interface QueueValues {
  readonly now: number;
  readonly limit: number;
  readonly jurisdiction: string | null;
  readonly courseId: string | null;
  readonly slackAt: number | null;
  readonly deliverableId: string | null;
  readonly ids: string | null;
}

const SOON_MS = 24 * 60 * 60 * 1000;

const RISK: Readonly<Record<RiskClass, string>> = {
  late: 'd.slack_at <= @now AND d.due_at <= @now',
  at_risk: 'd.slack_at <= @now AND d.due_at > @now',
  soon: `d.slack_at > @now AND d.slack_at < @now + ${SOON_MS} AND d.due_at IS NOT NULL`,
  fine: `d.slack_at >= @now + ${SOON_MS}`,
};

/** The conditions in SQL on `d`, a row of deliverables that stands in the queue. */
export function conditionsOn(conditions: QueueConditions): string[] {
  const where: string[] = [];
  if (conditions.jurisdiction) where.push('d.jurisdiction = @jurisdiction');
  if (conditions.course) where.push('d.course_id = @courseId');
  if (conditions.risk !== null) where.push(RISK[conditions.risk]);
  if (conditions.onHold !== null) where.push(`d.hold_at IS ${conditions.onHold ? 'NOT ' : ''}NULL`);
  if (conditions.leased) where.push('d.lease_epoch IS NOT NULL AND d.lease_expires_at > @now');
  return where;
}

function textOf(conditions: QueueConditions): string {
  // A few rows of a large queue are found by their own index; the plus keeps the queue's out of it.
  const few = conditions.onHold === true || conditions.leased || conditions.ids !== null;
  const where = [few ? '+d.workable = 1' : 'd.workable = 1', ...conditionsOn(conditions)];
  if (conditions.after) where.push('(d.slack_at, d.deliverable_id) > (@slackAt, @deliverableId)');
  if (conditions.ids === 'deliverables')
    where.push('d.deliverable_id IN (SELECT value FROM json_each(@ids))');
  if (conditions.ids === 'certificates')
    where.push('d.certificate_id IN (SELECT value FROM json_each(@ids))');
  return `
    SELECT d.deliverable_id AS deliverableId, d.certificate_id AS certificateId, c.certificate_number AS certificateNumber,
      c.issued_name AS issuedName, c.course_title AS courseTitle, d.course_id AS courseId, d.jurisdiction,
      c.completion_date AS completionDate, c.validity, c.template_version AS templateVersion,
      d.address_key AS addressKey, d.due_at AS dueAt, d.slack_at AS slackAt, d.lease_expires_at AS leaseExpiresAt,
      d.hold_reason AS holdReason, d.attempts
    FROM deliverables d CROSS JOIN certificates c ON c.certificate_id = d.certificate_id
    WHERE ${where.join(' AND ')}
    ORDER BY d.slack_at, d.deliverable_id LIMIT @limit`;
}

const looks = new Map<string, ReturnType<typeof sqlRead<Partial<QueueValues>, Waiting>>>();

/** The look into the queue under these conditions; each is made once. */
export function lookIntoQueue(
  conditions: QueueConditions,
): ReturnType<typeof sqlRead<Partial<QueueValues>, Waiting>> {
  const text = textOf(conditions);
  const known = looks.get(text) ?? sqlRead<Partial<QueueValues>, Waiting>(text, Waiting);
  looks.set(text, known);
  return known;
}

/** The values that a text of {@link lookIntoQueue} names: SQLite refuses names that it does not know. */
export function valuesFor(conditions: QueueConditions, values: QueueValues): Partial<QueueValues> {
  const usesNow = conditions.risk !== null || conditions.leased;
  return {
    limit: values.limit,
    ...(usesNow ? { now: values.now } : {}),
    ...(conditions.jurisdiction ? { jurisdiction: values.jurisdiction } : {}),
    ...(conditions.course ? { courseId: values.courseId } : {}),
    ...(conditions.after ? { slackAt: values.slackAt, deliverableId: values.deliverableId } : {}),
    ...(conditions.ids === null ? {} : { ids: values.ids }),
  };
}

const Group = z.object({
  jurisdiction: z.string(),
  courseId: z.string(),
  dueAt: z.int().nullable(),
  slackAt: z.int(),
  waiting: z.int(),
  leased: z.int(),
  held: z.int(),
});
export type Group = z.infer<typeof Group>;

/** The queue counted by what its summary needs; a deadline is a day, so there are few groups. */
export const groups = sqlRead<{ now: number }, Group>(
  `SELECT jurisdiction, course_id AS courseId, due_at AS dueAt, min(slack_at) AS slackAt, count(*) AS waiting,
     count(CASE WHEN lease_expires_at > @now THEN 1 END) AS leased, count(hold_at) AS held
   FROM deliverables WHERE workable = 1 GROUP BY jurisdiction, course_id, due_at`,
  Group,
);

export const courseTitles = readQuery((query) =>
  query.select({ courseId: courses.courseId, title: courses.title }).from(courses),
);

export const packs = readQuery((query) =>
  query.select({ jurisdiction: rulePacks.jurisdiction, pack: rulePacks.pack }).from(rulePacks),
);

export const deliverableStage = readQuery((query, v: Named<{ deliverableId: string }>) =>
  query
    .select({ stage: deliverables.stage, holdReason: deliverables.holdReason })
    .from(deliverables)
    .where(eq(deliverables.deliverableId, v.deliverableId)),
);

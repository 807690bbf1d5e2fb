import { z } from 'zod';
import { dateAt } from '../../../domain/time/dates.ts';
import type { Context } from '../../context.ts';
import type { MailContent } from '../../mail/layout.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

const Counts = z.object({
  overdue: z.int(),
  dueSoon: z.int(),
  attention: z.int(),
  conflicts: z.int(),
  stuck: z.int(),
  parked: z.int(),
  emergencies: z.int(),
  issued: z.int(),
  shipped: z.int(),
  delivered: z.int(),
  returned: z.int(),
});

/**
 * Plans today's digest for each supervisor once the hour has come; each day and address once, whoever asks.
 */
export async function planDigest(context: Context): Promise<void> {
  const { mail } = context.settings;
  if (mail === undefined || mail.supervisors.length === 0) return;
  const now = context.clock.now();
  const { hour, timeZone } = mail.digest;
  const hourNow = Number(
    new Intl.DateTimeFormat('en-GB', { hour: '2-digit', hourCycle: 'h23', timeZone }).format(new Date(now)),
  );
  if (hourNow < hour) return;
  const day = dateAt(new Date(now).toISOString(), timeZone);
  await context.db.write(async (writer) => {
    for (const address of mail.supervisors) {
      await writer.run(
        `INSERT INTO mails (mail_id, kind, about, staff_address, made_at, next_at)
         VALUES (gen_random_uuid()::text, 'digest', 'digest:' || $1::text || ':' || $2::text, $2::text, $3::bigint, $3::bigint)
         ON CONFLICT (about) DO NOTHING`,
        [day, address, now],
      );
    }
  });
}

/** What supervisors read: counts, no learner's name. */
export async function digestContent(context: Context): Promise<MailContent> {
  const now = context.clock.now();
  const counts = await context.db.reader.one(
    Counts,
    `SELECT
       (SELECT count(*) FROM deliverables WHERE owed AND due_at < $1 AND stage NOT IN ${DONE}) AS overdue,
       (SELECT count(*) FROM deliverables WHERE owed AND due_at >= $1 AND due_at < $2 AND stage NOT IN ${DONE}) AS "dueSoon",
       (SELECT count(*) FROM completions WHERE state = 'attention') AS attention,
       (SELECT count(*) FROM conflicts WHERE settled_at IS NULL) AS conflicts,
       (SELECT count(*) FROM deliverables WHERE owed AND lease_station_id IS NOT NULL AND lease_expires_at < $1
         AND stage NOT IN ${DONE}) AS stuck,
       (SELECT count(*) FROM mails WHERE state = 'parked') AS parked,
       (SELECT count(*) FROM emergencies WHERE ended_at IS NULL AND (ends_at IS NULL OR ends_at > $1)) AS emergencies,
       (SELECT count(*) FROM certificate_events WHERE event = 'issued' AND at >= $3) AS issued,
       (SELECT count(*) FROM certificate_events WHERE event = 'handed_over' AND at >= $3) AS shipped,
       (SELECT count(*) FROM certificate_events WHERE event = 'delivered' AND at >= $3) AS delivered,
       (SELECT count(*) FROM certificate_events WHERE event = 'returned' AND at >= $3) AS returned`,
    [now, now + 72 * HOUR_MS, now - DAY_MS],
  );
  if (counts === null) throw new Error('Counting gave no row');
  const { schoolName, mail } = context.settings;
  const day = dateAt(new Date(now).toISOString(), mail?.digest.timeZone ?? 'UTC');
  const urgent = counts.overdue + counts.dueSoon;
  const calm =
    urgent + counts.attention + counts.conflicts + counts.stuck + counts.parked + counts.emergencies === 0;
  return {
    language: 'en',
    schoolName,
    subject: `${schoolName}, ${day}: ${urgent === 0 ? 'no deadline' : urgent === 1 ? '1 deadline' : `${urgent} deadlines`} at risk`,
    heading: `The day at a glance, ${day}`,
    greeting: null,
    lines: [
      calm ? 'Nothing waits for a person.' : 'The upper lines wait for a person.',
      ...(counts.emergencies === 0 ? [] : ['An emergency switch is on.']),
    ],
    facts: [
      ['Past the deadline', String(counts.overdue)],
      ['Due within 3 days', String(counts.dueSoon)],
      ['Needs attention', String(counts.attention)],
      ['Conflicts', String(counts.conflicts)],
      ['Stuck at a station', String(counts.stuck)],
      ['Mails that are parked', String(counts.parked)],
      ['Issued, last 24 hours', String(counts.issued)],
      ['Shipped, last 24 hours', String(counts.shipped)],
      ['Delivered, last 24 hours', String(counts.delivered)],
      ['Returned, last 24 hours', String(counts.returned)],
    ],
    button: null,
    footer: `Sent every day to the supervisors of ${schoolName}.`,
  };
}

/** Stages from which a deadline is met or beyond help. */
const DONE = `('handed_over', 'in_transit', 'delivered', 'lost')`;

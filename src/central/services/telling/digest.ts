import { z } from 'zod';
import { FeedEmergency } from '../../../contract/central/feed.ts';
import { dateAt } from '../../../domain/time/dates.ts';
import type { Context } from '../../context.ts';
import { digestCounts, digestWords } from '../../mail/digestWords.ts';
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
  emergencies: z.array(FeedEmergency.shape.kind),
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

/** What supervisors read, in the language of the settings: counts, no learner's name. */
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
       (SELECT coalesce(jsonb_agg(DISTINCT kind), '[]') FROM emergencies
         WHERE ended_at IS NULL AND (ends_at IS NULL OR ends_at > $1)) AS emergencies,
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
    urgent + counts.attention + counts.conflicts + counts.stuck + counts.parked === 0 &&
    counts.emergencies.length === 0;
  const language = mail?.digest.language ?? 'en';
  const words = digestWords[language];
  return {
    language,
    schoolName,
    subject: words.subject(schoolName, day, urgent),
    heading: words.heading(day),
    greeting: null,
    lines: [calm ? words.calm : words.waits, ...counts.emergencies.map((kind) => words.emergencies[kind])],
    facts: digestCounts.map((count) => [words.counts[count], String(counts[count])] as const),
    button: null,
    footer: words.footer(schoolName),
  };
}

/** Stages from which a deadline is met or beyond help. */
const DONE = `('handed_over', 'in_transit', 'delivered', 'lost')`;

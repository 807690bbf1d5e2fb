import { z } from 'zod';
import type { Context } from '../../context.ts';
import { announce } from '../feed/announce.ts';
import { loadRulePacks } from '../issuing/rulePacks.ts';
import { recordEvents } from '../issuing/write.ts';

const ROWS_AT_ONCE = 2_000;
const DAY_MS = 86_400_000;

/** The same day so many years earlier, in milliseconds; 29 February becomes 1 March. */
export function yearsBefore(now: number, years: number): number {
  const date = new Date(now);
  return date.setUTCFullYear(date.getUTCFullYear() - years);
}

/** Takes addresses and agents out of old verification logs; what was asked and answered stays. True when there is more. */
export async function anonymiseVerifiers(context: Context): Promise<boolean> {
  const before = context.clock.now() - context.settings.keepVerifierDays * DAY_MS;
  const changed = await context.db.write((writer) =>
    writer.run(
      `UPDATE verification_logs SET address = NULL, agent = NULL WHERE log_id IN (
         SELECT log_id FROM verification_logs WHERE at < $1 AND address IS NOT NULL ORDER BY at LIMIT $2)`,
      [Math.floor(before), ROWS_AT_ONCE],
    ),
  );
  return changed === ROWS_AT_ONCE;
}

/**
 * Archives certificates whose rule pack's years are over; each stays verifiable. Paper that is still owed or on its way keeps
 * its certificate live. True when there is more.
 */
export async function archiveOld(context: Context): Promise<boolean> {
  const now = context.clock.now();
  return context.db.write(async (writer) => {
    const packs = await loadRulePacks(writer);
    const jurisdictions = await writer.all(
      z.object({ jurisdiction: z.string() }),
      'SELECT DISTINCT jurisdiction FROM courses ORDER BY jurisdiction',
    );
    for (const { jurisdiction } of jurisdictions) {
      const archived = await writer.all(
        z.object({ certificateId: z.string() }),
        `UPDATE certificates SET archived_at = $3 WHERE certificate_id IN (
           SELECT c.certificate_id FROM certificates c
           WHERE c.jurisdiction = $1 AND c.issued_at < $2 AND c.archived_at IS NULL
             AND NOT EXISTS (SELECT 1 FROM deliverables d WHERE d.certificate_id = c.certificate_id AND d.owed
               AND d.stage NOT IN ('delivered', 'lost', 'handed_over'))
           ORDER BY c.issued_at LIMIT $4 FOR UPDATE SKIP LOCKED)
         RETURNING certificate_id AS "certificateId"`,
        [jurisdiction, yearsBefore(now, packs(jurisdiction).retentionYears), now, ROWS_AT_ONCE],
      );
      const ids = archived.map((each) => each.certificateId);
      await recordEvents(
        writer,
        ids.map((certificateId) => ({
          certificateId,
          at: now,
          event: 'archived',
          stationId: null,
          detail: {},
        })),
      );
      await announce(writer, 'certificate', ids);
      if (ids.length === ROWS_AT_ONCE) return true;
    }
    return false;
  });
}

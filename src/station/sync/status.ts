import { z } from 'zod';
import type { SyncStatus } from '../../contract/station/sync.ts';
import type { StationContext } from '../context.ts';
import { sqlRead } from '../db/statements.ts';
import { readSetting } from '../record/settings.ts';

const counts = sqlRead<
  { now: number },
  { waitingFacts: number; conflicts: number; leased: number; leasesUntil: number | null }
>(
  `SELECT (SELECT count(*) FROM outbox WHERE pushed_at IS NULL) AS waitingFacts,
     (SELECT count(*) FROM sync_conflicts WHERE resolved_at IS NULL) AS conflicts,
     count(*) AS leased, min(lease_expires_at) AS leasesUntil
   FROM deliverables INDEXED BY deliverables_leased
   WHERE lease_epoch IS NOT NULL AND lease_expires_at > @now AND stage IN ('queued', 'claimed', 'rendered', 'spooled')`,
  z.object({ waitingFacts: z.int(), conflicts: z.int(), leased: z.int(), leasesUntil: z.int().nullable() }),
);

/** The line to central as a screen shows it. `received`: certificates so far while a first fill runs. */
export function syncStatus(ctx: StationContext, received: number | null): SyncStatus {
  return ctx.db.read((tx) => {
    const pairing = readSetting(tx, 'pairing');
    const away = readSetting(tx, 'away');
    const numbers = counts.get(tx, { now: ctx.clock.now() });
    return {
      state: pairing === null ? 'not_paired' : (away?.state ?? 'online'),
      since: away?.since ?? null,
      lastPullAt: readSetting(tx, 'lastPullAt'),
      lastPushAt: readSetting(tx, 'lastPushAt'),
      waitingFacts: numbers?.waitingFacts ?? 0,
      leased: numbers?.leased ?? 0,
      leasesUntil: numbers?.leasesUntil ?? null,
      conflicts: numbers?.conflicts ?? 0,
      filling: received,
      problem: away?.problem ?? skewProblem(readSetting(tx, 'clockSkew') ?? 0),
    };
  });
}

/** Clocks further apart than this are named to a person. */
const SKEW_NAMED_MS = 2 * 60_000;

/** What to say about the clocks of central and this machine being apart, or null. */
export function skewProblem(skew: number): string | null {
  if (Math.abs(skew) < SKEW_NAMED_MS) return null;
  const minutes = Math.round(Math.abs(skew) / 60_000);
  return `The clock of this machine is ${minutes} minutes ${skew > 0 ? 'slow' : 'fast'} by central's.`;
}

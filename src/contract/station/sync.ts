/** The line to central: a station works without it, says so, and catches up. */
import { z } from 'zod';
import { Instant, procedure } from './base.ts';

export const SyncStatus = z.object({
  state: z.enum(['not_paired', 'online', 'offline', 'refused']),
  /** Since when central has been away (or has refused this station). */
  since: Instant.nullable(),
  lastPullAt: Instant.nullable(),
  lastPushAt: Instant.nullable(),
  /** Facts on record here that central does not have yet. */
  waitingFacts: z.int(),
  /** Promised to this station by central, and not on paper yet. */
  leased: z.int(),
  /** The earliest end of a lease held. */
  leasesUntil: Instant.nullable(),
  conflicts: z.int(),
  /** First fill in progress: certificates received so far. */
  filling: z.int().nullable(),
  problem: z.string().nullable(),
});
export type SyncStatus = z.infer<typeof SyncStatus>;

/** A switch that central has thrown for all stations. */
export const Emergency = z.object({
  kind: z.enum(['pause_issuance', 'digital_only', 'hold_shipping']),
  reason: z.string(),
  startedAt: Instant,
  startedBy: z.string(),
  endsAt: Instant.nullable(),
});
export type Emergency = z.infer<typeof Emergency>;

/** A fact of this station that central took and found at odds with what it knew (an expired lease, say). */
export const SyncConflict = z.object({
  conflictId: z.string(),
  at: Instant,
  certificateNumber: z.string().nullable(),
  kind: z.string(),
  detail: z.string(),
});

export const syncContract = {
  status: procedure('signed_in').output(SyncStatus),
  runNow: procedure('sync.run').output(SyncStatus),
  emergencies: procedure('signed_in').output(z.array(Emergency)),
  conflicts: procedure('audit.read').output(z.array(SyncConflict)),
};

/** The line to central: a station works without it, says so, and catches up. */
import { z } from 'zod';
import { PieceStage } from '../../domain/work/stages.ts';
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

/** What became of a piece after the backup, as a person says. */
export const RestoredOutcome = z.enum(['not_printed', 'printed', 'mailed']);
export type RestoredOutcome = z.infer<typeof RestoredOutcome>;

/** A batch (null: work that was promised and not begun) of which pieces may have been printed after the backup. */
export const RestoredBatch = z.object({
  batchId: z.string().nullable(),
  batchNumber: z.string().nullable(),
  restoredAt: Instant,
  pieces: z.array(
    z.object({
      deliverableId: z.string(),
      certificateNumber: z.string(),
      issuedName: z.string(),
      position: z.int().nullable(),
      stage: PieceStage,
      /** What central knows of it, null where that is the same: a later stage proves that it was printed. */
      centralStage: PieceStage.nullable(),
    }),
  ),
});
export type RestoredBatch = z.infer<typeof RestoredBatch>;

export const syncContract = {
  status: procedure('signed_in').output(SyncStatus),
  runNow: procedure('sync.run').output(SyncStatus),
  emergencies: procedure('signed_in').output(z.array(Emergency)),
  conflicts: procedure('audit.read').output(z.array(SyncConflict)),
  /** After a restore from a backup: work that is held until somebody has said what became of it. */
  restored: procedure('queue.read').output(z.array(RestoredBatch)),
  /** Settles one of these batches. What is not named was not printed after the backup. */
  settleRestored: procedure('conflict.resolve')
    .input(
      z.object({
        batchId: z.string().max(100).nullable(),
        /** Printed, and the sheets are in the house: they wait for their scan. */
        printed: z.array(z.string().max(100)).max(5000).default([]),
        /** Printed and handed over already. */
        mailed: z.array(z.string().max(100)).max(5000).default([]),
      }),
    )
    .output(z.object({ settled: z.int() })),
};

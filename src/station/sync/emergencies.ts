import { z } from 'zod';
import { Emergency } from '../../contract/station/sync.ts';
import type { StationContext } from '../context.ts';
import { sqlRead } from '../db/statements.ts';
import type { Reader } from '../db/statements.ts';

const inForce = sqlRead<{ now: number }, Emergency>(
  `SELECT kind, reason, started_at AS startedAt, started_by AS startedBy, ends_at AS endsAt FROM emergencies
   WHERE ended = 0 AND (ends_at IS NULL OR ends_at > @now) ORDER BY started_at`,
  z.object(Emergency.shape),
);

/** The emergency switches that are thrown now. */
export function emergenciesInForce(tx: Reader, ctx: Pick<StationContext, 'clock'>): Emergency[] {
  return inForce.all(tx, { now: ctx.clock.now() });
}

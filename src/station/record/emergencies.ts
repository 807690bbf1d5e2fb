import { sql } from 'drizzle-orm';
import type { StationContext } from '../context.ts';
import { emergencies } from '../db/schema/central.ts';
import { readQuery } from '../db/statements.ts';
import type { Named, Reader } from '../db/statements.ts';

const running = readQuery((query, v: Named<{ kind: 'pause_issuance' | 'digital_only' | 'hold_shipping'; now: number }>) =>
  query
    .select({ reason: emergencies.reason })
    .from(emergencies)
    .where(
      sql`${emergencies.kind} = ${v.kind} AND ${emergencies.ended} = 0
        AND (${emergencies.endsAt} IS NULL OR ${emergencies.endsAt} > ${v.now})`,
    ),
);

/** Why a switch that central has thrown is on just now, or null when it is off. */
export function emergencyReason(tx: Reader, ctx: Pick<StationContext, 'clock'>, kind: 'digital_only' | 'hold_shipping'): string | null {
  return running.get(tx, { kind, now: ctx.clock.now() })?.reason ?? null;
}

import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { StationContext } from '../context.ts';
import { syncConflicts } from '../db/schema/station.ts';
import { sqlRead, writeQuery } from '../db/statements.ts';
import type { Named, Reader, Writer } from '../db/statements.ts';

const insert = writeQuery(
  (
    query,
    v: Named<{ conflictId: string; at: number; kind: string; certificateId: string | null; detail: string }>,
  ) =>
    query
      .insert(syncConflicts)
      .values({
        conflictId: v.conflictId,
        at: v.at,
        kind: v.kind,
        certificateId: sql`${v.certificateId}`,
        detail: v.detail,
      })
      .onConflictDoNothing(),
);

/** Something that central and this station see differently, for a supervisor. The same id again changes nothing. */
export function recordConflict(
  tx: Writer,
  ctx: StationContext,
  conflict: {
    readonly conflictId: string;
    readonly kind: string;
    readonly certificateId: string | null;
    readonly detail: string;
  },
): void {
  insert.run(tx, { ...conflict, at: ctx.clock.now() });
  ctx.live.changed(tx, [{ topic: 'alerts' }, { topic: 'sync' }]);
}

const open = sqlRead(
  `SELECT s.conflict_id AS conflictId, s.at, s.kind, s.detail, c.certificate_number AS certificateNumber
   FROM sync_conflicts s LEFT JOIN certificates c ON c.certificate_id = s.certificate_id
   WHERE s.resolved_at IS NULL ORDER BY s.at DESC LIMIT 500`,
  z.object({
    conflictId: z.string(),
    at: z.int(),
    kind: z.string(),
    detail: z.string(),
    certificateNumber: z.string().nullable(),
  }),
);

/** Open conflicts, newest first. */
export function openConflicts(tx: Reader): ReturnType<typeof open.all> {
  return open.all(tx, {});
}

import { RaisedConflict } from '../../../contract/central/facts.ts';
import type { Context } from '../../context.ts';

const columns = `conflict_id AS "conflictId", station_id AS "stationId", sequence, kind, detail,
  certificate_id AS "certificateId", raised_at AS "raisedAt", settled_at AS "settledAt", settled_by AS "settledBy"`;

/** Conflicts that a supervisor has looked at, or has still to; newest first, at most 1,000. */
export function listConflicts(context: Context, settled: boolean): Promise<RaisedConflict[]> {
  return context.db.reader.all(
    RaisedConflict,
    `SELECT ${columns} FROM conflicts WHERE (settled_at IS NOT NULL) = $1 ORDER BY conflict_id DESC LIMIT 1000`,
    [settled],
  );
}

/** Notes that a person looked at it; the first one stays on record. Null where there is no such conflict. */
export function settleConflict(
  context: Context,
  conflictId: number,
  by: string,
): Promise<RaisedConflict | null> {
  return context.db.write(async (writer) => {
    await writer.run(
      'UPDATE conflicts SET settled_at = $2, settled_by = $3 WHERE conflict_id = $1 AND settled_at IS NULL',
      [conflictId, context.clock.now(), by],
    );
    return writer.one(RaisedConflict, `SELECT ${columns} FROM conflicts WHERE conflict_id = $1`, [
      conflictId,
    ]);
  });
}

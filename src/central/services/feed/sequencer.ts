import { z } from 'zod';
import type { Database } from '../../db/database.ts';

/** Held while places are given out, so that one process at a time does it. */
const SEQUENCER_LOCK = 7_205_312;

/** So many changes get their places in one transaction: after an import of a whole school each stays a moment's work. */
const PORTION = 20_000;

/**
 * Gives committed changes their place in the feed.
 *
 * A writer only adds to `feed_pending`, so a slow transaction holds nobody up. Whoever reads the feed first moves what is
 * committed by then behind the last place, under a lock that is held until the places themselves are committed. So a
 * place, once visible, has none missing before it: a change that commits later gets a later place, whichever started
 * first. Places are no smaller than the time in milliseconds: after a restore from a backup new changes stand behind every
 * place that was ever given out, also behind those that the backup does not know. The feed keeps one row for each subject, at the place of its last change; that is enough because a change
 * carries the whole state, and it keeps a new station's first fill as long as the school, not as long as its history.
 *
 * @returns how many subjects were moved.
 */
export async function sequence(database: Database): Promise<number> {
  const waiting = await database.reader.one(
    z.object({ some: z.boolean() }),
    'SELECT EXISTS (SELECT 1 FROM feed_pending) AS some',
  );
  if (waiting?.some !== true) return 0;
  for (let moved = 0; ;) {
    const portion = await sequencePortion(database);
    moved += portion.subjects;
    if (portion.changes < PORTION) return moved;
  }
}

function sequencePortion(
  database: Database,
): Promise<{ readonly changes: number; readonly subjects: number }> {
  return database.write(async (writer) => {
    await writer.all(z.unknown(), 'SELECT pg_advisory_xact_lock($1)', [SEQUENCER_LOCK]);
    const portion = await writer.one(
      z.object({ changes: z.int(), subjects: z.int() }),
      `WITH taken AS (
         DELETE FROM feed_pending WHERE seq IN (SELECT seq FROM feed_pending ORDER BY seq LIMIT ${PORTION})
         RETURNING seq, kind, subject_id
       ), latest AS (
         SELECT kind, subject_id, max(seq) AS seq FROM taken GROUP BY kind, subject_id
       ), head AS (
         SELECT greatest(coalesce(max(position), 0), floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint) AS position
         FROM feed
       ), placed AS (
         INSERT INTO feed (kind, subject_id, position)
         SELECT latest.kind, latest.subject_id, head.position + row_number() OVER (ORDER BY latest.seq)
         FROM latest CROSS JOIN head
         ORDER BY latest.seq
         ON CONFLICT (kind, subject_id) DO UPDATE SET position = excluded.position
         RETURNING 1
       )
       SELECT (SELECT count(*) FROM taken) AS changes, (SELECT count(*) FROM placed) AS subjects`,
    );
    return portion ?? { changes: 0, subjects: 0 };
  });
}

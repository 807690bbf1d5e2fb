import { z } from 'zod';
import type { FeedPage } from '../../../contract/central/feed.ts';
import type { Context } from '../../context.ts';
import type { Reader } from '../../db/database.ts';
import { readSetting } from '../storedSettings.ts';
import { sequence } from './sequencer.ts';
import { loadChanges } from './subjects.ts';

const Total = z.object({ total: z.int() });
const Head = z.object({ position: z.int() });

/** Below this many certificates the total is counted at every call; above it, at most once a minute. */
const COUNT_ALWAYS_BELOW = 20_000;
const COUNT_AGAIN_MS = 60_000;

/** The total is only for a progress bar, so each process may remember its own count for a while. */
const counted = new WeakMap<object, { readonly at: number; readonly total: number }>();

async function certificatesTotal(context: Context, reader: Reader): Promise<number> {
  const now = context.clock.now();
  const known = counted.get(context.db);
  if (known !== undefined && known.total >= COUNT_ALWAYS_BELOW && now - known.at < COUNT_AGAIN_MS)
    return known.total;
  const total = (await reader.one(Total, 'SELECT count(*) AS total FROM certificates'))?.total ?? 0;
  counted.set(context.db, { at: now, total });
  return total;
}

/** The place in a cursor; a cursor of another database, or none, starts at the beginning: applying twice is harmless. */
function placeIn(cursor: string | undefined, feedId: string): number {
  const [, id, place] = /^([0-9a-f]+)\.(\d{1,15})$/u.exec(cursor ?? '') ?? [];
  return id === feedId && place !== undefined ? Number(place) : 0;
}

/**
 * The next changes after a cursor, oldest first, each with the whole state of its subject as it is now.
 *
 * @param limit at most so many changes.
 */
export async function pullFeed(
  context: Context,
  cursor: string | undefined,
  limit: number,
): Promise<FeedPage> {
  await sequence(context.db);
  return context.db.read(async (reader) => {
    const feedId = z.string().parse(await readSetting(reader, 'feedId'));
    const head =
      (await reader.one(Head, 'SELECT coalesce(max(position), 0) AS position FROM feed'))?.position ?? 0;
    const asked = placeIn(cursor, feedId);
    // A place that was never given out is of a time that a restore from a backup has taken back.
    const from = asked > head ? 0 : asked;
    const page = await reader.one(
      z.object({ last: z.int().nullable(), found: z.int() }),
      `SELECT max(position) AS last, count(*) AS found FROM (
         SELECT position FROM feed WHERE position > $1 ORDER BY position LIMIT $2
       ) AS page`,
      [from, limit],
    );
    const to = page?.last ?? from;
    return {
      changes: to > from ? await loadChanges(reader, from, to) : [],
      cursor: `${feedId}.${to}`,
      more: head > to,
      certificatesTotal: await certificatesTotal(context, reader),
      now: context.clock.now(),
    };
  });
}

import type { FeedChange } from '../../contract/central/feed.ts';
import { ok } from '../../domain/result.ts';
import type { StationContext } from '../context.ts';
import { readSetting, writeSetting } from '../record/settings.ts';
import { indexWords } from '../search/wordIndex.ts';
import { applyChanges } from './applyFeed.ts';
import type { Answer, Central } from './central.ts';

/** Changes a page and a transaction. */
const PAGE = 2000;
/**
 * While a station is filled for the first time nobody works at it yet. Then larger pages are asked for, and several go into
 * one transaction: a page of the random indexes is written once for all rows on it. At 100,000 certificates a transaction of
 * 2000 writes three times as much as one of 20,000; one of 10,000 a third more, in the same time and with half the wait.
 */
const FILLING_PAGE = 2500;
const FILLING_ROWS = 10_000;
/** When nothing changed, the time of the last pull goes to disk this seldom. */
const NOTE_EVERY_MS = 60_000;
/** Differences of the clocks below this are the way's, not the clock's. */
const SKEW_NOTED_MS = 2000;

/** What a pull brought. */
export interface Pulled {
  readonly changes: number;
  readonly certificates: number;
  readonly stopped: number;
  /** Central's clock less this one, in milliseconds. */
  readonly skew: number;
}

/**
 * Takes the feed to its present end, page by page, each page in one transaction with its cursor: a crash repeats a page
 * at most, and applying one twice is harmless. While a page is written the next one is already on its way, and no more
 * than that: memory stays flat however much there is.
 */
export async function pullAll(
  ctx: StationContext,
  central: Central,
  stationId: string,
  progress: (certificates: number) => void,
): Promise<Answer<Pulled>> {
  const before = ctx.db.read((tx) => ({
    cursor: readSetting(tx, 'feedCursor'),
    skew: readSetting(tx, 'clockSkew') ?? 0,
    lastPullAt: readSetting(tx, 'lastPullAt') ?? 0,
    filled: readSetting(tx, 'filled') ?? false,
  }));
  let { cursor, skew } = before;
  let written = cursor;
  const sum = { changes: 0, certificates: 0, stopped: 0 };
  const filling = !before.filled;
  const size = filling ? FILLING_PAGE : PAGE;
  let coming = central.pull(cursor, size);
  let gathered: FeedChange[] = [];
  for (;;) {
    const answer = await coming;
    if (!answer.ok) return answer;
    const page = answer.value;
    const now = ctx.clock.now();
    const more = page.more && page.cursor !== cursor && !ctx.stopping.aborted;
    if (more) coming = central.pull(page.cursor, size);
    gathered.push(...page.changes);
    cursor = page.cursor;
    if (filling && more && gathered.length < FILLING_ROWS) continue;
    const skewMoved = Math.abs(page.now - now - skew) > SKEW_NOTED_MS;
    if (skewMoved) skew = page.now - now;
    if (gathered.length > 0 || skewMoved || now - before.lastPullAt >= NOTE_EVERY_MS) {
      const inTurn = ctx.db.write((tx) => {
        // Another pull was faster: what is in hand may be older than what is on disk.
        if (readSetting(tx, 'feedCursor') !== written) return false;
        const applied = applyChanges(tx, ctx, stationId, gathered, filling);
        sum.changes += gathered.length;
        sum.certificates += applied.certificates;
        sum.stopped += applied.stopped;
        writeSetting(tx, 'feedCursor', page.cursor);
        writeSetting(tx, 'lastPullAt', now);
        if (skewMoved) writeSetting(tx, 'clockSkew', skew);
        return true;
      });
      if (!inTurn) {
        if (more) await coming;
        return pullAll(ctx, central, stationId, progress);
      }
      written = page.cursor;
      progress(sum.certificates);
      gathered = [];
    }
    if (more) continue;
    if (filling && !page.more) await indexWords(ctx);
    return ok({ ...sum, skew });
  }
}

import { max, sql } from 'drizzle-orm';
import type { Fact } from '../../contract/central/facts.ts';
import type { StationContext } from '../context.ts';
import { outbox } from '../db/schema/station.ts';
import { readQuery, writeQuery } from '../db/statements.ts';
import type { Named, Reader, Writer } from '../db/statements.ts';
import { readSetting } from './settings.ts';

const last = readQuery((query) => query.select({ sequence: max(outbox.sequence) }).from(outbox));

const append = writeQuery((query, v: Named<{ sequence: number; fact: string; createdAt: number }>) =>
  query.insert(outbox).values({ sequence: sql`${v.sequence}`, fact: v.fact, createdAt: v.createdAt }),
);

/** The number of the newest fact, here or at central; 0 where there is none. */
export function newestFact(tx: Reader): number {
  return Math.max(last.get(tx, {})?.sequence ?? 0, readSetting(tx, 'forgottenFacts') ?? 0);
}

/**
 * Puts a fact into the outbox for central, in the transaction of the change that it tells of: both are on disk or
 * neither. Sequences count from 1 without gaps.
 */
export function recordFact(
  tx: Writer,
  ctx: Pick<StationContext, 'clock' | 'live' | 'wake'>,
  fact: Fact,
): void {
  const sequence = newestFact(tx) + 1;
  append.run(tx, { sequence, fact: JSON.stringify(fact), createdAt: ctx.clock.now() });
  ctx.live.changed(tx, [{ topic: 'sync' }]);
  tx.afterCommit(() => ctx.wake.call('sync'));
}

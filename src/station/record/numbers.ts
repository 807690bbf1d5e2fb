import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { StationContext } from '../context.ts';
import { settings } from '../db/schema/station.ts';
import { sqlRead, writeQuery } from '../db/statements.ts';
import type { Named, Writer } from '../db/statements.ts';

const last = sqlRead<{ key: string }, { value: number }>(
  'SELECT CAST(value AS INTEGER) AS value FROM settings WHERE key = @key',
  z.object({ value: z.int() }),
);

const save = writeQuery((query, v: Named<{ key: string; value: string }>) =>
  query
    .insert(settings)
    .values({ key: v.key, value: v.value })
    .onConflictDoUpdate({ target: settings.key, set: { value: sql`excluded.value` } }),
);

/** What is numbered for people: batches, parcels and manifests, each anew every year (UTC). */
export type NumberedThing = 'batch' | 'parcel' | 'manifest';

const PREFIX: Readonly<Record<NumberedThing, string>> = { batch: 'B', parcel: 'P', manifest: 'M' };

/** The next number for people, such as `B-2026-0042`; taken for good when the transaction is on disk. */
export function nextNumber(tx: Writer, ctx: Pick<StationContext, 'clock'>, thing: NumberedThing): string {
  const year = new Date(ctx.clock.now()).getUTCFullYear();
  const key = `number.${thing}.${year}`;
  const value = (last.get(tx, { key })?.value ?? 0) + 1;
  save.run(tx, { key, value: String(value) });
  return `${PREFIX[thing]}-${year}-${String(value).padStart(4, '0')}`;
}

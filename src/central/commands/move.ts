import { z } from 'zod';
import type { Database, Reader, Writer } from '../db/database.ts';

/** Why nothing was moved, or why it was taken back. */
export class CannotMove extends Error {
  override readonly name = 'CannotMove';
}

/** One table as it is in both databases. */
export interface MovedTable {
  readonly table: string;
  readonly rows: number;
  /** Of all rows, whatever their order. */
  readonly hash: string;
}

const ROWS_AT_ONCE = 500;
/** Rows of these hold files. */
const largeRows: ReadonlySet<string> = new Set(['template_versions']);
/** Each database has its own: what it was brought forward by, and what counts for a minute. */
const NOT_MOVED = new Set(['schema_migrations', 'verify_limits']);

const Name = z.object({ name: z.string() });

/** Tables in an order in which each comes after those that it refers to. */
async function tablesInOrder(reader: Reader): Promise<string[]> {
  const all = await reader.all(
    Name,
    `SELECT c.relname AS name FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace ORDER BY 1`,
  );
  const references = await reader.all(
    z.object({ from: z.string(), to: z.string() }),
    `SELECT c.conrelid::regclass::text AS "from", c.confrelid::regclass::text AS "to" FROM pg_constraint c
     WHERE c.contype = 'f' AND c.connamespace = 'public'::regnamespace AND c.conrelid <> c.confrelid`,
  );
  const left = new Set(all.map((each) => each.name).filter((name) => !NOT_MOVED.has(name)));
  const ordered: string[] = [];
  while (left.size > 0) {
    const ready = [...left].filter(
      (name) => !references.some((each) => each.from === name && left.has(each.to)),
    );
    if (ready.length === 0) throw new Error('The tables refer to each other in a circle');
    for (const name of ready) {
      left.delete(name);
      ordered.push(name);
    }
  }
  return ordered;
}

/** Count and hash of a table: the sum of the first 60 bits of each row's MD5, so that the order of rows does not matter. */
async function fingerprint(reader: Reader, table: string): Promise<MovedTable> {
  const row = await reader.one(
    z.object({ rows: z.int(), hash: z.string() }),
    `SELECT count(*) AS rows,
       coalesce(sum(('x' || substr(md5(to_jsonb(t)::text), 1, 15))::bit(60)::bigint)::text, '0') AS hash FROM ${table} t`,
  );
  if (row === null) throw new Error('Counting gave no row');
  return { table, ...row };
}

/** A table that refers to itself is filled without that column first. */
const SELF_REFERENCE: Readonly<Record<string, { readonly key: string; readonly column: string }>> = {
  certificates: { key: 'certificate_id', column: 'supersedes' },
};

async function copy(from: Reader, to: Writer, table: string): Promise<void> {
  const self = SELF_REFERENCE[table];
  const Rows = z.object({ rows: z.string().nullable() });
  const count = largeRows.has(table) ? 1 : ROWS_AT_ONCE;
  await from.all(
    z.unknown(),
    `DECLARE move_${table} NO SCROLL CURSOR FOR SELECT to_jsonb(t) AS row FROM ${table} t`,
  );
  for (;;) {
    const fetched = await from.all(z.object({ row: z.unknown() }), `FETCH ${count} FROM move_${table}`);
    if (fetched.length === 0) break;
    const rows = JSON.stringify(fetched.map((each) => each.row));
    await to.run(
      `INSERT INTO ${table} OVERRIDING SYSTEM VALUE
       SELECT * FROM jsonb_populate_recordset(NULL::${table}, ${self === undefined ? '$1::jsonb' : `(SELECT jsonb_agg(each.row - '${self.column}') FROM jsonb_array_elements($1::jsonb) AS each(row))`})`,
      [rows],
    );
  }
  await from.all(z.unknown(), `CLOSE move_${table}`);
  if (self === undefined) return;
  const { key, column } = self;
  const referring = await from.all(
    Rows,
    `SELECT jsonb_agg(jsonb_build_object('k', ${key}, 'v', ${column}))::text AS rows FROM ${table} WHERE ${column} IS NOT NULL`,
  );
  await to.run(
    `UPDATE ${table} t SET ${column} = r.v FROM jsonb_to_recordset($1::jsonb) AS r(k text, v text) WHERE t.${key} = r.k`,
    [referring[0]?.rows ?? '[]'],
  );
}

/** Numbers that the database gives out go on after the highest that was moved. */
async function continueSequences(writer: Writer): Promise<void> {
  const columns = await writer.all(
    z.object({ table: z.string(), column: z.string() }),
    `SELECT table_name AS "table", column_name AS "column" FROM information_schema.columns
     WHERE table_schema = 'public' AND is_identity = 'YES'`,
  );
  for (const { table, column } of columns) {
    await writer.all(
      z.unknown(),
      `SELECT setval(pg_get_serial_sequence('${table}', '${column}'), coalesce(max(${column}), 0) + 1, false) FROM ${table}`,
    );
  }
}

/**
 * Moves everything from one database to another that was just made and migrated, in one transaction, and compares count and
 * hash of every table before it is kept.
 *
 * @throws CannotMove when the target holds something, or differs afterwards; then the target is as it was.
 */
export function moveDatabase(from: Database, to: Database): Promise<MovedTable[]> {
  return from.read((source) =>
    to.write(async (target) => {
      await target.run('SET LOCAL statement_timeout = 0');
      await target.run('SET LOCAL idle_in_transaction_session_timeout = 0');
      const tables = await tablesInOrder(source);
      const there = await tablesInOrder(target);
      if (tables.toSorted().join() !== there.toSorted().join())
        throw new CannotMove(
          'The two databases have different tables: bring both forward with the same program.',
        );
      for (const table of there) {
        const { rows } = await fingerprint(target, table);
        if (rows > 0)
          throw new CannotMove(`The target is not empty: ${table} has ${rows} rows. Nothing was changed.`);
      }
      for (const table of tables) await copy(source, target, table);
      await continueSequences(target);
      const moved: MovedTable[] = [];
      for (const table of tables) {
        const [before, after] = [await fingerprint(source, table), await fingerprint(target, table)];
        if (before.rows !== after.rows || before.hash !== after.hash)
          throw new CannotMove(
            `${table} differs after the move (${before.rows} and ${after.rows} rows). Nothing was kept.`,
          );
        moved.push(after);
      }
      return moved;
    }),
  );
}

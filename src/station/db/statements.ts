/**
 * Queries, prepared once a connection and run with named values: unprepared, one costs more than ten times as much.
 * A read query takes a {@link Reader}, a write query a {@link Writer}: what only reads cannot be handed a way to write.
 */
import type Sqlite from 'better-sqlite3';
import { sql } from 'drizzle-orm';
import type { Placeholder } from 'drizzle-orm';
import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3';
import type { z } from 'zod';
import { StatementKey } from './connection.ts';
import type { Connection } from './connection.ts';

/** A look at the database as it is at one moment. */
export interface Reader {
  readonly reads: Connection;
}

/** The one transaction that may write just now; it also reads what it wrote. */
export interface Writer extends Reader {
  readonly writes: Connection;
  /** Runs when the transaction is on disk; never when it is rolled back. */
  afterCommit(task: () => void): void;
}

/** A prepared SELECT. */
export interface ReadStatement<Values extends object, All, Get> {
  /** Every row. */
  all(tx: Reader, values: Values): All;
  /** The first row, or undefined. */
  get(tx: Reader, values: Values): Get;
}

/** A prepared SELECT that can also be walked row by row. */
export interface RowStatement<Values extends object, Row> extends ReadStatement<
  Values,
  Row[],
  Row | undefined
> {
  /** Row by row, for what must not stand in memory whole. Nothing else runs on the connection meanwhile. */
  each(tx: Reader, values: Values): Generator<Row>;
}

/** A prepared change. */
export interface WriteStatement<Values extends object> {
  /** Does it; answers with how many rows it changed. */
  run(tx: Writer, values: Values): number;
}

/** A prepared change for many rows: values by their place, which costs half of values by name. */
export interface BulkStatement<Values extends readonly unknown[]> {
  /** Does it; answers with how many rows it changed. */
  run(tx: Writer, ...values: Values): number;
  /** Inserts one row; answers with its row number, or null when it was there already. */
  insert(tx: Writer, ...values: Values): number | null;
}

/** The named values of a query, as they stand in it. */
export type Named<Values> = { readonly [Name in keyof Values]: Placeholder<Name & string, Values[Name]> };

type ReadBuilder = Pick<BetterSQLite3Database, 'select' | 'selectDistinct'>;
type WriteBuilder = Pick<BetterSQLite3Database, 'insert' | 'update' | 'delete'>;

interface Selects<All, Get> {
  prepare(): { all(values?: Record<string, unknown>): All; get(values?: Record<string, unknown>): Get };
}
interface Changes {
  prepare(): { run(values?: Record<string, unknown>): Sqlite.RunResult };
}

function placeholders<Values extends object>(): Named<Values> {
  // A proxy has every name, and `Named` lets through only those of the query's values.
  return new Proxy({} as Named<Values>, { get: (_, name) => sql.placeholder(String(name)) });
}

function bound(values: object): Record<string, unknown> {
  const out: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(values))
    out[name] = typeof value === 'boolean' ? Number(value) : value;
  return out;
}

class ReadQuery<Values extends object, All, Get>
  extends StatementKey<ReturnType<Selects<All, Get>['prepare']>>
  implements ReadStatement<Values, All, Get>
{
  readonly #build: (query: ReadBuilder, values: Named<Values>) => Selects<All, Get>;

  constructor(build: (query: ReadBuilder, values: Named<Values>) => Selects<All, Get>) {
    super();
    this.#build = build;
  }

  prepare(connection: Connection): ReturnType<Selects<All, Get>['prepare']> {
    return this.#build(connection.drizzle, placeholders<Values>()).prepare();
  }

  all(tx: Reader, values: Values): All {
    return tx.reads.prepared(this).all(bound(values));
  }

  get(tx: Reader, values: Values): Get {
    return tx.reads.prepared(this).get(bound(values));
  }
}

class WriteQuery<Values extends object>
  extends StatementKey<ReturnType<Changes['prepare']>>
  implements WriteStatement<Values>
{
  readonly #build: (query: WriteBuilder, values: Named<Values>) => Changes;

  constructor(build: (query: WriteBuilder, values: Named<Values>) => Changes) {
    super();
    this.#build = build;
  }

  prepare(connection: Connection): ReturnType<Changes['prepare']> {
    return this.#build(connection.drizzle, placeholders<Values>()).prepare();
  }

  run(tx: Writer, values: Values): number {
    return tx.writes.prepared(this).run(bound(values)).changes;
  }
}

class SqlRead<Values extends object, Row>
  extends StatementKey<Sqlite.Statement>
  implements RowStatement<Values, Row>
{
  readonly #text: string;
  readonly #row: z.ZodType<Row>;

  constructor(text: string, row: z.ZodType<Row>) {
    super();
    this.#text = text;
    this.#row = row;
  }

  prepare(connection: Connection): Sqlite.Statement {
    return connection.sqlite.prepare(this.#text);
  }

  all(tx: Reader, values: Values): Row[] {
    return tx.reads
      .prepared(this)
      .all(bound(values))
      .map((row) => this.#row.parse(row));
  }

  get(tx: Reader, values: Values): Row | undefined {
    const row = tx.reads.prepared(this).get(bound(values));
    return row === undefined ? undefined : this.#row.parse(row);
  }

  *each(tx: Reader, values: Values): Generator<Row> {
    for (const row of tx.reads.prepared(this).iterate(bound(values))) yield this.#row.parse(row);
  }
}

class SqlWrite<Values extends object>
  extends StatementKey<Sqlite.Statement>
  implements WriteStatement<Values>
{
  readonly #text: string;

  constructor(text: string) {
    super();
    this.#text = text;
  }

  prepare(connection: Connection): Sqlite.Statement {
    return connection.sqlite.prepare(this.#text);
  }

  run(tx: Writer, values: Values): number {
    return tx.writes.prepared(this).run(bound(values)).changes;
  }
}

/**
 * A SELECT, written with drizzle and named values:
 * `readQuery((query, v: Named<{ pieceId: string }>) => query.select().from(pieces).where(eq(pieces.pieceId, v.pieceId)))`.
 */
export function readQuery<Values extends object, All, Get>(
  build: (query: ReadBuilder, values: Named<Values>) => Selects<All, Get>,
): ReadStatement<Values, All, Get> {
  return new ReadQuery(build);
}

/** An INSERT, UPDATE or DELETE, written with drizzle; a named value in `set` is written as sql`${v.name}`. */
export function writeQuery<Values extends object>(
  build: (query: WriteBuilder, values: Named<Values>) => Changes,
): WriteStatement<Values> {
  return new WriteQuery(build);
}

/** A SELECT in SQL, for what drizzle says badly; values are `@name` or `:name`, each row is parsed. */
export function sqlRead<Values extends object, Row>(
  text: string,
  row: z.ZodType<Row>,
): RowStatement<Values, Row> {
  return new SqlRead<Values, Row>(text, row);
}

/** A change in SQL, for what drizzle says badly or slowly; values are `@name`. */
export function sqlWrite<Values extends object>(text: string): WriteStatement<Values> {
  return new SqlWrite<Values>(text);
}

class BulkWrite<Values extends readonly unknown[]>
  extends StatementKey<Sqlite.Statement>
  implements BulkStatement<Values>
{
  readonly #text: string;

  constructor(text: string) {
    super();
    this.#text = text;
  }

  prepare(connection: Connection): Sqlite.Statement {
    return connection.sqlite.prepare(this.#text);
  }

  run(tx: Writer, ...values: Values): number {
    return tx.writes.prepared(this).run(...values).changes;
  }

  insert(tx: Writer, ...values: Values): number | null {
    const { changes, lastInsertRowid } = tx.writes.prepared(this).run(...values);
    return changes === 0 ? null : Number(lastInsertRowid);
  }
}

/** A change in SQL that is run for many rows; values are `?`, in order. */
export function bulkWrite<Values extends readonly (string | number | null | Uint8Array)[]>(
  text: string,
): BulkStatement<Values> {
  return new BulkWrite<Values>(text);
}

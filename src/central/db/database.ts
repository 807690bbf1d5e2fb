import type { z } from 'zod';

/** What may be sent as a parameter. Lists travel as JSON text and are taken apart in SQL, so that both databases agree. */
export type Param = string | number | boolean | null | Uint8Array;

/** Reads and nothing else: every statement runs in a read-only transaction, so the database refuses to change anything. */
export interface Reader {
  readonly mayRead: true;
  /** All rows, each parsed by `row`; a row that does not fit is a programming error and thrown. */
  all<S extends z.ZodType>(row: S, sql: string, params?: readonly Param[]): Promise<z.output<S>[]>;
  /** The only row, or null where there is none; more than one is a programming error. */
  one<S extends z.ZodType>(row: S, sql: string, params?: readonly Param[]): Promise<z.output<S> | null>;
}

/** Reads and writes inside one transaction. */
export interface Writer extends Reader {
  readonly mayWrite: true;
  /** Runs a statement and says how many rows it touched. */
  run(sql: string, params?: readonly Param[]): Promise<number>;
}

/** PGlite or PostgreSQL. Instants are milliseconds, dates are `YYYY-MM-DD`, bytes are Uint8Array, JSON is parsed. */
export interface Database {
  readonly kind: 'pglite' | 'postgres';
  /** Single statements, each seeing what is committed when it starts. */
  readonly reader: Reader;
  /** One statement that changes something, all of it or nothing, in one round trip. Gives its rows. */
  writeOnce<S extends z.ZodType>(row: S, sql: string, params?: readonly Param[]): Promise<z.output<S>[]>;
  /** Several statements that see one and the same state. */
  read<T>(work: (reader: Reader) => Promise<T>): Promise<T>;
  /**
   * One transaction: all of it or nothing. Deadlocks and serialization failures are tried again, so `work` must change
   * nothing but the database.
   */
  write<T>(work: (writer: Writer) => Promise<T>): Promise<T>;
  /** Ends open connections after what runs now; using the database afterwards throws. */
  close(): Promise<void>;
}

/**
 * The database cannot do this now: no connection came free in time, it cannot be reached, or the statement took too long
 * and was ended. Nothing of it was kept; whoever asked may ask again.
 */
export class DatabaseBusy extends Error {
  override readonly name = 'DatabaseBusy';
}

/** The rows of an answer and how many were touched, as either driver gives them. */
export interface RawAnswer {
  readonly rows: readonly unknown[];
  readonly touched: number;
}

/** Runs one statement on one connection. */
export type RawQuery = (sql: string, params: readonly Param[]) => Promise<RawAnswer>;

/** Runs a statement and parses its rows. */
export async function rowsOf<S extends z.ZodType>(
  query: RawQuery,
  row: S,
  sql: string,
  params: readonly Param[],
): Promise<z.output<S>[]> {
  const answer = await query(sql, params);
  return answer.rows.map((each) => row.parse(each));
}

/** A reader over one connection or pool. */
export function readerOver(query: RawQuery): Reader {
  return {
    mayRead: true,
    all: (row, sql, params = []) => rowsOf(query, row, sql, params),
    async one(row, sql, params = []) {
      const answer = await query(sql, params);
      if (answer.rows.length > 1) throw new Error(`Wanted one row, got ${answer.rows.length}`);
      return answer.rows.length === 0 ? null : row.parse(answer.rows[0]);
    },
  };
}

/** A writer over one connection that is inside a transaction. */
export function writerOver(query: RawQuery): Writer {
  return {
    ...readerOver(query),
    mayWrite: true,
    async run(sql, params = []) {
      return (await query(sql, params)).touched;
    },
  };
}

/** The SQLSTATE of a database error, or null where it is none. */
export function sqlState(error: unknown): string | null {
  if (typeof error !== 'object' || error === null || !('code' in error)) return null;
  return typeof error.code === 'string' && /^[0-9A-Z]{5}$/u.test(error.code) ? error.code : null;
}

/** The constraint that a statement broke, or null. */
export function brokenConstraint(error: unknown): string | null {
  if (sqlState(error) !== '23505' || typeof error !== 'object' || error === null) return null;
  return 'constraint' in error && typeof error.constraint === 'string' ? error.constraint : null;
}

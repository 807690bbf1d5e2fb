import { createHash } from 'node:crypto';
import pg from 'pg';
import { DatabaseBusy, readerOver, rowsOf, sqlState, writerOver } from './database.ts';
import type { Database, Param, RawAnswer } from './database.ts';

const INT8 = 20;
const DATE = 1082;
const NUMERIC = 1700;

const parsers: Readonly<Record<number, (text: string) => unknown>> = {
  [INT8]: Number,
  [NUMERIC]: Number,
  [DATE]: (text) => text,
};

const types = new pg.TypeOverrides();
for (const [oid, parse] of Object.entries(parsers)) types.setTypeParser(Number(oid), 'text', parse);

/** Deadlock and serialization failure: PostgreSQL asks for the transaction to be tried again. */
const tryAgain: ReadonlySet<string> = new Set(['40P01', '40001']);
const MAX_TRIES = 5;

const names = new Map<string, string>();

/** One name for each text, so that a connection parses and plans a statement once. */
function nameOf(sql: string): string {
  const known = names.get(sql);
  if (known !== undefined) return known;
  const name = createHash('sha1').update(sql).digest('hex');
  names.set(sql, name);
  return name;
}

/** No connections left, starting or stopping, and a statement that was ended because it took too long. */
const busy: ReadonlySet<string> = new Set(['53300', '57P01', '57P03', '57014', '25P03']);

async function ask(client: pg.PoolClient, sql: string, params: readonly Param[]): Promise<RawAnswer> {
  const answer = await client.query<Record<string, unknown>>({
    name: nameOf(sql),
    text: sql,
    values: params.map((each) => (each instanceof Uint8Array ? Buffer.from(each) : each)),
  });
  return { rows: answer.rows, touched: answer.rowCount ?? 0 };
}

/** How a PostgreSQL is used. */
export interface PostgresUse {
  /** At most so many connections in each of the two pools. */
  readonly connections: number;
  /** A call waits so long for a connection before it is turned away; five seconds unless told. */
  readonly waitMs?: number | undefined;
  /** A statement is ended after so long; a minute unless told. A transaction may be idle for as long. */
  readonly statementMs?: number | undefined;
  /** Told of a connection that broke while idle; the pool replaces it. */
  readonly onLost: (error: Error) => void;
}

const WAIT_MS = 5_000;
const STATEMENT_MS = 60_000;

/**
 * Opens a PostgreSQL database: one pool whose connections cannot write, and one for transactions. What finds no connection
 * in time, or takes too long, is thrown as DatabaseBusy.
 *
 * @param url a connection string, `postgres://user:password@host/database`.
 * @throws when the server cannot be reached or refuses the log-in.
 */
export async function openPostgres(url: string, about: PostgresUse): Promise<Database> {
  const statementMs = about.statementMs ?? STATEMENT_MS;
  const common = {
    connectionString: url,
    max: about.connections,
    types,
    application_name: 'certificate-central',
    connectionTimeoutMillis: about.waitMs ?? WAIT_MS,
    statement_timeout: statementMs,
    idle_in_transaction_session_timeout: statementMs,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
  };
  const readers = new pg.Pool({ ...common, options: '-c default_transaction_read_only=on' });
  const writers = new pg.Pool(common);
  readers.on('error', about.onLost);
  writers.on('error', about.onLost);
  try {
    await readers.query('SELECT 1');
  } catch (error) {
    await Promise.all([readers.end(), writers.end()]);
    throw error;
  }

  async function connected<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
    let client: pg.PoolClient;
    try {
      client = await pool.connect();
    } catch (cause) {
      throw new DatabaseBusy('No connection to the database came free', { cause });
    }
    // The pool listens only to connections that nobody uses.
    client.on('error', about.onLost);
    try {
      return await work(client);
    } catch (error) {
      const state = sqlState(error);
      if (state !== null && busy.has(state))
        throw new DatabaseBusy('The database ended a statement', { cause: error });
      throw error;
    } finally {
      client.off('error', about.onLost);
      client.release();
    }
  }

  const within = <T>(pool: pg.Pool, begin: string, work: (client: pg.PoolClient) => Promise<T>): Promise<T> =>
    connected(pool, async (client) => {
      await client.query(begin);
      try {
        const result = await work(client);
        await client.query('COMMIT');
        return result;
      } catch (error) {
        // What cannot be rolled back is a connection that is gone, and its transaction with it.
        await client.query('ROLLBACK').catch(about.onLost);
        throw error;
      }
    });

  return {
    kind: 'postgres',
    reader: readerOver((sql, params) => connected(readers, (client) => ask(client, sql, params))),
    writeOnce: (row, sql, params = []) =>
      rowsOf((text, values) => connected(writers, (client) => ask(client, text, values)), row, sql, params),
    read: (work) =>
      within(readers, 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY', (client) =>
        work(readerOver((sql, params) => ask(client, sql, params))),
      ),
    async write(work) {
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await within(writers, 'BEGIN', (client) =>
            work(writerOver((sql, params) => ask(client, sql, params))),
          );
        } catch (error) {
          const state = sqlState(error);
          if (state === null || !tryAgain.has(state) || attempt >= MAX_TRIES) throw error;
        }
      }
    },
    async close() {
      await Promise.all([readers.end(), writers.end()]);
    },
  };
}

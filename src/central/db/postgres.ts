import { createHash } from 'node:crypto';
import pg from 'pg';
import { readerOver, rowsOf, sqlState, writerOver } from './database.ts';
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

async function ask(
  client: pg.Pool | pg.PoolClient,
  sql: string,
  params: readonly Param[],
): Promise<RawAnswer> {
  const answer = await client.query<Record<string, unknown>>({
    name: nameOf(sql),
    text: sql,
    values: params.map((each) => (each instanceof Uint8Array ? Buffer.from(each) : each)),
  });
  return { rows: answer.rows, touched: answer.rowCount ?? 0 };
}

/**
 * Opens a PostgreSQL database: one pool whose connections cannot write, and one for transactions.
 *
 * @param url a connection string, `postgres://user:password@host/database`.
 * @param about.connections at most so many in each pool.
 * @param about.onLost told of a connection that broke while idle; the pool replaces it.
 * @throws when the server cannot be reached or refuses the log-in.
 */
export async function openPostgres(
  url: string,
  about: { readonly connections: number; readonly onLost: (error: Error) => void },
): Promise<Database> {
  const common = {
    connectionString: url,
    max: about.connections,
    types,
    application_name: 'certificate-central',
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

  async function within<T>(
    pool: pg.Pool,
    begin: string,
    work: (client: pg.PoolClient) => Promise<T>,
  ): Promise<T> {
    const client = await pool.connect();
    let broken: Error | undefined;
    try {
      await client.query(begin);
      const result = await work(client);
      await client.query('COMMIT');
      return result;
    } catch (error) {
      await client.query('ROLLBACK').catch((rollback: unknown) => {
        broken = rollback instanceof Error ? rollback : new Error(String(rollback));
      });
      throw error;
    } finally {
      client.release(broken);
    }
  }

  return {
    kind: 'postgres',
    reader: readerOver((sql, params) => ask(readers, sql, params)),
    writeOnce: (row, sql, params = []) =>
      rowsOf((text, values) => ask(writers, text, values), row, sql, params),
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

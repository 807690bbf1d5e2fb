import { mkdir } from 'node:fs/promises';
import { PGlite, types } from '@electric-sql/pglite';
import type { Transaction } from '@electric-sql/pglite';
import { readerOver, rowsOf, writerOver } from './database.ts';
import type { Database, Param, RawAnswer } from './database.ts';
import { lockFolder } from './folderLock.ts';

async function ask(transaction: Transaction, sql: string, params: readonly Param[]): Promise<RawAnswer> {
  const answer = await transaction.query<Record<string, unknown>>(sql, [...params]);
  return { rows: answer.rows, touched: answer.affectedRows ?? answer.rows.length };
}

/**
 * Opens the embedded database in a folder, or in memory where `folder` is null. It has one connection: a statement waits
 * behind an open transaction.
 *
 * @throws FolderInUse when another process, or this one, has the folder open.
 */
export async function openPglite(folder: string | null): Promise<Database> {
  if (folder !== null) await mkdir(folder, { recursive: true, mode: 0o700 });
  const lock = folder === null ? null : await lockFolder(folder);
  const options = { parsers: { [types.DATE]: (text: string) => text, [types.NUMERIC]: Number } };
  let engine: PGlite;
  try {
    engine = folder === null ? await PGlite.create(options) : await PGlite.create(folder, options);
  } catch (error) {
    await lock?.release();
    throw error;
  }
  const read = <T>(
    isolation: string,
    work: (query: (sql: string, params: readonly Param[]) => Promise<RawAnswer>) => Promise<T>,
  ) =>
    engine.transaction(async (transaction) => {
      await transaction.exec(`SET TRANSACTION ${isolation} READ ONLY`);
      return work((sql, params) => ask(transaction, sql, params));
    });
  return {
    kind: 'pglite',
    reader: readerOver((sql, params) => read('', (query) => query(sql, params))),
    writeOnce: (row, sql, params = []) =>
      rowsOf(
        (text, values) => engine.transaction((transaction) => ask(transaction, text, values)),
        row,
        sql,
        params,
      ),
    read: (work) => read('ISOLATION LEVEL REPEATABLE READ', (query) => work(readerOver(query))),
    write: (work) =>
      engine.transaction((transaction) => work(writerOver((sql, params) => ask(transaction, sql, params)))),
    async close() {
      await engine.close();
      await lock?.release();
    },
  };
}

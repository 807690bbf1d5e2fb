import Sqlite from 'better-sqlite3';
import type { Result } from '../../domain/result.ts';
import { Connection } from './connection.ts';
import { DiskFull, saysDiskFull } from './problems.ts';
import type { Reader, Writer } from './statements.ts';

/** What a database needs to know of its surroundings. */
export interface DatabaseOptions {
  /** The database's file. */
  readonly file: string;
  /** The folder it is in, as a person is told of it. */
  readonly folder: string;
  /** Told of a task after a commit that threw; the commit stands. */
  readonly taskFailed: (problem: unknown) => void;
}

class Transaction implements Writer {
  readonly reads: Connection;
  readonly writes: Connection;
  readonly tasks: (() => void)[] = [];

  constructor(connection: Connection) {
    this.reads = connection;
    this.writes = connection;
  }

  afterCommit(task: () => void): void {
    this.tasks.push(task);
  }
}

class RolledBack extends Error {}

/**
 * The station's database. Everything is synchronous: a transaction begins, runs and is on disk within one call, so no
 * other work of this program comes between its statements.
 *
 * Reading goes over a connection that cannot write. Writing is `BEGIN IMMEDIATE` to `COMMIT` with `synchronous=FULL`:
 * when `write` returns, a power cut loses nothing of it.
 */
export class Database {
  readonly #writer: Connection;
  readonly #reader: Connection;
  readonly #begin: Sqlite.Statement;
  readonly #commit: Sqlite.Statement;
  readonly #rollback: Sqlite.Statement;
  readonly #beginRead: Sqlite.Statement;
  readonly #endRead: Sqlite.Statement;
  readonly #options: DatabaseOptions;
  #busy: 'reading' | 'writing' | null = null;

  constructor(writer: Sqlite.Database, options: DatabaseOptions) {
    this.#options = options;
    this.#writer = new Connection(writer);
    const reader = new Sqlite(options.file, { readonly: true, fileMustExist: true });
    reader.pragma('query_only = ON');
    reader.pragma('busy_timeout = 5000');
    reader.pragma('cache_size = -65536');
    reader.pragma('mmap_size = 1073741824');
    this.#reader = new Connection(reader);
    this.#begin = writer.prepare('BEGIN IMMEDIATE');
    this.#commit = writer.prepare('COMMIT');
    this.#rollback = writer.prepare('ROLLBACK');
    this.#beginRead = reader.prepare('BEGIN');
    this.#endRead = reader.prepare('COMMIT');
  }

  /** Reads at one moment: every query in `task` sees the same state. Not inside another transaction. */
  read<T>(task: (tx: Reader) => T): T {
    this.#enter('reading');
    try {
      this.#beginRead.run();
      return settled(task({ reads: this.#reader }));
    } finally {
      if (this.#reader.sqlite.inTransaction) this.#endRead.run();
      this.#busy = null;
    }
  }

  /**
   * Writes all that `task` does, or nothing of it: when `task` throws, everything is rolled back and the error goes on.
   * Not inside another transaction: what belongs together takes the same `tx`.
   *
   * @throws DiskFull when the disk took no more; nothing was kept.
   */
  write<T>(task: (tx: Writer) => T): T {
    this.#enter('writing');
    const tx = new Transaction(this.#writer);
    let value: T;
    try {
      this.#begin.run();
      value = settled(task(tx));
      this.#commit.run();
    } catch (problem) {
      if (this.#writer.sqlite.inTransaction) this.#rollback.run();
      if (saysDiskFull(problem)) throw new DiskFull(this.#options.folder, problem);
      throw problem;
    } finally {
      this.#busy = null;
    }
    for (const after of tx.tasks) this.#afterwards(after);
    return value;
  }

  /** As {@link write}, for rules that can say no: an error result rolls everything back and is handed on. */
  attempt<T, E>(task: (tx: Writer) => Result<T, E>): Result<T, E> {
    let refused: Result<T, E> | null = null;
    try {
      return this.write((tx) => {
        const result = task(tx);
        if (result.ok) return result;
        refused = result;
        throw new RolledBack();
      });
    } catch (problem) {
      if (problem instanceof RolledBack && refused !== null) return refused;
      throw problem;
    }
  }

  /** Is every page of the file sound? Reads the whole file; for the doctor. Answers with what is wrong, or null. */
  check(): string | null {
    const said = this.#reader.sqlite.pragma('quick_check(1)', { simple: true });
    return said === 'ok' ? null : String(said);
  }

  /** Moves the write-ahead log into the file and closes both connections. */
  close(): void {
    this.#reader.sqlite.close();
    this.#writer.sqlite.close();
  }

  #enter(what: 'reading' | 'writing'): void {
    if (this.#busy !== null)
      throw new Error(`A transaction cannot begin inside another (${this.#busy}): hand on its tx`);
    this.#busy = what;
  }

  #afterwards(task: () => void): void {
    try {
      task();
    } catch (problem) {
      this.#options.taskFailed(problem);
    }
  }
}

function settled<T>(value: T): T {
  if (value instanceof Promise)
    throw new TypeError('A transaction ends when its function returns: it cannot be async');
  return value;
}

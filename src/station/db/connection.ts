import type Sqlite from 'better-sqlite3';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3';

/** One open connection and the statements that were prepared on it, each once. */
export class Connection {
  readonly sqlite: Sqlite.Database;
  readonly drizzle: BetterSQLite3Database;
  readonly #prepared = new WeakMap<object, unknown>();

  constructor(sqlite: Sqlite.Database) {
    this.sqlite = sqlite;
    this.drizzle = drizzle(sqlite);
  }

  /** What `prepare` made for this key on this connection; made at the first use. A key always has the same `prepare`. */
  prepared<Statement>(key: StatementKey<Statement>): Statement {
    const known = this.#prepared.get(key);
    if (known !== undefined && key.owns(known)) return known;
    const made = key.prepare(this);
    this.#prepared.set(key, made);
    return made;
  }
}

/** Names a statement and knows how to prepare it. */
export abstract class StatementKey<Statement> {
  abstract prepare(connection: Connection): Statement;

  /** Was this prepared by this key? Keys never share what they prepare. */
  owns(statement: unknown): statement is Statement {
    return statement !== undefined;
  }
}

import { statSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { err, ok } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import type { StationStartProblem } from '../ports/startProblem.ts';
import { Database } from './database.ts';
import { lockFolder } from './folderLock.ts';
import { migrate, readMigrations } from './migrate.ts';
import { saysCorrupt, saysDiskFull } from './problems.ts';

/** Where the database is and what it becomes. `now`: milliseconds since 1970. */
export interface OpenOptions {
  /** The data folder; must exist, and be on a local disk. */
  readonly folder: string;
  /** Holds the `.sql` files. */
  readonly migrations: string;
  readonly now: number;
  readonly taskFailed: (problem: unknown) => void;
}

/** An open database and the hold on its folder. */
export interface OpenDatabase {
  readonly db: Database;
  /** Closes the database and lets the folder go. */
  close(): void;
}

export const DATABASE_FILE = 'station.db';

/** Pages of the write-ahead log before it is moved into the file: 32 MiB, so that few scans wait for that. */
const LOG_PAGES = 8192;

/** Files up to this size are checked at every start; larger ones after a crash only, and when the doctor is asked. */
const CHECKED_ALWAYS_BYTES = 16 * 1024 * 1024;

/**
 * Opens the station's database: takes the folder, checks the file, brings it to the newest form. Nothing is changed when
 * it answers with a problem.
 */
export function openDatabase(options: OpenOptions): Result<OpenDatabase, StationStartProblem> {
  const { folder } = options;
  try {
    const lock = lockFolder(folder);
    if (!lock.ok) return lock;
    const opened = openLocked(options, lock.value.endedWell);
    if (!opened.ok) {
      lock.value.release();
      return opened;
    }
    const db = opened.value;
    return ok({
      db,
      close: () => {
        db.close();
        lock.value.release();
      },
    });
  } catch (problem) {
    if (saysDiskFull(problem)) return err({ tag: 'disk_full', folder });
    throw problem;
  }
}

function openLocked(options: OpenOptions, endedWell: boolean): Result<Database, StationStartProblem> {
  const file = join(options.folder, DATABASE_FILE);
  let sqlite: Sqlite.Database | null = null;
  try {
    sqlite = new Sqlite(file);
    sqlite.pragma('busy_timeout = 5000');
    sqlite.pragma('journal_mode = WAL');
    sqlite.pragma('synchronous = FULL');
    sqlite.pragma('foreign_keys = ON');
    sqlite.pragma('temp_store = MEMORY');
    sqlite.pragma('cache_size = -65536');
    sqlite.pragma(`wal_autocheckpoint = ${LOG_PAGES}`);
    const damage = endedWell && statSync(file).size > CHECKED_ALWAYS_BYTES ? null : damageOf(sqlite);
    if (damage !== null) {
      sqlite.close();
      return err({ tag: 'database_corrupt', file, detail: damage });
    }
    const migrated = migrate(sqlite, {
      file,
      folder: options.folder,
      migrations: readMigrations(options.migrations),
      now: options.now,
    });
    if (!migrated.ok) {
      sqlite.close();
      return migrated;
    }
    return ok(new Database(sqlite, { file, folder: options.folder, taskFailed: options.taskFailed }));
  } catch (problem) {
    sqlite?.close();
    if (saysCorrupt(problem)) {
      return err({
        tag: 'database_corrupt',
        file,
        detail: problem instanceof Error ? problem.message : String(problem),
      });
    }
    throw problem;
  }
}

function damageOf(sqlite: Sqlite.Database): string | null {
  const said = sqlite.pragma('quick_check(1)', { simple: true });
  return said === 'ok' ? null : String(said);
}

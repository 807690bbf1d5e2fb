import {
  copyFileSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
} from 'node:fs';
import { join } from 'node:path';
import type Sqlite from 'better-sqlite3';
import { err, ok } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import type { StationStartProblem } from '../ports/startProblem.ts';
import { saysDiskFull } from './problems.ts';

/** One step of the database's form. `version` is the number of its file. */
export interface Migration {
  readonly version: number;
  readonly name: string;
  readonly sql: string;
}

/**
 * Reads the migrations of a folder, in order: `0001_name.sql`, `0002_name.sql`. Numbers only grow and may leave gaps. Throws
 * for a file that is none, and for a number that is there twice.
 */
export function readMigrations(folder: string): readonly Migration[] {
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .toSorted();
  let before = 0;
  return names.map((name) => {
    const version = Number(/^(\d{4})_\w+\.sql$/u.exec(name)?.[1]);
    if (!(version > before)) throw new Error(`Migrations are numbered upwards; ${name} is out of place`);
    before = version;
    return { version, name, sql: readFileSync(join(folder, name), 'utf8') };
  });
}

/** What {@link migrate} works on. `now`: milliseconds since 1970, for the backup's name. */
export interface MigrateOptions {
  readonly file: string;
  readonly folder: string;
  readonly migrations: readonly Migration[];
  readonly now: number;
}

/**
 * Brings the database to the newest form. Each migration is one transaction together with its version number, so a kill
 * leaves the form before it or after it. A database that holds anything is copied to `backups/` first. Foreign keys are
 * off meanwhile (a rebuilt table would empty its children) and are checked before each commit.
 */
export function migrate(sqlite: Sqlite.Database, options: MigrateOptions): Result<null, StationStartProblem> {
  const { file, folder, migrations } = options;
  const databaseVersion = versionOf(sqlite);
  const programVersion = migrations.at(-1)?.version ?? 0;
  if (databaseVersion > programVersion)
    return err({ tag: 'database_newer_than_program', file, databaseVersion, programVersion });
  const wanted = migrations.filter(({ version }) => version > databaseVersion);
  if (wanted.length === 0) return ok(null);
  let backup: string | undefined;
  let current = '';
  sqlite.pragma('foreign_keys = OFF');
  try {
    if (databaseVersion > 0) backup = backUp(sqlite, options, databaseVersion);
    for (const migration of wanted) {
      current = migration.name;
      step(sqlite, migration);
    }
    return ok(null);
  } catch (problem) {
    if (sqlite.inTransaction) sqlite.exec('ROLLBACK');
    if (saysDiskFull(problem)) return err({ tag: 'disk_full', folder });
    const detail = problem instanceof Error ? problem.message : String(problem);
    return err({
      tag: 'migration_failed',
      file,
      migration: current,
      detail,
      ...(backup === undefined ? {} : { backup }),
    });
  } finally {
    sqlite.pragma('foreign_keys = ON');
  }
}

function step(sqlite: Sqlite.Database, migration: Migration): void {
  sqlite.exec('BEGIN IMMEDIATE');
  sqlite.exec(migration.sql);
  const broken = sqlite.pragma('foreign_key_check');
  if (Array.isArray(broken) && broken.length > 0)
    throw new Error(`${broken.length} rows would point at nothing`);
  sqlite.pragma(`user_version = ${migration.version}`);
  sqlite.exec('COMMIT');
}

/** The form of the database: how many migrations it has seen. */
export function versionOf(sqlite: Sqlite.Database): number {
  return Number(sqlite.pragma('user_version', { simple: true }));
}

function backUp(sqlite: Sqlite.Database, options: MigrateOptions, version: number): string {
  const folder = join(options.folder, 'backups');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const stamp = new Date(options.now).toISOString().replaceAll(/[:.]/gu, '-');
  const backup = join(folder, `station-form-${version}-${stamp}.db`);
  if (existsSync(backup)) return backup;
  // Everything is in the file itself after this, so a copy of the file is a copy of the database.
  sqlite.pragma('wal_checkpoint(TRUNCATE)');
  copyFileSync(options.file, `${backup}.part`);
  const copy = openSync(`${backup}.part`, 'r+');
  fsyncSync(copy);
  closeSync(copy);
  renameSync(`${backup}.part`, backup);
  return backup;
}

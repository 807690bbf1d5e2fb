import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Database } from './database.ts';

/** The database was made by a newer program, or a migration it has had was changed since. */
export class UnknownDatabase extends Error {
  override readonly name = 'UnknownDatabase';
}

const Applied = z.object({ version: z.int(), name: z.string(), sha256: z.string() });

/** One lock for all migrations of a database: only one process migrates at a time, the others wait and find it done. */
const MIGRATION_LOCK = 7_205_311;

interface Migration {
  readonly version: number;
  readonly name: string;
  readonly sql: string;
  readonly sha256: string;
}

async function readMigrations(folder: string): Promise<Migration[]> {
  const files = (await readdir(folder)).filter((each) => /^\d{4}_[a-z0-9_]+\.sql$/u.test(each)).toSorted();
  return Promise.all(
    files.map(async (name) => {
      const sql = await readFile(join(folder, name), 'utf8');
      return {
        version: Number(name.slice(0, 4)),
        name,
        sql,
        sha256: createHash('sha256').update(sql).digest('hex'),
      };
    }),
  );
}

/**
 * Brings the database forward, each migration in its own transaction, in order; never backward. Safe when several
 * processes start at once.
 *
 * @param folder holds `0001_name.sql`, `0002_name.sql`, ...
 * @returns the names of those applied now.
 * @throws UnknownDatabase when the database has a migration that this program does not have, or has another text of it.
 */
export async function migrate(database: Database, folder: string, now: () => number): Promise<string[]> {
  const migrations = await readMigrations(folder);
  await database.write(async (writer) => {
    await writer.run('SET LOCAL statement_timeout = 0');
    await writer.all(z.unknown(), 'SELECT pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
    await writer.run(
      'CREATE TABLE IF NOT EXISTS schema_migrations (version integer PRIMARY KEY, name text NOT NULL, sha256 text NOT NULL, applied_at bigint NOT NULL)',
    );
  });
  const done: string[] = [];
  for (const migration of migrations) {
    const applied = await database.write(async (writer) => {
      // A large table takes its time, and so does waiting for another process that is at it.
      await writer.run('SET LOCAL statement_timeout = 0');
      await writer.all(z.unknown(), 'SELECT pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
      const before = await writer.one(
        Applied,
        'SELECT version, name, sha256 FROM schema_migrations WHERE version = $1',
        [migration.version],
      );
      if (before !== null) {
        if (before.sha256 === migration.sha256) return false;
        throw new UnknownDatabase(
          `Migration ${migration.name} was changed after this database had it. Install the program that made this database.`,
        );
      }
      for (const statement of statementsOf(migration.sql)) await writer.run(statement);
      await writer.run(
        'INSERT INTO schema_migrations (version, name, sha256, applied_at) VALUES ($1, $2, $3, $4)',
        [migration.version, migration.name, migration.sha256, now()],
      );
      return true;
    });
    if (applied) done.push(migration.name);
  }
  const newest = migrations.at(-1)?.version ?? 0;
  const unknown = await database.reader.all(
    Applied,
    'SELECT version, name, sha256 FROM schema_migrations WHERE version > $1 ORDER BY version',
    [newest],
  );
  const first = unknown[0];
  if (first !== undefined) {
    throw new UnknownDatabase(
      `This database is newer than this program: it has had ${first.name}. Install the newer program; nothing was changed.`,
    );
  }
  return done;
}

/** The statements of a migration: they end with a semicolon at the end of a line, and hold no such line inside. */
function statementsOf(sql: string): string[] {
  return sql
    .split(/;\s*$/mu)
    .map((each) => each.replace(/^\s*--.*$/gmu, '').trim())
    .filter((each) => each !== '');
}

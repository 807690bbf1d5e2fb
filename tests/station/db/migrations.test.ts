import { cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { readMigrations } from '../../../src/station/db/migrate.ts';
import { openDatabase } from '../../../src/station/db/open.ts';
import { tempDir } from '../../support/tempDir.ts';
import { migrationsFolder } from '../stationUnderTest.ts';

const shipped = readMigrations(migrationsFolder);
const ROWS = 3;

const Column = z.object({
  name: z.string(),
  type: z.string(),
  notnull: z.int(),
  pk: z.int(),
  dflt_value: z.string().nullable(),
});
const ForeignKey = z.object({ table: z.string(), from: z.string(), to: z.string() });

function tablesOf(sqlite: Sqlite.Database): string[] {
  const names = sqlite
    .prepare(`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`)
    .pluck()
    .all();
  return z.array(z.string()).parse(names);
}

/** Puts rows into every table, each value such that checks, uniqueness and foreign keys hold; what may be null is null. */
function fill(sqlite: Sqlite.Database): void {
  for (const table of tablesOf(sqlite)) {
    const sql = z
      .string()
      .parse(sqlite.prepare('SELECT sql FROM sqlite_schema WHERE name = ?').pluck().get(table));
    const parents = z.array(ForeignKey).parse(sqlite.pragma(`foreign_key_list(${table})`));
    const columns = z
      .array(Column)
      .parse(sqlite.pragma(`table_info(${table})`))
      .filter(({ notnull, pk, dflt_value }) => (notnull === 1 || pk > 0) && dflt_value === null);
    for (let row = 1; row <= ROWS; row += 1) {
      const values = columns.map(({ name, type, pk }) => {
        if (type === 'BLOB') return Buffer.from([row]);
        if (type !== 'TEXT') return pk > 0 ? row : 1;
        const allowed = new RegExp(`\\b${name} IN \\('(\\w+)'`, 'u').exec(sql)?.[1];
        const parent = parents.find(({ from }) => from === name);
        return allowed ?? `${parent?.to ?? name}-${row}`;
      });
      const places = columns.map(() => '?').join(', ');
      const names = columns.map(({ name }) => name).join(', ');
      sqlite.prepare(`INSERT INTO ${table} (${names}) VALUES (${places})`).run(...values);
    }
  }
}

function rowsOf(sqlite: Sqlite.Database): Map<string, number> {
  return new Map(
    tablesOf(sqlite).map((table) => [
      table,
      z.int().parse(sqlite.prepare(`SELECT count(*) FROM ${table}`).pluck().get()),
    ]),
  );
}

test.each(shipped)(
  '$name is reached from the form before it, with data in every table',
  async ({ version }) => {
    const folder = await tempDir();
    const file = join(folder, 'station.db');
    const old = new Sqlite(file);
    old.pragma('journal_mode = WAL');
    for (const migration of shipped.filter((each) => each.version < version)) old.exec(migration.sql);
    old.pragma(`user_version = ${shipped.findLast((each) => each.version < version)?.version ?? 0}`);
    // Off while filling: tables come in no order. Everything is checked right after.
    old.pragma('foreign_keys = OFF');
    fill(old);
    expect(old.pragma('foreign_key_check')).toEqual([]);
    const before = rowsOf(old);
    old.close();

    const migrations = join(await tempDir(), 'migrations');
    await mkdir(migrations);
    for (const { name } of shipped.filter((each) => each.version <= version))
      await cp(join(migrationsFolder, name), join(migrations, name));
    const opened = openDatabase({ folder, migrations, now: 0, taskFailed: () => {} });
    if (!opened.ok) throw new Error(JSON.stringify(opened.error));
    opened.value.close();

    const sqlite = new Sqlite(file);
    expect(sqlite.pragma('user_version', { simple: true })).toBe(version);
    expect(sqlite.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(sqlite.pragma('foreign_key_check')).toEqual([]);
    const after = rowsOf(sqlite);
    const changed = [...before].filter(([table, rows]) => after.has(table) && after.get(table) !== rows);
    expect(changed).toEqual([]);
    sqlite.close();
  },
);

test('the newest form takes rows in every table, so that the migration after it will be tried on data', () => {
  const sqlite = new Sqlite(':memory:');
  for (const migration of shipped) sqlite.exec(migration.sql);
  sqlite.pragma('foreign_keys = OFF');
  fill(sqlite);
  expect(sqlite.pragma('foreign_key_check')).toEqual([]);
  expect(sqlite.pragma('integrity_check', { simple: true })).toBe('ok');
  expect([...rowsOf(sqlite).values()].every((rows) => rows === ROWS)).toBe(true);
});

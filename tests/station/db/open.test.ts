import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, open, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { expect, test } from 'vitest';
import { readMigrations } from '../../../src/station/db/migrate.ts';
import { openDatabase } from '../../../src/station/db/open.ts';
import { tempDir } from '../../support/tempDir.ts';
import { migrationsFolder, root } from '../stationUnderTest.ts';

const newest = readMigrations(migrationsFolder).at(-1)?.version ?? 0;

function opening(folder: string, migrations = migrationsFolder) {
  return openDatabase({ folder, migrations, now: Date.UTC(2026, 10, 20), taskFailed: () => {} });
}

test('an empty folder becomes a database in the newest form, and opens again', async () => {
  const folder = await tempDir();
  for (const time of ['first', 'second']) {
    const opened = opening(folder);
    expect(opened.ok, time).toBe(true);
    if (opened.ok) opened.value.close();
  }
});

test('a second program is told who holds the folder', async () => {
  const folder = await tempDir();
  const first = opening(folder);
  expect(opening(folder)).toEqual({
    ok: false,
    error: { tag: 'data_folder_locked', folder, pid: process.pid },
  });
  if (first.ok) first.value.close();
});

test('a killed program leaves the folder free and its commits in it', async () => {
  const folder = await tempDir();
  const program = `
    import { openDatabase } from ${JSON.stringify(join(root, 'src/station/db/open.ts'))};
    import { sqlWrite } from ${JSON.stringify(join(root, 'src/station/db/statements.ts'))};
    const opened = openDatabase({ folder: ${JSON.stringify(folder)}, migrations: ${JSON.stringify(migrationsFolder)}, now: 0, taskFailed: () => {} });
    opened.value.db.write((tx) => sqlWrite("INSERT INTO settings VALUES ('kept', 'yes')").run(tx, {}));
    process.stdout.write('written');
    setInterval(() => {}, 1000);
  `;
  const child = spawn(process.execPath, ['--input-type=module-typescript', '--eval', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  expect(opening(folder)).toEqual({
    ok: false,
    error: { tag: 'data_folder_locked', folder, pid: child.pid },
  });
  child.kill('SIGKILL');
  await once(child, 'exit');
  const opened = opening(folder);
  if (!opened.ok) throw new Error(opened.error.tag);
  const kept = opened.value.db.read((tx) =>
    tx.reads.sqlite.prepare('SELECT value FROM settings').pluck().get(),
  );
  opened.value.close();
  expect(kept).toBe('yes');
});

test('a database of a newer program is left alone', async () => {
  const folder = await tempDir();
  const file = join(folder, 'station.db');
  const sqlite = new Sqlite(file);
  sqlite.pragma('user_version = 99');
  sqlite.close();
  expect(opening(folder)).toEqual({
    ok: false,
    error: {
      tag: 'database_newer_than_program',
      file,
      databaseVersion: 99,
      programVersion: newest,
    },
  });
});

test('a file that is no database, and one that is damaged, are said to be corrupt', async () => {
  const folder = await tempDir();
  await writeFile(join(folder, 'station.db'), 'this is a letter, not a database'.repeat(300));
  const letter = opening(folder);
  expect(!letter.ok && letter.error.tag).toBe('database_corrupt');

  const second = await tempDir();
  const whole = opening(second);
  if (!whole.ok) throw new Error(whole.error.tag);
  whole.value.db.write((tx) => {
    for (let index = 0; index < 500; index += 1)
      tx.writes.sqlite.prepare('INSERT INTO settings VALUES (?, ?)').run(`k${index}`, 'v'.repeat(500));
  });
  whole.value.close();
  const file = await open(join(second, 'station.db'), 'r+');
  const { size } = await file.stat();
  await file.write(Buffer.alloc(4096, 0xab), 0, 4096, Math.floor(size / 8192) * 4096);
  await file.write(Buffer.alloc(4096, 0xcd), 0, 4096, size - 4096);
  await file.close();
  const damaged = opening(second);
  expect(!damaged.ok && damaged.error.tag).toBe('database_corrupt');
});

async function migrationsWith(extra: Record<string, string>): Promise<string> {
  const folder = join(await tempDir(), 'migrations');
  await cp(migrationsFolder, folder, { recursive: true });
  for (const [name, sql] of Object.entries(extra)) await writeFile(join(folder, name), sql);
  return folder;
}

test('a new form is reached by way of a backup, and a rebuilt table keeps its children', async () => {
  const folder = await tempDir();
  const first = opening(folder);
  if (!first.ok) throw new Error(first.error.tag);
  first.value.db.write((tx) => {
    tx.writes.sqlite.exec(`INSERT INTO stock_items VALUES ('paper', 'Paper', 0, 5);
      INSERT INTO stock_movements (movement_id, stock_item_id, at, kind, sheets) VALUES ('m', 'paper', 1, 'received', 10)`);
  });
  first.value.close();
  const next = newest + 1;
  const migrations = await migrationsWith({
    [`${String(next).padStart(4, '0')}_rebuild.sql`]: `
      CREATE TABLE stock_items_new (stock_item_id TEXT PRIMARY KEY, name TEXT NOT NULL, numbered INTEGER NOT NULL, reorder_at INTEGER NOT NULL, maker TEXT) STRICT;
      INSERT INTO stock_items_new SELECT stock_item_id, name, numbered, reorder_at, NULL FROM stock_items;
      DROP TABLE stock_items;
      ALTER TABLE stock_items_new RENAME TO stock_items;`,
  });
  const second = opening(folder, migrations);
  if (!second.ok) throw new Error(second.error.tag);
  expect(
    second.value.db.read((tx) =>
      tx.reads.sqlite.prepare('SELECT count(*) FROM stock_movements').pluck().get(),
    ),
  ).toBe(1);
  second.value.close();
  expect(await readdir(join(folder, 'backups'))).toHaveLength(1);
  const older = opening(folder);
  expect(!older.ok && older.error.tag).toBe('database_newer_than_program');
});

test('a migration that fails leaves the form before it, and names the backup', async () => {
  const folder = await tempDir();
  const first = opening(folder);
  if (first.ok) first.value.close();
  const next = String(newest + 1).padStart(4, '0');
  const bad = await migrationsWith({
    [`${next}_bad.sql`]: 'CREATE TABLE extra (a TEXT) STRICT; INSERT INTO nowhere VALUES (1);',
  });
  const failed = opening(folder, bad);
  expect(!failed.ok && failed.error).toMatchObject({
    tag: 'migration_failed',
    migration: `${next}_bad.sql`,
    backup: expect.stringContaining('backups'),
  });
  const again = opening(folder);
  if (!again.ok) throw new Error(again.error.tag);
  expect(
    again.value.db.read((tx) =>
      tx.reads.sqlite.prepare(`SELECT count(*) FROM sqlite_schema WHERE name = 'extra'`).pluck().get(),
    ),
  ).toBe(0);
  again.value.close();
  await mkdir(join(folder, 'still-here'));
});

test('a migration that orphans rows is not kept', async () => {
  const folder = await tempDir();
  const first = opening(folder);
  if (!first.ok) throw new Error(first.error.tag);
  first.value.db.write((tx) => {
    tx.writes.sqlite.exec(`INSERT INTO stock_items VALUES ('paper', 'Paper', 0, 5);
      INSERT INTO stock_movements (movement_id, stock_item_id, at, kind, sheets) VALUES ('m', 'paper', 1, 'received', 10)`);
  });
  first.value.close();
  const next = String(newest + 1).padStart(4, '0');
  const failed = opening(
    folder,
    await migrationsWith({ [`${next}_orphans.sql`]: 'DELETE FROM stock_items;' }),
  );
  expect(!failed.ok && failed.error).toMatchObject({
    tag: 'migration_failed',
    detail: '1 rows would point at nothing',
  });
});

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import Sqlite from 'better-sqlite3';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { readMigrations } from '../../../src/station/db/migrate.ts';
import { openDatabase } from '../../../src/station/db/open.ts';
import { seeded } from '../../support/randomness.ts';
import { tempDir } from '../../support/tempDir.ts';
import { migrationsFolder, root } from '../stationUnderTest.ts';

const KILLS = 6;
const MOVEMENTS = 20_000;
/** Each kill is a process of its own, which a machine with other work takes seconds to start. */
const PATIENCE_MS = 120_000;
const shipped = readMigrations(migrationsFolder);
const newest = shipped.at(-1)?.version ?? 0;
const next = (after: number) => String(newest + after).padStart(4, '0');

/** Rebuilds a table that others point at, writes every row of another, makes an index: what migrations do, at some length. */
const LONG_FORM = {
  [`${next(1)}_rebuild.sql`]: `
    CREATE TABLE stock_items_new (stock_item_id TEXT PRIMARY KEY, name TEXT NOT NULL, numbered INTEGER NOT NULL,
      reorder_at INTEGER NOT NULL, maker TEXT NOT NULL) STRICT;
    INSERT INTO stock_items_new SELECT stock_item_id, name, numbered, reorder_at, 'unknown' FROM stock_items;
    DROP TABLE stock_items;
    ALTER TABLE stock_items_new RENAME TO stock_items;
    CREATE TABLE movement_notes (movement_id TEXT PRIMARY KEY REFERENCES stock_movements (movement_id), note TEXT NOT NULL) STRICT;
    INSERT INTO movement_notes SELECT movement_id, hex(randomblob(40)) FROM stock_movements;`,
  [`${next(2)}_index.sql`]: `
    ALTER TABLE stock_movements ADD COLUMN counted INTEGER NOT NULL DEFAULT 0;
    CREATE INDEX movement_notes_note ON movement_notes (note);`,
};

function opening(folder: string, migrations: string) {
  return openDatabase({ folder, migrations, now: Date.UTC(2026, 10, 20), taskFailed: () => {} });
}

/** The form of the database, what stands in it that should not, and how many movements it has: by SQLite alone. */
function lookedAt(file: string): { version: number; faults: unknown[]; movements: number; schema: string } {
  const sqlite = new Sqlite(file);
  try {
    const count = (sql: string) => z.int().parse(sqlite.prepare(sql).pluck().get());
    const whole = z.string().parse(sqlite.pragma('integrity_check', { simple: true }));
    const orphans = z.array(z.unknown()).parse(sqlite.pragma('foreign_key_check'));
    const names = sqlite.prepare(`SELECT group_concat(name, ' ') FROM sqlite_schema`).pluck().get();
    return {
      version: z.int().parse(sqlite.pragma('user_version', { simple: true })),
      faults: [...(whole === 'ok' ? [] : [whole]), ...orphans],
      movements: count('SELECT count(*) FROM stock_movements'),
      schema: z.string().parse(names),
    };
  } finally {
    sqlite.close();
  }
}

async function migrationsWith(extra: Readonly<Record<string, string>>): Promise<string> {
  const folder = join(await tempDir(), 'migrations');
  await cp(migrationsFolder, folder, { recursive: true });
  for (const [name, sql] of Object.entries(extra)) await writeFile(join(folder, name), sql);
  return folder;
}

async function workedIn(folder: string): Promise<void> {
  const opened = opening(folder, migrationsFolder);
  if (!opened.ok) throw new Error(opened.error.tag);
  opened.value.db.write((tx) => {
    tx.writes.sqlite.exec(`
      INSERT INTO stock_items VALUES ('paper', 'Paper', 0, 5), ('numbered', 'Numbered paper', 1, 5);
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${MOVEMENTS})
      INSERT INTO stock_movements (movement_id, stock_item_id, at, kind, sheets)
        SELECT 'movement-' || i, iif(i % 2, 'paper', 'numbered'), i, 'received', 1 FROM n;`);
  });
  opened.value.close();
}

/** Opens the database in a process of its own and says when it begins; the process ends when it is open. */
function migratingProcess(folder: string, migrations: string) {
  const program = `
    import { openDatabase } from ${JSON.stringify(join(root, 'src/station/db/open.ts'))};
    process.stdout.write('begins');
    const opened = openDatabase({ folder: ${JSON.stringify(folder)}, migrations: ${JSON.stringify(migrations)}, now: 0, taskFailed: () => {} });
    process.exit(opened.ok ? 0 : 1);
  `;
  return spawn(process.execPath, ['--input-type=module-typescript', '--eval', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

test(
  'a migration that is killed at any moment leaves the form before it or after it, whole, and the next start goes on',
  { timeout: PATIENCE_MS },
  async () => {
    const [before, migrations] = [await tempDir(), await migrationsWith(LONG_FORM)];
    await workedIn(before);
    const random = seeded(20);
    const folder = await tempDir();
    await cp(before, folder, { recursive: true });
    const whole = migratingProcess(folder, migrations);
    await once(whole.stdout, 'data');
    const from = performance.now();
    expect((await once(whole, 'exit'))[0]).toBe(0);
    let longest = performance.now() - from;
    const after = lookedAt(join(folder, 'station.db'));
    expect(after).toMatchObject({ version: newest + 2, faults: [], movements: MOVEMENTS });

    let killed = 0;
    for (let kill = 0; kill < KILLS; kill += 1) {
      const here = await tempDir();
      await cp(before, here, { recursive: true });
      const child = migratingProcess(here, migrations);
      const ended = once(child, 'exit');
      await once(child.stdout, 'data');
      const started = performance.now();
      // Spread over the whole run, each at a random moment of its part.
      const killing = setTimeout(() => child.kill('SIGKILL'), ((kill + random()) / KILLS) * longest);
      const [code, signal] = await ended;
      clearTimeout(killing);
      if (signal === 'SIGKILL') killed += 1;
      // A run to the end tells how long one takes just now, on a machine that does other things too.
      if (code === 0) longest = performance.now() - started;

      const left = lookedAt(join(here, 'station.db'));
      expect(left).toMatchObject({ faults: [], movements: MOVEMENTS });
      expect([0, 1, 2]).toContain(left.version - newest);
      expect(left.schema.includes('movement_notes'), 'the first step').toBe(left.version > newest);
      expect(left.schema.includes('movement_notes_note'), 'the second step').toBe(left.version > newest + 1);

      const opened = opening(here, migrations);
      if (!opened.ok) throw new Error(`after a kill at form ${left.version}: ${opened.error.tag}`);
      opened.value.db.write((tx) => tx.writes.sqlite.exec(`INSERT INTO settings VALUES ('goes', 'on')`));
      opened.value.close();
      expect(lookedAt(join(here, 'station.db'))).toEqual(after);
      const backups = left.version < newest + 2 ? await readdir(join(here, 'backups')) : [];
      for (const backup of backups.filter((name) => name.endsWith('.db')))
        expect(lookedAt(join(here, 'backups', backup))).toMatchObject({ faults: [], movements: MOVEMENTS });
    }
    expect(killed).toBeGreaterThan(0);
  },
);

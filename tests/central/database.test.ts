import { spawn } from 'node:child_process';
import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { sqlState } from '../../src/central/db/database.ts';
import { FolderInUse } from '../../src/central/db/folderLock.ts';
import { migrate, UnknownDatabase } from '../../src/central/db/migrate.ts';
import { openPglite } from '../../src/central/db/pglite.ts';
import { openPostgres } from '../../src/central/db/postgres.ts';
import { postgresDatabase } from '../support/postgres.ts';
import { tempDir } from '../support/tempDir.ts';
import { NOON } from './school.ts';

const root = join(import.meta.dirname, '..', '..');
const migrations = join(root, 'migrations', 'central');
const open = async () => {
  const url = await postgresDatabase();
  const database = await openPostgres(url, { connections: 4, onLost: () => undefined });
  onTestFinished(() => database.close());
  return { url, database };
};

test('A reader cannot write, neither in PostgreSQL nor in the embedded database', async () => {
  const embedded = await openPglite(null);
  onTestFinished(() => embedded.close());
  const { database } = await open();
  for (const each of [embedded, database]) {
    await each.write((writer) => writer.run('CREATE TABLE t (a integer)'));
    const tries = [
      () => each.reader.all(z.unknown(), 'INSERT INTO t VALUES (1)'),
      () => each.read((reader) => reader.all(z.unknown(), 'DELETE FROM t')),
    ];
    for (const attempt of tries)
      expect(sqlState(await attempt().catch((error: unknown) => error))).toBe('25006');
  }
});

test('A transaction that fails leaves nothing behind', async () => {
  const { database } = await open();
  await database.write((writer) => writer.run('CREATE TABLE t (a integer)'));
  const failing = database.write(async (writer) => {
    await writer.run('INSERT INTO t VALUES (1)');
    throw new Error('on purpose');
  });
  await expect(failing).rejects.toThrow('on purpose');
  expect(await database.reader.all(z.unknown(), 'SELECT * FROM t')).toEqual([]);
});

test('Two transactions that wait for each other are both done in the end', async () => {
  const { database } = await open();
  await database.write((writer) => writer.run('CREATE TABLE t (id integer PRIMARY KEY, n integer)'));
  await database.write((writer) => writer.run('INSERT INTO t VALUES (1, 0), (2, 0)'));
  let arrived = 0;
  let both: () => void = () => undefined;
  const met = new Promise<void>((resolve) => (both = resolve));
  const cross = (first: number, second: number) => {
    let attempts = 0;
    return database.write(async (writer) => {
      attempts += 1;
      await writer.run('UPDATE t SET n = n + 1 WHERE id = $1', [first]);
      if (attempts === 1) {
        arrived += 1;
        if (arrived === 2) both();
        await met;
      }
      await writer.run('UPDATE t SET n = n + 1 WHERE id = $1', [second]);
    });
  };
  await Promise.all([cross(1, 2), cross(2, 1)]);
  expect(await database.reader.all(z.unknown(), 'SELECT n FROM t ORDER BY id')).toEqual([{ n: 2 }, { n: 2 }]);
});

test('Several processes that start at once bring a database forward once, and every migration works on the one before', async () => {
  const { url, database } = await open();
  const others = await Promise.all(
    Array.from({ length: 4 }, () => openPostgres(url, { connections: 2, onLost: () => undefined })),
  );
  onTestFinished(async () => {
    await Promise.all(others.map((each) => each.close()));
  });
  const applied = await Promise.all(
    [database, ...others].map((each) => migrate(each, migrations, () => NOON)),
  );
  const names = (await readdir(migrations)).toSorted();
  expect(applied.flat().toSorted()).toEqual(names);
  expect(await migrate(database, migrations, () => NOON)).toEqual([]);
});

test('A database that is newer than the program, or had another text of a migration, is left alone', async () => {
  const folder = join(await tempDir(), 'migrations');
  await mkdir(folder);
  await writeFile(join(folder, '0001_first.sql'), 'CREATE TABLE a (n integer);\n');
  await writeFile(
    join(folder, '0002_second.sql'),
    '-- more\nCREATE TABLE b (n integer);\nCREATE INDEX b_n ON b (n);\n',
  );
  const { database } = await open();
  await migrate(database, folder, () => NOON);
  const older = `${folder}-older`;
  await mkdir(older);
  await cp(join(folder, '0001_first.sql'), join(older, '0001_first.sql'));
  await expect(migrate(database, older, () => NOON)).rejects.toThrow(UnknownDatabase);
  await writeFile(join(folder, '0002_second.sql'), 'CREATE TABLE c (n integer);\n');
  await expect(migrate(database, folder, () => NOON)).rejects.toThrow(/was changed/u);
});

test('Two centrals on one data folder: the second is refused, and one that was killed holds nobody up', async () => {
  const data = await tempDir();
  const begin = () => {
    const child = spawn(
      process.execPath,
      [join(root, 'src/host/central.ts'), 'serve', '--data', data, '--port', '0', '--json'],
      {
        env: {
          ...process.env,
          CENTRAL_SCHOOL_NAME: 'Test School',
          CENTRAL_PUBLIC_URL: 'https://certificates.example.org',
        },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    onTestFinished(() => void child.kill('SIGKILL'));
    let complaints = '';
    child.stderr.on('data', (chunk) => (complaints += String(chunk)));
    const gone = new Promise((resolve) => child.once('exit', (code, signal) => resolve(code ?? signal)));
    return { child, gone, complaints: () => complaints };
  };
  const ready = async ({ child, gone, complaints }: ReturnType<typeof begin>) => {
    for await (const line of createInterface({ input: child.stdout })) {
      return z.object({ ready: z.literal(true), url: z.url() }).parse(JSON.parse(line)).url;
    }
    throw new Error(`it ended before it was ready (${String(await gone)}): ${complaints()}`);
  };
  const first = begin();
  const url = await ready(first);
  expect((await fetch(`${url}/readyz`)).status).toBe(200);
  await expect(openPglite(join(data, 'db'))).rejects.toThrow(FolderInUse);
  first.child.kill('SIGKILL');
  expect(await first.gone).toBe('SIGKILL');
  const second = begin();
  expect((await fetch(`${await ready(second)}/readyz`)).status).toBe(200);
  second.child.kill('SIGTERM');
  expect(await second.gone).toBe(0);
  expect((await readFile(join(data, 'secrets.json'), 'utf8')).length).toBeGreaterThan(100);
}, 120_000);

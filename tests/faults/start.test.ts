import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { copyFile, mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { programFile, startProgram } from '../support/programs.ts';
import { tempDir } from '../support/tempDir.ts';

// Whole programs are started, on a machine that may have other things to do.
vi.setConfig({ testTimeout: 60_000 });

const Ready = z.object({ ready: z.literal(true), url: z.url() });

/** A station's data as an orderly run leaves it. */
let sound: string;

async function dataOfAStation(): Promise<string> {
  const folder = await tempDir();
  await copyFile(sound, join(folder, 'station.db'));
  return folder;
}

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'station-sound-'));
  const station = await startProgram({
    file: programFile('sources', 'serve'),
    args: ['--data', folder, '--demo', '--json'],
    ready: Ready,
    outputFile: join(folder, 'output.txt'),
  });
  await station.stop();
  sound = join(folder, 'station.db');
});

afterAll(() => rm(dirname(sound), { recursive: true, force: true }));

interface Refused {
  readonly code: number | null;
  readonly said: string;
}

/** Starts a station that is expected to end by itself. */
async function refused(args: readonly string[]): Promise<Refused> {
  const child = spawn(process.execPath, [programFile('sources', 'serve'), '--json', ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  await once(child, 'close');
  return { code: child.exitCode, said };
}

async function fingerprint(file: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(file))
    .digest('hex');
}

test('a port that another program has is named, with what to do, and the data stay as they are', async () => {
  const other = createServer();
  other.listen(0, '127.0.0.1');
  await once(other, 'listening');
  // listen() on a TCP port always gives an address with a port.
  const { port } = other.address() as AddressInfo;
  const data = await dataOfAStation();
  const { code, said } = await refused(['--data', data, '--port', String(port)]);
  other.close();
  expect(code).toBe(4);
  expect(said).toContain(`Port ${port} is already used`);
  expect(said).toContain('--port 0');
});

test('data of a newer program are left alone, and the person is told to install the newest', async () => {
  const data = await dataOfAStation();
  const db = new DatabaseSync(join(data, 'station.db'));
  db.exec('PRAGMA user_version = 9999');
  db.close();
  const before = await fingerprint(join(data, 'station.db'));
  const { code, said } = await refused(['--data', data]);
  expect(code).toBe(3);
  expect(said).toContain('newer version of the program');
  expect(said).toContain('Nothing was changed');
  expect(await fingerprint(join(data, 'station.db'))).toBe(before);
});

test('settings that are no JSON are named by line, and stay as their author left them', async () => {
  const data = await dataOfAStation();
  const before = await fingerprint(join(data, 'station.db'));
  await writeFile(join(data, 'settings.json'), '{\n  "demo": true,\n  "logLevel": info\n}\n');
  const { code, said } = await refused(['--data', data]);
  expect(code).toBe(3);
  expect(said).toContain('settings.json, line 3');
  expect(await readFile(join(data, 'settings.json'), 'utf8')).toContain('"logLevel": info');
  expect(await fingerprint(join(data, 'station.db'))).toBe(before);
});

test.for([
  ['whose beginning is overwritten', 0],
  ['with pages torn out of its middle', 20 * 4096],
] as const)('a database %s is not touched, and the backups are pointed to', async ([, at]) => {
  const data = await dataOfAStation();
  const file = join(data, 'station.db');
  const handle = await open(file, 'r+');
  await handle.write(Buffer.alloc(40_000, 0xa5), 0, 40_000, at);
  await handle.close();
  const before = await fingerprint(file);
  const { code, said } = await refused(['--data', data]);
  expect(code).toBe(3);
  expect(said).toMatch(/cannot be read/u);
  expect(said).toContain('Do not delete the file');
  expect(await fingerprint(file)).toBe(before);
});

test('a second station on the same data gives a link to the first and ends', async () => {
  const data = await dataOfAStation();
  const first = await startProgram({
    file: programFile('sources', 'serve'),
    args: ['--data', data, '--json'],
    ready: Ready,
    outputFile: join(data, 'output.txt'),
  });
  const { code, said } = await refused(['--data', data]);
  expect(code).toBe(0);
  expect(said).toContain(new URL(first.ready.url).origin);
  expect((await fetch(first.ready.url, { redirect: 'manual' })).status).toBe(303);
  await first.stop();
});

import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openerCommand, showToPerson } from '../../src/host/node/opener.ts';
import {
  entryUrlOfRunning,
  readDoorFile,
  removeDoorFile,
  writeDoorFile,
} from '../../src/station/hosting/door/doorFile.ts';
import { dataFolder, exportsFolder, packageRoot } from '../../src/station/hosting/folders.ts';
import { createSecretsFile, noSeal } from '../../src/station/hosting/secretsFile.ts';
import { tempDir } from '../support/tempDir.ts';
import { call, openDoor } from './callDoor.ts';

const machine = (platform: NodeJS.Platform, environment: Record<string, string> = {}) => ({
  platform,
  environment,
  home: '/home/ana',
});

/** Windows has no file modes: there the folder's own permissions hold. */
const mayBeReadBy = async (file: string) =>
  process.platform === 'win32' || ((await stat(file)).mode & 0o777) === 0o600 ? 'owner' : 'others';

describe('folders', () => {
  test('a station keeps its data where the system keeps the data of programs', () => {
    expect(dataFolder(undefined, machine('linux'))).toBe('/home/ana/.local/share/certificate-station');
    expect(dataFolder(undefined, machine('linux', { XDG_DATA_HOME: '/x' }))).toBe('/x/certificate-station');
    expect(dataFolder(undefined, machine('linux', { XDG_DATA_HOME: 'relative' }))).toContain('/home/ana/');
    expect(dataFolder(undefined, machine('darwin'))).toContain('Library/Application Support');
    expect(dataFolder(undefined, machine('win32', { APPDATA: '/roaming' }))).toContain('/roaming');
  });

  test('a folder that was named by hand wins, and keeps its exports beside the data', () => {
    const data = dataFolder('/data', machine('linux', { STATION_DATA: '/other' }));
    expect(data).toBe('/data');
    expect(dataFolder(undefined, machine('linux', { STATION_DATA: '/other' }))).toBe('/other');
    expect(exportsFolder(null, data, false, machine('linux'))).toBe('/data/exports');
    expect(exportsFolder('/chosen', data, false, machine('linux'))).toBe('/chosen');
    expect(exportsFolder(null, data, true, machine('linux'))).toContain('/home/ana/Documents');
  });

  test('the package root is found from a source file and from a built one', () => {
    const root = packageRoot(import.meta.dirname);
    expect(packageRoot(join(root, 'src', 'host', 'node'))).toBe(root);
    expect(packageRoot(join(root, 'out', 'node'))).toBe(root);
  });
});

describe('secrets in a file', () => {
  test('are there after a restart, and only their owner may read them', async () => {
    const file = join(await tempDir(), 'secrets.json');
    const secrets = createSecretsFile(file, [noSeal]);
    expect(await secrets.get('central')).toBeNull();
    await Promise.all([
      secrets.set('central', 'one'),
      secrets.set('carrier', 'two'),
      secrets.set('central', 'three'),
    ]);
    const again = createSecretsFile(file, [noSeal]);
    expect([await again.get('central'), await again.get('carrier')]).toEqual(['three', 'two']);
    const sealed = { kind: 'other', close: (s: string) => s, open: (s: string) => s };
    await expect(createSecretsFile(file, [sealed]).get('central')).rejects.toThrow(/desktop program/);
    expect(await mayBeReadBy(file)).toBe('owner');
  });

  test('that are corrupt are an error that says what to do, and the file stays as it was', async () => {
    const file = join(await tempDir(), 'secrets.json');
    await writeFile(file, '{"central": ');
    const secrets = createSecretsFile(file, [noSeal]);
    await expect(secrets.get('central')).rejects.toThrow(/left as it is/);
    await expect(secrets.set('central', 'x')).rejects.toThrow(/left as it is/);
    expect(await readFile(file, 'utf8')).toBe('{"central": ');
  });
});

describe('the file that leads programs to the door', () => {
  test('gives a program a fresh link while the station runs, and nothing afterwards', async () => {
    const folder = await tempDir();
    const door = await openDoor(async () => new Response('ok'));
    await writeDoorFile(folder, { url: door.origin, token: door.bearerToken, pid: process.pid });
    expect(await mayBeReadBy(join(folder, 'door.json'))).toBe('owner');
    const link = await entryUrlOfRunning(folder, 5000);
    expect((await call(door, { path: String(link?.url).slice(door.origin.length) })).status).toBe(303);
    await door.close();
    expect(await entryUrlOfRunning(folder, 5000)).toBeNull();
  });

  test('is taken away by the launch that wrote it and by no other', async () => {
    const folder = await tempDir();
    const token = 'a'.repeat(43);
    await writeDoorFile(folder, { url: 'http://127.0.0.1:1', token, pid: 1 });
    await removeDoorFile(folder, 'b'.repeat(43));
    expect(await readDoorFile(folder)).toMatchObject({ token });
    await removeDoorFile(folder, token);
    expect(await readdir(folder)).toEqual([]);
  });

  test('is not followed to another computer', async () => {
    const folder = await tempDir();
    const file = join(folder, 'door.json');
    await writeFile(file, JSON.stringify({ url: 'http://evil.example:80', token: 'a'.repeat(43), pid: 1 }));
    expect(await readDoorFile(folder)).toBeNull();
  });
});

describe('showing something to the person', () => {
  test('never starts a text browser in the terminal of a machine without a screen', async () => {
    expect(openerCommand('http://127.0.0.1/', machine('linux'))).toBeNull();
    expect(openerCommand('x', machine('linux', { DISPLAY: ':0' }))?.command).toBe('xdg-open');
    expect(await showToPerson('x', machine('linux'))).toBe(false);
  });

  test('passes an address on Windows without a shell that would split it', () => {
    expect(openerCommand('http://127.0.0.1/?a&b', machine('win32'))).toEqual({
      command: 'rundll32',
      args: ['url.dll,FileProtocolHandler', 'http://127.0.0.1/?a&b'],
    });
  });
});

import { mkdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { serveStation, servingProblemText } from '../../src/host/serving.ts';
import { stationFolder } from '../../src/host/stationFolder.ts';
import { openProgramDoor } from '../../src/main/programDoor.ts';
import { entryUrlOfRunning, readDoorFile, runningStation } from '../../src/station/hosting/door/doorFile.ts';
import type { DoorFile } from '../../src/station/hosting/door/doorFile.ts';
import { call, silentLog } from '../host/callDoor.ts';
import { tempDir } from '../support/tempDir.ts';
import { desktop } from './runningDesktop.ts';

const doorOf = async (folder: string): Promise<DoorFile> => {
  const door = await readDoorFile(folder);
  if (door === null) throw new Error('There is no door file.');
  return door;
};
const portOf = ({ url }: DoorFile) => Number(new URL(url).port);
const bearer = ({ token }: DoorFile) => ({ authorization: `Bearer ${token}` });

test('a program of the same person reaches the station behind the window', async () => {
  const { folder, load } = await desktop();
  const door = await doorOf(folder);
  const answer = await fetch(`${door.url}/rpc/queue/list`, { method: 'POST', headers: bearer(door) });
  expect(answer.status).toBe(200);
  expect(await answer.text()).toBe(await (await load('app://station/rpc/queue/list')).text());
  expect(door.pid).toBe(process.pid);
  // Windows has no file modes: there the folder's own permissions hold.
  const mode = (await stat(join(folder, 'door.json'))).mode & 0o777;
  expect(process.platform === 'win32' || mode === 0o600).toBe(true);
});

test('the terminal finds the station of the window by its data folder', async () => {
  const { folder } = await desktop();
  const door = await doorOf(folder);
  expect(await stationFolder(folder)).toMatchObject({ door });
});

test('no browser is let in beside the window: neither by a link, nor by a cookie, nor from a page', async () => {
  const { folder } = await desktop();
  const door = await doorOf(folder);
  const port = portOf(door);
  const cookie = `station_door_${port}=${door.token}`;
  for (const path of ['/', `/enter?token=${door.token}`, '/rpc/queue/list']) {
    const answer = await call({ port }, { path, headers: { cookie } });
    expect(answer.status).toBe(401);
    expect(answer.text).toContain('in its own window');
    expect(answer.headers['set-cookie']).toBeUndefined();
  }
  const entered = await call({ port }, { path: '/enter?token=x', headers: bearer(door) });
  expect(entered.status).toBe(403);
  expect(await entryUrlOfRunning(folder, 10_000)).toBeNull();
  expect(await runningStation(folder, 10_000)).toEqual({ door, pid: process.pid, entryUrl: null });
  for (const headers of [{ host: 'evil.example' }, { origin: 'http://evil.example' }]) {
    const foreign = await call({ port }, { path: '/rpc/x', headers: { ...bearer(door), ...headers } });
    expect(foreign.status).toBe(403);
  }
});

test('the door is closed and its file gone before the station stops', async () => {
  const writes = Promise.withResolvers<void>();
  const { folder, parts, did, ended, stopping } = await desktop({ stopped: () => writes.promise });
  const { url } = await doorOf(folder);
  parts.app.quit();
  await stopping;
  expect(did).toEqual(['start', 'stopping']);
  expect(await readDoorFile(folder)).toBeNull();
  await expect(fetch(url)).rejects.toThrow('fetch failed');
  writes.resolve();
  await ended;
});

test('a station that came up only at the second try has its door as well', async () => {
  const { folder, load } = await desktop({ problems: [{ tag: 'disk_full', folder: '/data' }] });
  expect(await readDoorFile(folder)).toBeNull();
  await load('app://station/_desktop/again');
  expect(await runningStation(folder, 10_000)).not.toBeNull();
});

test('a plain start on the data of an open window says where the station is', async () => {
  const { folder } = await desktop();
  const served = await serveStation({
    data: folder,
    pairAs: 'front-desk',
    machine: { platform: 'linux', environment: {}, home: folder },
    createStation: () => Promise.resolve({ ok: false, error: { tag: 'data_folder_locked', folder } }),
  });
  if (served.ok) throw new Error('It should not serve.');
  expect(served.error).toEqual({ tag: 'in_own_window', pid: process.pid });
  expect(servingProblemText(served.error)).toContain('in its own window');
});

test('a window whose folder takes no door file works without the door, and the log says why', async () => {
  const data = join(await tempDir(), 'data');
  // A folder of that name is in the way of the file.
  await mkdir(join(data, 'door.json', 'in the way'), { recursive: true });
  const warned: string[] = [];
  const door = await openProgramDoor({
    data,
    station: {
      handler: () => Promise.resolve(new Response('ok')),
      start: () => Promise.resolve(),
      stop: () => Promise.resolve(),
    },
    log: { ...silentLog, warn: (_, message) => void warned.push(message) },
  });
  expect(door).toBeNull();
  expect(warned).toEqual([expect.stringContaining('the window works without it')]);
});

test('the token of the door is in no log', async () => {
  const { folder } = await desktop();
  const { token, url } = await doorOf(folder);
  const log = await readFile(join(folder, 'logs', 'station.log'), 'utf8');
  expect(log).toContain(url);
  expect(log).not.toContain(token);
});

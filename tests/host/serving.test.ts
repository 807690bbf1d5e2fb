import { once } from 'node:events';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { serveStation, servingProblemText } from '../../src/host/serving.ts';
import type { ServingOptions } from '../../src/host/serving.ts';
import { readDoorFile } from '../../src/station/hosting/door/doorFile.ts';
import type { StationPorts } from '../../src/station/ports/ports.ts';
import { tempDir } from '../support/tempDir.ts';

/** Serves a station that answers its path and notes what it is told. */
async function serve(changes: Partial<ServingOptions> = {}) {
  const data = changes.data ?? (await tempDir());
  const did: string[] = [];
  const given: StationPorts[] = [];
  const served = await serveStation({
    data,
    pairAs: 'front-desk',
    machine: { platform: 'linux', environment: {}, home: data },
    createStation: (ports) => {
      given.push(ports);
      return Promise.resolve({
        ok: true,
        value: {
          handler: async (request) => {
            if (request.method === 'POST')
              did.push(`${new URL(request.url).pathname} ${await request.text()}`);
            return new Response(new URL(request.url).pathname);
          },
          start: () => Promise.resolve(void did.push('start')),
          stop: () => Promise.resolve(void did.push('stop')),
        },
      });
    },
    ...changes,
  });
  if (served.ok) onTestFinished(() => served.value.stop());
  return { served, data, did, given };
}

const running = <T>(served: { ok: true; value: T } | { ok: false }): T => {
  if (!served.ok) throw new Error('The station does not serve.');
  return served.value;
};

test('a station is served to programs by the file in its data folder, until it stops', async () => {
  const { served, data, did, given } = await serve();
  const door = await readDoorFile(data);
  const answer = await fetch(`${door?.url}/rpc/x`, { headers: { authorization: `Bearer ${door?.token}` } });
  expect(await answer.text()).toBe('/rpc/x');
  expect(given[0]?.paths).toMatchObject({ data, exports: join(data, 'exports') });
  await running(served).stop();
  expect(did).toEqual(['start', 'stop']);
  expect(await readDoorFile(data)).toBeNull();
  expect(await readFile(join(data, 'logs', 'station.log'), 'utf8')).toContain('the station has stopped');
});

test('a pairing code is handed to the station before anybody is let in', async () => {
  const { did } = await serve({ pair: 'ABCD-EFGH', central: 'http://127.0.0.1:9' });
  expect(did).toEqual([
    'start',
    expect.stringMatching(
      /^\/rpc\/setup\/pair .*ABCD-EFGH.*front-desk|^\/rpc\/setup\/pair .*127\.0\.0\.1:9.*ABCD-EFGH/,
    ),
  ]);
});

test('a pairing that fails is said, and the station serves all the same', async () => {
  const { served } = await serve({ pair: 'ABCD-EFGH' });
  expect(running(served).warning).toContain('--central');
});

test('a corrupt settings file keeps the station from starting, names file and line, and stays as it was', async () => {
  const data = await tempDir();
  await writeFile(join(data, 'settings.json'), '{\n  "demo": maybe\n}');
  const { served, given } = await serve({ data });
  expect(served).toMatchObject({
    ok: false,
    error: { tag: 'station', problem: { tag: 'settings_corrupt', line: 2 } },
  });
  if (served.ok) throw new Error('It should not serve.');
  expect(servingProblemText(served.error)).toContain('settings.json, line 2');
  expect(given).toEqual([]);
  expect(await readFile(join(data, 'settings.json'), 'utf8')).toContain('maybe');
});

test('a port that is taken stops the station again and says what to do', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void other.close());
  await once(other, 'listening');
  const address = other.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const { served, did, data } = await serve({ port });
  expect(served).toEqual({ ok: false, error: { tag: 'door', problem: { tag: 'port_taken', port } } });
  expect(did).toEqual(['stop']);
  expect(await readdir(data)).not.toContain('door.json');
});

test('a second start on the same data leads to the station that is running', async () => {
  const { served, data } = await serve();
  const second = await serve({
    data,
    createStation: () => Promise.resolve({ ok: false, error: { tag: 'data_folder_locked', folder: data } }),
  });
  expect(second.served).toMatchObject({ ok: false, error: { tag: 'already_running', pid: process.pid } });
  const url = String(
    !second.served.ok && second.served.error.tag === 'already_running' && second.served.error.url,
  );
  expect(url.startsWith(`${running(served).origin}/enter?token=`)).toBe(true);
});

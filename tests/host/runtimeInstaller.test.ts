import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { copyFile, mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { installRuntime } from '../../src/host/demo/runtimeInstaller.ts';
import type { RuntimeInstallerOptions } from '../../src/host/demo/runtimeInstaller.ts';
import { packageRoot } from '../../src/station/hosting/folders.ts';
import { tempDir } from '../support/tempDir.ts';

const ample = 60_000;
const executables: Partial<Record<NodeJS.Platform, string>> = {
  win32: 'electron.exe',
  darwin: 'Electron.app/Contents/MacOS/Electron',
};
const executable = executables[process.platform] ?? 'electron';
/** What a mirror has: large enough to come in several pieces. */
const content = new Uint8Array(300_000).map((_, index) => (index * 7919) % 251);
const runtime = zipSync({ [executable]: content }, { level: 0 });

/** The real installer of the electron package in a folder of its own, and a mirror that answers as told. */
async function installFrom(
  answer: (response: ServerResponse) => unknown,
  changes: Partial<RuntimeInstallerOptions> = {},
) {
  const root = await tempDir();
  const modules = join(packageRoot(import.meta.dirname), 'node_modules');
  const folder = join(root, 'node_modules', 'electron');
  await mkdir(folder, { recursive: true });
  for (const name of ['install.js', 'package.json']) {
    await copyFile(join(modules, 'electron', name), join(folder, name));
  }
  for (const scope of ['@electron', '@electron-internal']) {
    await symlink(join(modules, scope), join(root, 'node_modules', scope), 'junction');
  }
  const { version } = z
    .object({ version: z.string() })
    .parse(JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')));
  const file = `electron-v${version}-${process.platform}-${process.arch}.zip`;
  const sha256 = createHash('sha256').update(runtime).digest('hex');
  await writeFile(join(folder, 'checksums.json'), JSON.stringify({ [file]: sha256 }));

  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    answer(response);
  }).listen(0, '127.0.0.1');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const [temporary, cache] = [join(root, 'temporary'), join(root, 'cache')];
  await mkdir(temporary);
  let fetching = 0;
  const install = (again: Partial<RuntimeInstallerOptions> = {}) =>
    installRuntime({
      folder,
      environment: {
        PATH: process.env['PATH'],
        ELECTRON_MIRROR: `http://127.0.0.1:${port}/`,
        electron_config_cache: cache,
      },
      temporary,
      patienceMs: ample,
      withinMs: ample,
      signal: new AbortController().signal,
      onFetching: () => (fetching += 1),
      ...changes,
      ...again,
    });
  return {
    installed: await install(),
    install,
    asked,
    file,
    version,
    folder,
    fetching: () => fetching,
    host: `127.0.0.1:${port}`,
    /** What a failed try left behind, other than the package itself. */
    left: async () => [
      ...(await readdir(temporary)),
      ...(await readdir(cache, { recursive: true }).catch(() => [])),
      ...(await readdir(folder)).filter((name) => name === 'dist' || name === 'path.txt'),
    ],
  };
}

test('a runtime that the mirror has is fetched, checked and put into place', async () => {
  const { installed, asked, file, version, folder, fetching, left } = await installFrom((response) =>
    response.end(runtime),
  );
  expect(installed).toEqual({ ok: true, value: null });
  expect(asked).toEqual([`/v${version}/${file}`]);
  expect(fetching()).toBe(1);
  expect(await readFile(join(folder, 'path.txt'), 'utf8')).toBe(executable);
  expect(new Uint8Array(await readFile(join(folder, 'dist', executable)))).toEqual(content);
  expect((await left()).filter((name) => name.startsWith('station-electron-'))).toEqual([]);
});

test('a runtime that was fetched before is put into place without the network', async () => {
  const { install, asked, folder } = await installFrom((response) => response.end(runtime));
  await rm(join(folder, 'path.txt'));
  expect(await install()).toEqual({ ok: true, value: null });
  expect(asked).toHaveLength(1);
});

test('a server that never answers is given up', async () => {
  const { installed, host, fetching, left } = await installFrom(() => {}, { patienceMs: 100 });
  expect(installed).toEqual({
    ok: false,
    error: `the Electron runtime is not installed and ${host} does not answer from here`,
  });
  expect(fetching()).toBe(0);
  expect(await left()).toEqual([]);
});

test('a server that answers but sends nothing is given up in the same way', async () => {
  const { installed, host, left } = await installFrom(
    (response) => response.writeHead(200, { 'content-length': runtime.length }).flushHeaders(),
    { patienceMs: 100 },
  );
  expect(installed).toMatchObject({ error: expect.stringContaining(`${host} does not answer from here`) });
  expect(await left()).toEqual([]);
});

test('a server that answers too late changes nothing any more', async () => {
  const late: Promise<void>[] = [];
  const { installed, left } = await installFrom(
    (response) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      late.push(promise);
      response.once('close', () => {
        response.end(runtime);
        resolve();
      });
    },
    { patienceMs: 500 },
  );
  expect(installed.ok).toBe(false);
  await Promise.all(late);
  expect(await left()).toEqual([]);
});

test('a server that falls silent halfway is given up, and nothing half fetched stays', async () => {
  const { installed, host, fetching, left } = await installFrom(
    (response) => {
      response.writeHead(200, { 'content-length': runtime.length });
      response.write(runtime.subarray(0, runtime.length / 2));
    },
    { patienceMs: 500 },
  );
  expect(installed).toEqual({
    ok: false,
    error: `the Electron runtime could not be fetched: ${host} stopped sending before the end`,
  });
  expect(fetching()).toBe(1);
  expect(await left()).toEqual([]);
});

test('a connection that breaks halfway is not taken for the whole', async () => {
  const { installed, left } = await installFrom((response) => {
    response.writeHead(200, { 'content-length': runtime.length });
    response.write(runtime.subarray(0, runtime.length / 2), () => response.destroy());
  });
  expect(installed).toMatchObject({ ok: false });
  expect(await left()).toEqual([]);
});

test('a mirror without this runtime is named with its status', async () => {
  const { installed, host, fetching, left } = await installFrom((response) =>
    response.writeHead(404).end('not here'),
  );
  expect(installed).toEqual({
    ok: false,
    error: `the Electron runtime is not installed and ${host} does not hand it out (status 404)`,
  });
  expect(fetching()).toBe(0);
  expect(await left()).toEqual([]);
});

test('a file that is not the one of the checksum is refused', async () => {
  const { installed, host, left } = await installFrom((response) => response.end(runtime.slice(1)));
  expect(installed).toMatchObject({ error: expect.stringContaining(`what ${host} sent is not the whole`) });
  expect(await left()).toEqual([]);
});

test('a start that is broken off ends the installer and removes what it fetched', async () => {
  const unwanted = new AbortController();
  const { installed, left } = await installFrom(
    (response) => {
      response.writeHead(200, { 'content-length': runtime.length });
      response.write(runtime.subarray(0, runtime.length / 2));
    },
    { signal: unwanted.signal, onFetching: () => unwanted.abort() },
  );
  expect(installed).toEqual({ ok: false, error: 'the start was broken off' });
  expect(await left()).toEqual([]);
});

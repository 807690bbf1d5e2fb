import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { endWithParent, startChild } from '../../src/host/demo/child.ts';
import type { ChildProgram } from '../../src/host/demo/child.ts';
import {
  centralPortOf,
  moveDemoAside,
  openDemoFolder,
  rememberCentralPort,
} from '../../src/host/demo/demoFolder.ts';
import { chooseDoor } from '../../src/host/demo/electronRuntime.ts';
import type { ElectronRuntimeOptions } from '../../src/host/demo/electronRuntime.ts';
import { delayBeforeTry } from '../../src/host/demo/keeper.ts';
import { runDemo } from '../../src/host/demo/runDemo.ts';
import type { DemoOptions } from '../../src/host/demo/runDemo.ts';
import { peopleText } from '../../src/host/demo/wording.ts';
import { tempDir } from '../support/tempDir.ts';

const never = new AbortController().signal;

/**
 * A stand-in for a program of the demo: notes its arguments and its end beside itself, says that it is ready, and ends with
 * status 7 when the file `<name>.die` appears.
 */
const standInProgram = (name: string, ready: object) => `
  import { appendFileSync, existsSync, rmSync, watch } from 'node:fs';
  import { createServer } from 'node:http';
  const here = import.meta.dirname;
  const note = (text) => appendFileSync(here + '/notes.txt', '${name} ' + text + '\\n');
  const args = process.argv.slice(2);
  note('starts ' + args.join(' '));
  const asked = Number(args[args.indexOf('--port') + 1] ?? 0);
  const server = createServer().listen(asked, '127.0.0.1', () => {
    const port = server.address().port;
    process.stderr.write('a line of log\\n');
    console.log(JSON.stringify(${JSON.stringify(ready)}).replace('PORT', port));
  });
  watch(here, () => {
    if (!existsSync(here + '/${name}.die')) return;
    rmSync(here + '/${name}.die', { force: true });
    process.exit(7);
  });
  process.on('SIGTERM', () => { note('ends in order'); process.exit(0); });
`;

async function demo(changes: Partial<DemoOptions> = {}, centralReady: object = {}) {
  const built = await tempDir();
  const central = { ready: true, url: 'http://127.0.0.1:PORT/', pairingCode: 'ABCD-EFGH', ...centralReady };
  await writeFile(join(built, 'package.json'), '{"type": "module"}');
  await writeFile(join(built, 'central.js'), standInProgram('central', central));
  const station = { ready: true, url: 'http://127.0.0.1:PORT/enter?token=x' };
  await writeFile(join(built, 'serve.js'), standInProgram('station', station));
  const folder = await openDemoFolder(join(built, 'data'));
  const said: string[] = [];
  const newLinks: string[] = [];
  const waited: number[] = [];
  let upAgain = Promise.withResolvers<string>();
  const started = await runDemo({
    root: built,
    built,
    folder,
    port: 0,
    door: Promise.resolve({ door: 'browser', why: 'this is a test' }),
    onlyElectron: false,
    signal: never,
    say: (text) => {
      said.push(text);
      if (text.includes('is up again')) upAgain.resolve(text);
    },
    onNewLink: (url) => newLinks.push(url),
    wait: (ms) => {
      waited.push(ms);
      return Promise.resolve();
    },
    now: () => 0,
    ...changes,
  });
  if (started.ok) onTestFinished(() => started.value.stop());
  const kill = async (name: 'central' | 'station') => {
    upAgain = Promise.withResolvers();
    await writeFile(join(built, `${name}.die`), '');
    return upAgain.promise;
  };
  const notes = async () => (await readFile(join(built, 'notes.txt'), 'utf8')).trim().split('\n');
  return { started, built, folder, said, newLinks, waited, kill, notes };
}

describe('the demo', () => {
  test('pairs the station with central and stops both in order: the station first', async () => {
    const { started, notes, folder } = await demo();
    expect(started).toMatchObject({ ok: true, value: { central: { pairingCode: 'ABCD-EFGH' } } });
    if (!started.ok) throw new Error(started.error);
    await started.value.stop();
    const [central, station, ...ends] = await notes();
    expect(central).toContain(`--data ${folder.central} --demo --port 0 --json`);
    expect(station).toContain(
      `--data ${folder.station} --central ${started.value.central.url} --demo --json`,
    );
    expect(station).toContain('--pair ABCD-EFGH');
    expect(ends).toEqual(['station ends in order', 'central ends in order']);
    expect(started.value.link).toContain('/enter?token=');
    expect(await readFile(join(folder.output, 'central.txt'), 'utf8')).toBe('a line of log\n');
  });

  test('does not pair a station that central knows already', async () => {
    const { notes } = await demo({}, { pairingCode: null });
    expect((await notes())[1]).not.toContain('--pair');
  });

  test('starts central again under the same address when it dies, and says that the station goes on', async () => {
    const { started, kill, said, waited, notes } = await demo();
    if (!started.ok) throw new Error(started.error);
    const { url } = started.value.central;
    expect(await kill('central')).toBe(`Central is up again: ${url}`);
    expect(said.join('\n')).toContain('Central ended by itself (exit status 7)');
    expect(said.join('\n')).toContain('The station works on without it');
    await kill('central');
    expect(waited).toEqual([1000, 2000]);
    expect((await notes()).filter((note) => note.startsWith('central starts'))).toHaveLength(3);
  });

  test('starts the station again when it dies, on the same port and with a new link', async () => {
    const { started, kill, newLinks, said } = await demo();
    await kill('station');
    expect(said.join('\n')).toContain('Nothing that was confirmed is lost');
    expect(newLinks).toEqual([started.ok && started.value.link]);
  });

  test('keeps the address of central from one start to the next', async () => {
    const folder = await openDemoFolder(join(await tempDir(), 'demo'));
    expect(await centralPortOf(folder)).toBe(0);
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    await rememberCentralPort(folder, port);
    expect(await centralPortOf(folder)).toBe(0);
    server.close();
    await once(server, 'close');
    expect(await centralPortOf(folder)).toBe(port);
  });

  test('that was asked for a window where none can be shown says why before anything is started', async () => {
    const { started, built } = await demo({
      onlyElectron: true,
      door: Promise.resolve({ door: 'browser', why: 'no screen was found' }),
    });
    expect(started).toMatchObject({ ok: false, error: expect.stringContaining('--door browser') });
    expect(await readdir(built)).not.toContain('notes.txt');
  });

  test('that cannot start its station says why, and leaves nothing running', async () => {
    const door = { door: 'electron' as const, executable: '/no/such/electron' };
    const { started, notes } = await demo({ onlyElectron: true, door: Promise.resolve(door) });
    expect(started).toMatchObject({ ok: false, error: expect.stringContaining('The station cannot be run') });
    expect((await notes()).at(-1)).toBe('central ends in order');
  });

  test('opens the browser when the window cannot be opened, and says so', async () => {
    const executable = '/no/such/electron';
    const { started, said } = await demo({ door: Promise.resolve({ door: 'electron', executable }) });
    expect(started).toMatchObject({ ok: true, value: { door: { door: 'browser' } } });
    expect(said.join('\n')).toContain('The window cannot be run');
    expect(started).toMatchObject({ value: { link: expect.stringContaining('/enter?token=') } });
  });

  test('begins anew by moving the old demo aside, whole', async () => {
    const all = join(await tempDir(), 'demo');
    expect(await moveDemoAside(all, new Date(0))).toBeNull();
    const { central } = await openDemoFolder(all);
    await writeFile(join(central, 'data'), 'kept');
    const aside = await moveDemoAside(all, new Date(0));
    expect(aside).toBe(`${all}.before-1970-01-01T00-00-00`);
    expect(await readFile(join(String(aside), 'central', 'data'), 'utf8')).toBe('kept');
    expect(await readdir(join(all, '..'))).toHaveLength(1);
  });

  test('a delay between two tries grows, but not without end', () => {
    expect([1, 2, 3, 4, 5, 6, 50].map(delayBeforeTry)).toEqual([
      1000, 2000, 4000, 8000, 16_000, 30_000, 30_000,
    ]);
  });

  test('names its people with their PINs', () => {
    expect(peopleText([])).toBe('');
    expect(peopleText([{ displayName: 'Ana', roles: ['clerk'], pin: '1234' }])).toContain(
      'Ana  PIN 1234  clerk',
    );
  });
});

describe('a program that is started', () => {
  const program = async (code: string, changes: Partial<ChildProgram<{ ready: true }>> = {}) => ({
    command: process.execPath,
    args: ['--import', endWithParent, '--eval', code],
    ready: z.object({ ready: z.literal(true) }),
    readyWithinMs: 60_000,
    stopWithinMs: 60_000,
    stopBy: 'stdin' as const,
    outputFile: join(await tempDir(), 'output.txt'),
    ...changes,
  });

  test('and ends before it is ready is reported with its last words', async () => {
    const started = await startChild(await program("console.error('no room'); process.exit(3)"), never);
    expect(started).toMatchObject({
      ok: false,
      error: { tag: 'ended_before_ready', end: { code: 3, lastWords: ['no room'] } },
    });
  });

  test('and does not exist is reported', async () => {
    const started = await startChild(await program('', { command: '/no/such/program' }), never);
    expect(started).toMatchObject({ ok: false, error: { tag: 'cannot_run' } });
  });

  test('and never gets ready is ended', async () => {
    const waits = await program('setInterval(() => {}, 1000)', { readyWithinMs: 1 });
    expect(await startChild(waits, never)).toMatchObject({ ok: false, error: { tag: 'not_ready_in_time' } });
  });

  test('and is no longer wanted before it is ready is ended', async () => {
    const waits = await program('setInterval(() => {}, 1000)');
    expect(await startChild(waits, AbortSignal.abort())).toEqual({ ok: false, error: { tag: 'stopped' } });
  });

  test('ends in order also when the program that started it is killed', async () => {
    const folder = await tempDir();
    const server = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void server.close());
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    // The child says by a connection that it lives, and over it how it ends.
    await writeFile(
      join(folder, 'child.mjs'),
      `import { connect } from 'node:net';
       const line = connect(${port}, '127.0.0.1', () => line.write('lives;'));
       process.on('SIGTERM', () => line.end('ends in order', () => process.exit(0)));`,
    );
    await writeFile(
      join(folder, 'parent.mjs'),
      `import { spawn } from 'node:child_process';
       spawn(process.execPath, ['--import', process.argv[2], process.argv[3]], { detached: true, stdio: 'pipe' });`,
    );
    const parent = spawn(process.execPath, [
      join(folder, 'parent.mjs'),
      endWithParent,
      join(folder, 'child.mjs'),
    ]);
    const connected = new Promise<Socket>((resolve) => server.once('connection', resolve));
    const line = await connected;
    let heard = '';
    const over = new Promise((resolve) => line.once('close', resolve));
    line.setEncoding('utf8').on('data', (text) => {
      heard += String(text);
      if (heard === 'lives;') parent.kill('SIGKILL');
    });
    await over;
    expect(heard).toBe('lives;ends in order');
  });

  test('and does not end when asked is killed in the end', async () => {
    const stubborn = await program(
      "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000); console.log(JSON.stringify({ ready: true }))",
      { stopWithinMs: 1 },
    );
    const started = await startChild(stubborn, never);
    if (!started.ok) throw new Error(started.error.tag);
    expect(await started.value.stop()).toMatchObject({ signal: 'SIGKILL' });
  });
});

describe('which door opens', () => {
  const choose = async (changes: Partial<ElectronRuntimeOptions> = {}, installed = false) => {
    const root = await tempDir();
    const electron = join(root, 'node_modules', 'electron');
    await mkdir(join(electron, 'dist'), { recursive: true });
    await mkdir(join(root, 'out', 'main'), { recursive: true });
    await writeFile(join(root, 'out', 'main', 'index.js'), '');
    await writeFile(join(electron, 'package.json'), '{}');
    const putInPlace = async () => {
      await writeFile(join(electron, 'path.txt'), 'electron');
      await writeFile(join(electron, 'dist', 'electron'), '');
    };
    if (installed) await putInPlace();
    const asked: string[] = [];
    const choice = await chooseDoor({
      root,
      machine: { platform: 'linux', environment: { DISPLAY: ':0' }, home: root },
      isRoot: false,
      install: async (folder) => {
        asked.push(folder);
        await putInPlace();
        return { ok: true, value: null };
      },
      ...changes,
    });
    return { choice, asked, electron, executable: join(electron, 'dist', 'electron') };
  };

  test('Electron, where its runtime is installed', async () => {
    const { choice, asked, executable } = await choose({}, true);
    expect(choice).toEqual({ door: 'electron', executable });
    expect(asked).toEqual([]);
  });

  test('Electron, where its runtime can be fetched', async () => {
    const { choice, asked, electron, executable } = await choose();
    expect(choice).toEqual({ door: 'electron', executable });
    expect(asked).toEqual([electron]);
  });

  test('the browser, and why, where the runtime cannot be had', async () => {
    const error = 'the Electron runtime is not installed and mirror.example does not answer from here';
    const refused = await choose({ install: () => Promise.resolve({ ok: false, error }) });
    expect(refused.choice).toEqual({ door: 'browser', why: error });
    const empty = await choose({ install: () => Promise.resolve({ ok: true, value: null }) });
    expect(empty.choice).toMatchObject({ door: 'browser', why: expect.stringContaining('put into place') });
  });

  test('the browser, and why, where no window can be shown or Electron would be unprotected', async () => {
    const blind = { platform: 'linux' as const, environment: {}, home: '/' };
    expect((await choose({ machine: blind }, true)).choice).toMatchObject({
      why: expect.stringContaining('screen'),
    });
    expect((await choose({ isRoot: true }, true)).choice).toMatchObject({
      why: expect.stringContaining('root'),
    });
  });
});

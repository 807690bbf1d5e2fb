import { createHash } from 'node:crypto';
import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import type { Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Another process has this folder open; two at once would lose data. */
export class FolderInUse extends Error {
  override readonly name = 'FolderInUse';
  readonly folder: string;
  readonly processId: string;
  constructor(folder: string, processId: string) {
    super(
      `The data folder ${folder} is in use by another central (process ${processId}). Two at once would lose data. ` +
        'Stop that one, choose another folder with --data, or use a PostgreSQL database, which takes several.',
    );
    this.folder = folder;
    this.processId = processId;
  }
}

/** A folder that is ours until released, or until this process ends in whatever way. */
export interface FolderLock {
  release(): Promise<void>;
}

/**
 * An address that only one process can listen on and that the system takes back when the process dies, so a killed one
 * leaves nothing stale: an abstract socket on Linux, a named pipe on Windows. Elsewhere a socket file, which is taken
 * over when nobody answers on it. It is made from the folder's device and inode: two paths to one folder are one lock.
 */
async function addressOf(folder: string): Promise<{ readonly path: string; readonly isFile: boolean }> {
  const { dev, ino } = await stat(folder, { bigint: true });
  const name = `certificate-central-${createHash('sha256').update(`${dev}:${ino}`).digest('hex').slice(0, 24)}`;
  if (process.platform === 'linux') return { path: `\0${name}`, isFile: false };
  if (process.platform === 'win32') return { path: `\\\\.\\pipe\\${name}`, isFile: false };
  return { path: join(tmpdir(), `${name}.sock`), isFile: true };
}

function listen(path: string): Promise<Server | 'taken'> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') resolve('taken');
      else reject(error);
    });
    server.listen(path, () => {
      server.unref();
      resolve(server);
    });
  });
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

/**
 * Takes the folder for this process. The file `<folder>.pid` beside it only says who has it, for the error message.
 *
 * @throws FolderInUse when another process, or this one, has it.
 */
export async function lockFolder(folder: string): Promise<FolderLock> {
  const { path, isFile } = await addressOf(folder);
  let server = await listen(path);
  if (server === 'taken' && isFile && !(await answers(path))) {
    await rm(path, { force: true });
    server = await listen(path);
  }
  const note = `${folder}.pid`;
  if (server === 'taken') {
    const holder = await readFile(note, 'utf8').catch(() => 'unknown');
    throw new FolderInUse(folder, holder.trim());
  }
  const held = server;
  await writeFile(note, `${process.pid}\n`);
  return {
    release: () =>
      new Promise((resolve, reject) => {
        held.close((error) => (error === undefined ? resolve() : reject(error)));
      }),
  };
}

import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { z } from 'zod';

const memoryShape = z.object({ centralPort: z.int().min(1).max(65_535) });

/** Where the demo keeps everything: what central and the station each keep, and their output. */
export interface DemoFolder {
  readonly all: string;
  readonly central: string;
  readonly station: string;
  readonly output: string;
}

/** The folders of the demo, made where they are missing. */
export async function openDemoFolder(all: string): Promise<DemoFolder> {
  const folder = {
    all,
    central: join(all, 'central'),
    station: join(all, 'station'),
    output: join(all, 'output'),
  };
  for (const path of Object.values(folder)) await mkdir(path, { recursive: true, mode: 0o700 });
  return folder;
}

/** Moves the whole demo aside, deleting nothing; returns where it went, or null when there was none. */
export async function moveDemoAside(all: string, now: Date): Promise<string | null> {
  if (!existsSync(all)) return null;
  const stamp = now.toISOString().slice(0, 19).replace(/:/g, '-');
  const aside = `${all}.before-${stamp}`;
  await rename(all, aside);
  return aside;
}

/**
 * The port that central had last time if it is still free, else 0. Printed codes hold central's address, so it should not
 * change from one start to the next.
 */
export async function centralPortOf(folder: DemoFolder): Promise<number> {
  try {
    const text = await readFile(join(folder.all, 'demo.json'), 'utf8');
    const { centralPort } = memoryShape.parse(JSON.parse(text));
    return (await isFree(centralPort)) ? centralPort : 0;
  } catch {
    // No memory, or none that makes sense: any port will do.
    return 0;
  }
}

/** Remembers the port for the next start. */
export async function rememberCentralPort(folder: DemoFolder, centralPort: number): Promise<void> {
  await writeFile(join(folder.all, 'demo.json'), JSON.stringify({ centralPort }));
}

async function isFree(port: number): Promise<boolean> {
  const probe = createServer();
  try {
    probe.listen(port, '127.0.0.1');
    await once(probe, 'listening');
    return true;
  } catch {
    return false;
  } finally {
    probe.close();
  }
}

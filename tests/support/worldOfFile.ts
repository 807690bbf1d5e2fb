import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { openDemoWorld } from './demoWorld.ts';
import type { DemoWorld } from './demoWorld.ts';

/** Making the demo school takes a while on a busy machine. */
const withinMs = 180_000;

/** One demo for all tests of a file, made before the first and removed after the last. Call it in the file's top level. */
export function worldOfFile(): () => DemoWorld {
  let folder: string | undefined;
  let world: DemoWorld | undefined;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'station-world-'));
    world = await openDemoWorld({ folder, form: 'sources' });
  }, withinMs);
  afterAll(async () => {
    await world?.close();
    if (folder !== undefined) await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }, withinMs);
  return () => {
    if (world === undefined) throw new Error('The demo is there once the tests run.');
    return world;
  };
}

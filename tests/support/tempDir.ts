import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** Makes an empty folder for the running test, removed when the test ends, however it ends. Returns its path. */
export async function tempDir(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'station-test-'));
  onTestFinished(() => rm(path, { recursive: true, force: true, maxRetries: 5 }));
  return path;
}

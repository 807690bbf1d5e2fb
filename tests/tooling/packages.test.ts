import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { z } from 'zod';

const root = join(import.meta.dirname, '../..');
const versions = z.record(z.string(), z.string()).default({});
const manifest = z.object({ dependencies: versions, devDependencies: versions });
const lockfile = z.object({
  packages: z.record(z.string(), z.object({ optionalDependencies: versions })),
});

async function read(name: string): Promise<unknown> {
  return JSON.parse(await readFile(join(root, name), 'utf8'));
}

it('pins every direct dependency to one version', async () => {
  const { dependencies, devDependencies } = manifest.parse(await read('package.json'));
  const loose = Object.entries({ ...dependencies, ...devDependencies }).filter(
    ([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version),
  );
  expect(loose).toEqual([]);
});

it('names the packages of every platform in the lockfile, without which npm ci refuses to install', async () => {
  const { packages } = lockfile.parse(await read('package-lock.json'));
  const present = new Set(Object.keys(packages).map((path) => path.split('node_modules/').at(-1)));
  const missing = Object.values(packages)
    .flatMap(({ optionalDependencies }) => Object.keys(optionalDependencies))
    .filter((name) => !present.has(name));
  expect(missing).toEqual([]);
});

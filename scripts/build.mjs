import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensure } from './ensure.mjs';
import { withLock } from './lock.mjs';
import { at, root } from './root.mjs';
import { run, say } from './run.mjs';

const inputs = [
  'src',
  'resources',
  'templates',
  'migrations',
  'electron.vite.config.ts',
  'vite.node.config.ts',
  'scripts/keptOutside.mjs',
  'package.json',
  'package-lock.json',
];

/**
 * Builds out/ when a source has changed since the last build: main, preload and renderer by electron-vite, and the
 * Node entries by Vite. The new tree is made aside and put in place whole, so that a build which fails leaves the last
 * good one. Two builds at once wait for each other.
 *
 * @returns {Promise<boolean>} whether out/ is now what the sources say
 */
export async function build() {
  const stamp = at('out', '.built-from');
  const isCurrent = () => existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint();
  if (isCurrent()) return true;
  const waiting = () => say('Waiting for another build of this folder to end.');
  const work = async () => {
    if (isCurrent()) return true;
    const from = fingerprint();
    say('Building.');
    const started = Date.now();
    const fresh = at('.cache', 'out');
    rmSync(fresh, { recursive: true, force: true });
    mkdirSync(fresh, { recursive: true });
    const results = await Promise.all([
      tool('electron-vite', 'bin/electron-vite.js', ['build', '--outDir', fresh, '--logLevel', 'warn']),
      tool('vite', 'bin/vite.js', [
        'build',
        '--config',
        'vite.node.config.ts',
        '--outDir',
        join(fresh, 'node'),
        '--emptyOutDir',
        '--logLevel',
        'warn',
      ]),
    ]);
    const failed = results.filter(({ code }) => code !== 0);
    for (const { output } of failed) say(output);
    if (failed.length > 0) {
      say('The build failed.');
      return false;
    }
    writeFileSync(join(fresh, '.built-from'), from);
    const old = at('.cache', 'out.old');
    rmSync(old, { recursive: true, force: true });
    if (existsSync(at('out'))) renameSync(at('out'), old);
    renameSync(fresh, at('out'));
    rmSync(old, { recursive: true, force: true });
    say(`Built (${((Date.now() - started) / 1000).toFixed(1)} s).`);
    return true;
  };
  return withLock('build', work, waiting);
}

/**
 * @param {string} name
 * @param {string} file
 * @param {string[]} args
 */
function tool(name, file, args) {
  return run(process.execPath, [at('node_modules', name, file), ...args], { quiet: true });
}

/** A hash of the names and contents of everything that the build reads. */
function fingerprint() {
  const hash = createHash('sha256').update(process.platform);
  for (const input of inputs) {
    for (const file of filesOf(at(input))) {
      hash.update(`\0${relative(root, file)}\0`).update(readFileSync(file));
    }
  }
  return hash.digest('hex');
}

/**
 * @param {string} path
 * @returns {string[]}
 */
function filesOf(path) {
  if (!existsSync(path)) return [];
  if (/\.[a-z]+$/.test(path)) return [path];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await ensure();
  if (!(await build())) process.exitCode = 1;
}

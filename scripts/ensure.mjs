import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { delimiter } from 'node:path';
import { withLock } from './lock.mjs';
import { at } from './root.mjs';
import { npm, run, say } from './run.mjs';

/** better-sqlite3 crashes below this version, and vitest, electron and others refuse to start. */
const leastNode = [22, 14];

/**
 * Makes sure that the packages of package-lock.json are installed and that this process runs under a Node that is
 * new enough, with node_modules/.bin on the PATH. Installs what is missing. When this Node is too old, the same
 * command is run again under the one from the npm package `node`, and this process ends with its exit status.
 */
export async function ensure() {
  if (!installed()) {
    await withLock(
      'install',
      async () => {
        if (!installed()) await install();
      },
      () => say('Waiting for another installation of this folder to end.'),
    );
  }
  const node = await findNode();
  process.env['PATH'] = [at('node_modules', '.bin'), process.env['PATH']].filter(Boolean).join(delimiter);
  if (node === process.execPath) return;
  const { code } = await run(node, [...process.execArgv, ...process.argv.slice(1)]);
  process.exit(code);
}

/**
 * Whether npm's own record of node_modules names every package of package-lock.json in the same version. npm writes
 * that record last, so an installation that was cut short does not count.
 */
function installed() {
  const record = at('node_modules', '.package-lock.json');
  if (!existsSync(record)) return false;
  const wanted = packagesOf(at('package-lock.json'));
  const present = packagesOf(record);
  return Object.entries(wanted).every(([path, { version, optional, link }]) => {
    if (path === '' || link) return true;
    const found = present[path];
    return found ? found.version === version : Boolean(optional);
  });
}

/**
 * @param {string} file
 * @returns {Record<string, { version?: string, optional?: boolean, link?: boolean }>}
 */
function packagesOf(file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages;
}

async function install() {
  say('Installing the packages named in package-lock.json (the first time takes some minutes).');
  const started = Date.now();
  const { code } = await npm(['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']);
  if (code !== 0) {
    say('The packages could not be installed: see the lines above. Is the npm registry reachable?');
    process.exit(code);
  }
  say(`Packages are installed (${Math.round((Date.now() - started) / 1000)} s).`);
}

/** The path of a Node that is new enough: this one, the npm package's, or that package's binary fetched by name. */
async function findNode() {
  if (newEnough(process.versions.node)) return process.execPath;
  const executable = process.platform === 'win32' ? 'node.exe' : 'node';
  const bundled = at('node_modules', 'node', 'bin', executable);
  if (runs(bundled)) return bundled;

  // npm was told not to run install scripts: do what the package's own script would have done.
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const arch = platform === 'win' && process.arch === 'ia32' ? 'x86' : process.arch;
  const prefix = platform === 'darwin' && arch === 'arm64' ? 'node-bin' : 'node';
  const name = `${prefix}-${platform}-${arch}`;
  const version = packagesOf(at('package-lock.json'))['node_modules/node']?.version;
  const folder = at('node_modules', '.node');
  const fetched = at('node_modules', '.node', 'node_modules', name, 'bin', executable);
  if (runs(fetched)) return fetched;
  say(`This Node is ${process.versions.node}; fetching Node ${version} for this product alone.`);
  mkdirSync(folder, { recursive: true });
  const { code } = await npm([
    'install',
    '--prefix',
    folder,
    '--no-save',
    '--no-audit',
    '--no-fund',
    '--ignore-scripts',
    `${name}@${version}`,
  ]);
  if (code === 0 && runs(fetched)) return fetched;
  say(
    `Node ${leastNode.join('.')} or newer is needed, this is ${process.versions.node}, and the npm package ` +
      `${name}@${version} does not run here. Install a newer Node and try again.`,
  );
  process.exit(1);
}

/** @param {string} node */
function runs(node) {
  if (!existsSync(node)) return false;
  const { status, stdout } = spawnSync(node, ['-p', 'process.versions.node'], { encoding: 'utf8' });
  return status === 0 && newEnough(stdout.trim());
}

/** @param {string} version */
function newEnough(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [leastMajor = 0, leastMinor = 0] = leastNode;
  return major > leastMajor || (major === leastMajor && minor >= leastMinor);
}

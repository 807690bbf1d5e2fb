import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Machine } from '../../station/hosting/folders.ts';
import { hasScreen } from '../node/opener.ts';

/** Which door opens, and why, as the end of the sentence "The station opens in the browser, because ...". */
export type DoorChoice =
  | { readonly door: 'electron'; readonly executable: string }
  | { readonly door: 'browser'; readonly why: string };

export interface ElectronRuntimeOptions {
  /** The package root. */
  readonly root: string;
  readonly machine: Machine;
  readonly architecture: string;
  /** Whether this process has all rights (root). */
  readonly isRoot: boolean;
  readonly fetch: typeof globalThis.fetch;
  /** Gets the runtime and puts it into place; false when that failed. Called only when it can be reached. */
  readonly install: () => Promise<boolean>;
  /** Told when the runtime is about to be fetched. */
  readonly onFetching: () => void;
}

/** How long the question whether the runtime can be fetched may take. */
const knownWithinMs = 8000;

/** The Electron runtime to open the station in, or why the browser is opened instead. */
export async function chooseDoor(options: ElectronRuntimeOptions): Promise<DoorChoice> {
  const { root, machine } = options;
  const browser = (why: string): DoorChoice => ({ door: 'browser', why });
  const folder = join(root, 'node_modules', 'electron');
  if (!existsSync(join(folder, 'package.json'))) return browser('the package electron is not installed');
  if (!existsSync(join(root, 'out', 'main', 'index.js')))
    return browser('the desktop program has not been built');
  if (!hasScreen(machine)) return browser('no screen was found for a window');
  if (options.isRoot && machine.platform === 'linux') {
    return browser('you are root, and Electron keeps its protection only for an ordinary user');
  }
  const installed = await installedRuntime(folder, machine);
  if (installed !== null) return { door: 'electron', executable: installed };

  const address = await runtimeAddress(folder, options);
  const unreachable = await whyUnreachable(address, options.fetch);
  if (unreachable !== null) {
    return browser(`the Electron runtime is not installed and ${new URL(address).host} ${unreachable}`);
  }
  options.onFetching();
  const fetched = (await options.install()) ? await installedRuntime(folder, machine) : null;
  return fetched === null
    ? browser('the Electron runtime could not be fetched')
    : { door: 'electron', executable: fetched };
}

/** Runs the installer of the electron package, which checks the checksum; its output is not shown. */
export function installRuntime(root: string, withinMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const installer = join(root, 'node_modules', 'electron', 'install.js');
    const child = spawn(process.execPath, [installer], { stdio: 'ignore', timeout: withinMs });
    child.once('error', () => resolve(false));
    child.once('exit', (code) => resolve(code === 0));
  });
}

async function installedRuntime(folder: string, machine: Machine): Promise<string | null> {
  try {
    const executable = await readFile(join(folder, 'path.txt'), 'utf8');
    const override = machine.environment['ELECTRON_OVERRIDE_DIST_PATH'];
    const path = join(
      override === undefined || override === '' ? join(folder, 'dist') : override,
      executable,
    );
    return existsSync(path) ? path : null;
  } catch {
    // Without path.txt the package has never been completed.
    return null;
  }
}

async function runtimeAddress(
  folder: string,
  { machine, architecture }: ElectronRuntimeOptions,
): Promise<string> {
  const text = await readFile(join(folder, 'package.json'), 'utf8');
  const { version } = z.object({ version: z.string() }).parse(JSON.parse(text));
  const mirror =
    machine.environment['ELECTRON_MIRROR'] ?? machine.environment['npm_config_electron_mirror'] ?? '';
  const base = mirror === '' ? 'https://github.com/electron/electron/releases/download/' : mirror;
  return `${base}v${version}/electron-v${version}-${machine.platform}-${architecture}.zip`;
}

async function whyUnreachable(address: string, fetch: typeof globalThis.fetch): Promise<string | null> {
  try {
    const response = await fetch(address, { method: 'HEAD', signal: AbortSignal.timeout(knownWithinMs) });
    return response.ok ? null : `does not hand it out (status ${response.status})`;
  } catch {
    return 'does not answer from here';
  }
}

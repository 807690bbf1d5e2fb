import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Result } from '../../domain/result.ts';
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
  /** Whether this process has all rights (root). */
  readonly isRoot: boolean;
  /** Gets the runtime for the package in that folder and puts it into place; the error says why not. */
  readonly install: (folder: string) => Promise<Result<null, string>>;
}

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

  const got = await options.install(folder);
  if (!got.ok) return browser(got.error);
  const fetched = await installedRuntime(folder, machine);
  return fetched === null
    ? browser('the Electron runtime could not be put into place')
    : { door: 'electron', executable: fetched };
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

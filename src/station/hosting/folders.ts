import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join, resolve } from 'node:path';

/** What a folder layout depends on; given, so that every system's layout can be tested on any. */
export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The home folder of the person. */
  readonly home: string;
}

/** The machine this process runs on. */
export function thisMachine(): Machine {
  return { platform: process.platform, environment: process.env, home: homedir() };
}

/**
 * The data folder of a station without Electron: `asked` (`--data`) when given, else STATION_DATA, else where the system
 * keeps the data of programs. Absolute; not made here.
 */
export function dataFolder(asked: string | undefined, machine: Machine): string {
  const { platform, environment, home } = machine;
  const told = asked ?? nonEmpty(environment['STATION_DATA']);
  if (told !== undefined) return resolve(told);
  if (platform === 'win32') {
    return join(nonEmpty(environment['APPDATA']) ?? join(home, 'AppData', 'Roaming'), 'Certificate Station');
  }
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Certificate Station');
  const base = nonEmpty(environment['XDG_DATA_HOME']);
  // The XDG specification says that a relative value is to be ignored.
  return join(
    base !== undefined && isAbsolute(base) ? base : join(home, '.local', 'share'),
    'certificate-station',
  );
}

/** Where exports go: `chosen` by the settings, else beside data that was placed by hand, else the person's documents. */
export function exportsFolder(
  chosen: string | null,
  data: string,
  dataIsDefault: boolean,
  machine: Machine,
): string {
  if (chosen !== null) return resolve(data, chosen);
  return dataIsDefault ? join(machine.home, 'Documents', 'Certificate Station') : join(data, 'exports');
}

/** The package root: the nearest folder above `from` that holds a package.json. Throws when there is none. */
export function packageRoot(from: string): string {
  for (let folder = from; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) return folder;
    if (folder === dirname(folder)) throw new Error(`No package.json lies above ${from}.`);
  }
}

function nonEmpty(value: string | undefined): string | undefined {
  return value === '' ? undefined : value;
}

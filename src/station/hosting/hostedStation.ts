import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { access, constants, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { chromiumLayout } from '../../documents/html/chromiumLayout.ts';
import type { DevToolsPage } from '../../documents/html/chromiumLayout.ts';
import type { Result } from '../../domain/result.ts';
import type { Logger } from '../ports/log.ts';
import type { StationPorts } from '../ports/ports.ts';
import type { Secrets } from '../ports/secrets.ts';
import type { StationStartProblem } from '../ports/startProblem.ts';
import type { CreateStation, Station } from '../ports/station.ts';
import { dataFolder, exportsFolder, packageRoot } from './folders.ts';
import type { Machine } from './folders.ts';
import { openFileLog } from './logFile.ts';
import { readSettingsFile } from './settingsFile.ts';
import type { SettingsFile } from './settingsFile.ts';

/** What a person may say on the command line about the station, over its settings. */
export interface StationWishes {
  /** `--data`; absent: the usual folder. */
  readonly data?: string;
  /** `--central`; wins over settings.json. */
  readonly central?: string;
  /** `--demo`; wins over settings.json. */
  readonly demo?: boolean;
}

export interface StationHost {
  readonly createStation: CreateStation;
  readonly machine: Machine;
  /** Where this host keeps secrets; `file` is in the data folder. */
  readonly secrets: (file: string, log: Logger) => Secrets;
  /** Shows a file to the person; false when that cannot be done. */
  readonly showFile: (path: string) => Promise<boolean>;
  /** Opens blank pages of a browser, to lay templates in HTML out; absent: there is none. */
  readonly openBrowserPage?: () => Promise<DevToolsPage>;
}

export interface HostedStation {
  readonly station: Station;
  readonly data: string;
  readonly exports: string;
  readonly log: Logger;
  readonly settings: SettingsFile;
  /** The address of central that was given from outside; null: the one stored at pairing. */
  readonly centralUrl: string | null;
  /** Stops the station and closes the log. */
  readonly stop: () => Promise<void>;
}

/** A station with its folders, settings, log and secrets as this machine has them; not yet started. */
export async function openHostedStation(
  wishes: StationWishes,
  host: StationHost,
): Promise<Result<HostedStation, StationStartProblem>> {
  const { machine } = host;
  const data = dataFolder(wishes.data, machine);
  const isDefault = wishes.data === undefined && (machine.environment['STATION_DATA'] ?? '') === '';
  const made = await madeFolder(data);
  if (!made.ok) return made;
  const read = await readSettingsFile(join(data, 'settings.json'), machine.environment);
  if (!read.ok) return read;
  const { settings, unknownKeys } = read.value;
  const files = openFileLog({ folder: join(data, 'logs'), name: 'station', level: settings.logLevel });
  const { log } = files;
  if (unknownKeys.length > 0)
    log.warn({ unknownKeys }, 'settings.json holds keys that this program does not know');

  const root = packageRoot(import.meta.dirname);
  const exports = exportsFolder(settings.exportsFolder, data, isDefault, machine);
  const centralUrl = wishes.central ?? settings.centralUrl;
  const renderer = join(root, 'out', 'renderer');
  const ports: StationPorts = {
    clock: { now: () => Date.now() },
    random: (bytes) => new Uint8Array(randomBytes(bytes)),
    paths: { data, exports, root },
    log,
    secrets: host.secrets(join(data, 'secrets.json'), log),
    fetch: globalThis.fetch,
    settings: { centralUrl, stationName: settings.stationName, demo: wishes.demo ?? settings.demo },
    openFile: async (path) => {
      if (!(await host.showFile(path))) throw new Error(`This machine has nothing to show ${path} with.`);
    },
    ...(host.openBrowserPage === undefined ? {} : { layoutEngine: chromiumLayout(host.openBrowserPage) }),
    ...(existsSync(join(renderer, 'index.html')) ? { rendererFiles: renderer } : {}),
  };
  const created = await host.createStation(ports);
  if (!created.ok) {
    log.error({ problem: created.error }, 'the station cannot start');
    files.close();
    return created;
  }
  const station = created.value;
  const stop = async () => {
    await station.stop();
    log.info({}, 'the station has stopped');
    files.close();
  };
  return { ok: true, value: { station, data, exports, log, settings, centralUrl, stop } };
}

async function madeFolder(folder: string): Promise<Result<null, StationStartProblem>> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await access(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    return { ok: true, value: null };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (code === 'ENOSPC') return { ok: false, error: { tag: 'disk_full', folder } };
    if (typeof code === 'string')
      return { ok: false, error: { tag: 'data_folder_unusable', folder, detail: code } };
    throw error;
  }
}

import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

import type { Result } from '../../domain/result.ts';
import { openFileLog } from '../../station/hosting/logFile.ts';
import { readSettingsFile } from '../../station/hosting/settingsFile.ts';
import type { Logger } from '../../station/ports/log.ts';
import type { StationPorts } from '../../station/ports/ports.ts';
import type { StationStartProblem } from '../../station/ports/startProblem.ts';
import type { CreateStation, Station } from '../../station/ports/station.ts';
import { createFileSecrets } from './fileSecrets.ts';
import { showToPerson } from './opener.ts';
import { dataFolder, exportsFolder, packageRoot } from './paths.ts';
import type { Machine } from './paths.ts';

export interface NodeStationOptions {
  /** `--data`; absent: the usual folder. */
  readonly data?: string;
  /** `--central`; wins over settings.json. */
  readonly central?: string;
  /** `--demo`; wins over settings.json. */
  readonly demo?: boolean;
  readonly createStation: CreateStation;
  readonly machine?: Machine;
}

export interface NodeStation {
  readonly station: Station;
  readonly data: string;
  readonly log: Logger;
  /** The address of central that was given from outside; null: the one stored at pairing. */
  readonly centralUrl: string | null;
  /** Stops the station and closes the log. */
  stop(): Promise<void>;
}

/** A station on this machine without Electron: folders, settings, secrets and log as plain Node has them; not yet started. */
export async function openNodeStation(
  options: NodeStationOptions,
): Promise<Result<NodeStation, StationStartProblem>> {
  const machine = options.machine ?? thisMachine();
  const data = dataFolder(options.data, machine);
  const isDefault = options.data === undefined && (machine.environment['STATION_DATA'] ?? '') === '';
  const made = await madeFolder(data);
  if (!made.ok) return made;
  const read = await readSettingsFile(join(data, 'settings.json'), machine.environment);
  if (!read.ok) return read;
  const { settings, unknownKeys } = read.value;
  const files = openFileLog({ folder: join(data, 'logs'), name: 'station', level: settings.logLevel });
  const { log } = files;
  if (unknownKeys.length > 0) log.warn({ unknownKeys }, 'settings.json holds keys that this program does not know');
  log.info({ node: process.version }, 'secrets are kept in a file that only its owner may read');

  const root = packageRoot(import.meta.dirname);
  const renderer = join(root, 'out', 'renderer');
  const ports: StationPorts = {
    clock: { now: () => Date.now() },
    random: (bytes) => new Uint8Array(randomBytes(bytes)),
    paths: { data, exports: exportsFolder(settings.exportsFolder, data, isDefault, machine), root },
    log,
    secrets: createFileSecrets(join(data, 'secrets.json')),
    fetch: globalThis.fetch,
    settings: {
      centralUrl: options.central ?? settings.centralUrl,
      stationName: settings.stationName,
      demo: options.demo ?? settings.demo,
    },
    openFile: async (path) => {
      if (!(await showToPerson(path, machine))) throw new Error(`This machine has nothing to show ${path} with.`);
    },
    ...(existsSync(join(renderer, 'index.html')) ? { rendererFiles: renderer } : {}),
  };
  const created = await options.createStation(ports);
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
  return { ok: true, value: { station, data, log, centralUrl: ports.settings.centralUrl, stop } };
}

/** The machine this process runs on. */
export function thisMachine(): Machine {
  return { platform: process.platform, environment: process.env, home: homedir() };
}

async function madeFolder(
  folder: string,
): Promise<Result<null, StationStartProblem>> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    return { ok: true, value: null };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOSPC') {
      return { ok: false, error: { tag: 'disk_full', folder } };
    }
    throw error;
  }
}

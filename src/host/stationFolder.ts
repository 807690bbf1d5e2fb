import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runningStation } from '../station/hosting/door/doorFile.ts';
import type { DoorFile } from '../station/hosting/door/doorFile.ts';
import { dataFolder, packageRoot, thisMachine } from '../station/hosting/folders.ts';

const answerWithinMs = 3000;

/** A data folder of a station on this computer. */
export interface StationFolder {
  readonly data: string;
  /** It belongs to the demo of `npm start`. */
  readonly demo: boolean;
  /** It holds a station's work already. */
  readonly hasData: boolean;
  /** The door of the station that runs on it; null: none runs. */
  readonly door: DoorFile | null;
}

/**
 * The data folder that a person means. `asked` or STATION_DATA decide alone; else it is, of the usual folder and the one of
 * the demo, the first on which a station runs, else the first that holds data, else the usual one.
 */
export async function stationFolder(asked: string | undefined): Promise<StationFolder> {
  const machine = thisMachine();
  const usual = dataFolder(asked, machine);
  const ofDemo = join(packageRoot(import.meta.dirname), '.data', 'demo', 'station');
  const decided = asked !== undefined || (machine.environment['STATION_DATA'] ?? '') !== '';
  const folders = [...new Set(decided ? [usual] : [usual, ofDemo])];
  const found: StationFolder[] = [];
  for (const data of folders) {
    const door = (await runningStation(data, answerWithinMs))?.door ?? null;
    found.push({ data, demo: data === ofDemo, hasData: existsSync(join(data, 'station.db')), door });
  }
  const best = found.find(({ door }) => door !== null) ?? found.find(({ hasData }) => hasData);
  return best ?? { data: usual, demo: usual === ofDemo, hasData: false, door: null };
}

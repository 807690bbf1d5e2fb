import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { err, ok } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import type { StationStartProblem } from '../ports/startProblem.ts';
import { saysCorrupt, saysLocked } from './problems.ts';

/** The hold on a data folder. */
export interface FolderLock {
  /** Did the program that held it before end in good order (or was there none)? */
  readonly endedWell: boolean;
  /** Lets go, and notes that this program ended in good order. */
  release(): void;
}

const LOCK_FILE = 'station.lock';
const PID_FILE = 'station.pid';

/**
 * Takes the data folder for this program alone. The lock is the operating system's, on a small database held in an open
 * exclusive transaction, so it ends with the process however that ends.
 */
export function lockFolder(folder: string): Result<FolderLock, StationStartProblem> {
  let sqlite: Sqlite.Database | null = null;
  try {
    sqlite = new Sqlite(join(folder, LOCK_FILE), { timeout: 0 });
    // Once taken, the lock stays from one transaction to the next.
    sqlite.pragma('locking_mode = EXCLUSIVE');
    sqlite.exec('BEGIN EXCLUSIVE');
  } catch (problem) {
    sqlite?.close();
    if (saysLocked(problem)) return err({ tag: 'data_folder_locked', folder, ...holder(folder) });
    if (saysCorrupt(problem))
      return err({ tag: 'database_corrupt', file: join(folder, LOCK_FILE), detail: String(problem) });
    throw problem;
  }
  const held = sqlite;
  // 0: never used or ended well; 1: in use.
  const endedWell = held.pragma('user_version', { simple: true }) === 0;
  held.pragma('user_version = 1');
  held.exec('COMMIT');
  writeFileSync(join(folder, PID_FILE), String(process.pid));
  return ok({
    endedWell,
    release: () => {
      held.pragma('user_version = 0');
      held.close();
    },
  });
}

function holder(folder: string): { pid?: number } {
  try {
    const pid = Number(readFileSync(join(folder, PID_FILE), 'utf8'));
    return Number.isInteger(pid) && pid > 0 ? { pid } : {};
  } catch (problem) {
    if (problem instanceof Error && 'code' in problem && problem.code === 'ENOENT') return {};
    throw problem;
  }
}

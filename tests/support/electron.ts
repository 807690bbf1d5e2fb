import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** The electron package's runtime: its program's path, or why there is none. */
export type ElectronRuntime = { found: true; path: string } | { found: false; reason: string };

/**
 * Looks for Electron's runtime without fetching it: in ELECTRON_OVERRIDE_DIST_PATH, else where the npm package
 * `electron` has put it.
 */
export function electronRuntime(): ElectronRuntime {
  const folder = dirname(createRequire(import.meta.url).resolve('electron/package.json'));
  const pathFile = join(folder, 'path.txt');
  const program = existsSync(pathFile) ? readFileSync(pathFile, 'utf8').trim() : usualProgram();
  const path = join(process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? join(folder, 'dist'), program);
  return existsSync(path)
    ? { found: true, path }
    : { found: false, reason: "Electron's runtime is not installed (npm holds only its downloader)" };
}

function usualProgram(): string {
  if (process.platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron';
  return process.platform === 'win32' ? 'electron.exe' : 'electron';
}

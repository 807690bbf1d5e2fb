import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** The Chromium to test with: the one named in CHROMIUM, else the first on the PATH. `undefined`: Playwright's own. */
export function chromiumPath() {
  return process.env['CHROMIUM'] || names.map(programOnPath).find((path) => path !== undefined);
}

/**
 * Where a program is, as a shell would find it.
 *
 * @param {string} name
 */
export function programOnPath(name) {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

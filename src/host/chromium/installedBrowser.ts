import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { openBrowserPage } from './browserPage.ts';
import type { BrowserPage } from './browserPage.ts';

const COMMANDS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];
const MAC = [
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
];
const WINDOWS = [
  'Chromium/Application/chrome.exe',
  'Google/Chrome/Application/chrome.exe',
  'Microsoft/Edge/Application/msedge.exe',
];

/**
 * A browser of this machine that can lay pages out: the one named by CHROMIUM, else a Chromium, Chrome or Edge where the
 * system keeps its programs.
 */
export function installedBrowser(
  platform: NodeJS.Platform,
  environment: Readonly<Record<string, string | undefined>>,
): string | undefined {
  const named = environment['CHROMIUM'];
  if (named !== undefined && named !== '') return named;
  return placesOf(platform, environment).find(isProgram);
}

/** Opens blank pages of that browser; undefined where there is none. */
export function browserPages(
  platform: NodeJS.Platform,
  environment: Readonly<Record<string, string | undefined>>,
): (() => Promise<BrowserPage>) | undefined {
  const browser = installedBrowser(platform, environment);
  return browser === undefined ? undefined : () => openBrowserPage(browser);
}

function placesOf(
  platform: NodeJS.Platform,
  environment: Readonly<Record<string, string | undefined>>,
): readonly string[] {
  if (platform === 'darwin') return MAC;
  if (platform === 'win32') {
    const folders = ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap(
      (name) => environment[name] ?? [],
    );
    return folders.flatMap((folder) => WINDOWS.map((path) => join(folder, path)));
  }
  const folders = (environment['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return COMMANDS.flatMap((command) => folders.map((folder) => join(folder, command)));
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

import type { Display, RenderProcessGoneDetails } from 'electron';
import type { Logger } from '../../station/ports/log.ts';
import type { ElectronParts, WindowPart } from '../electronParts.ts';
import { ownPages } from '../ownPages.ts';
import type { DesktopWords } from '../words.ts';
import { keepAtHome } from './navigation.ts';
import { keepWindowState, readWindowState } from './windowState.ts';

export interface MainWindowOptions {
  readonly parts: ElectronParts;
  readonly words: DesktopWords;
  /** The file that remembers where the window was. */
  readonly stateFile: string;
  /** The built preload script. */
  readonly preload: string;
  readonly log: () => Pick<Logger, 'warn'>;
  /** Called when the person closes the window; true: let it close. */
  readonly onClose: () => boolean;
  readonly now: () => number;
}

/** Three crashes within this time, and the screen is not brought back by itself. */
const crashWindowMs = 60_000;

/** The one window: sandboxed, isolated, kept on our own pages, brought back when its screen crashes. Not yet loaded. */
export function openMainWindow(options: MainWindowOptions): WindowPart {
  const { parts, words, stateFile, preload, log, onClose, now } = options;
  const displays: readonly Pick<Display, 'workArea'>[] = parts.screen().getAllDisplays();
  const { maximized, width, height, x, y } = readWindowState(stateFile, displays);
  const window = parts.createWindow({
    width,
    height,
    ...(x === undefined || y === undefined ? {} : { x, y }),
    minWidth: 800,
    minHeight: 500,
    show: false,
    title: words.title,
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
    },
  });
  keepAtHome(window.webContents, parts, words);
  window.on('ready-to-show', () => {
    if (maximized) window.maximize();
    window.show();
  });
  window.on('close', (event) => {
    if (!keepWindowState(stateFile, window.getNormalBounds(), window.isMaximized())) {
      log().warn({ stateFile }, 'the place of the window could not be remembered');
    }
    if (!onClose()) event.preventDefault();
  });

  let crashes: number[] = [];
  window.webContents.on('render-process-gone', (_event, details: RenderProcessGoneDetails) => {
    if (details.reason === 'clean-exit' || window.isDestroyed()) return;
    log().warn({ reason: details.reason, exitCode: details.exitCode }, 'the screen crashed');
    crashes = [...crashes.filter((at) => now() - at < crashWindowMs), now()];
    if (crashes.length < 3) window.webContents.reload();
    else void showPage(window, ownPages.crashed, log());
  });
  return window;
}

/** Brings the window before the person. */
export function bringToFront(window: WindowPart): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}

/** Shows one of our pages. A page that was given up for another, as happens at quitting, is not an error. */
export async function showPage(
  window: WindowPart,
  address: string,
  log: Pick<Logger, 'warn'>,
): Promise<void> {
  try {
    await window.loadURL(address);
  } catch (error) {
    log.warn({ err: error, address }, 'a page was not shown to its end');
  }
}

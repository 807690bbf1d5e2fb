/** The desktop program: hands the real Electron to `runDesktop`, and holds no logic of its own. */
import { hostname } from 'node:os';
import { join } from 'node:path';
import {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  protocol,
  safeStorage,
  screen,
  session,
  shell,
} from 'electron';
import electronUpdater from 'electron-updater';
import { createStation } from '../station/compose.ts';
import { thisMachine } from '../station/hosting/folders.ts';
import { desktopArguments } from './arguments.ts';
import { runDesktop } from './desktop.ts';

// Not awaited at the top: Electron is ready only after this module has been evaluated.
runDesktop({
  parts: {
    app,
    protocol,
    dialog,
    shell,
    ipcMain,
    safeStorage,
    session: () => session.defaultSession,
    screen: () => screen,
    createWindow: (options) => new BrowserWindow(options),
    createLayoutWindow: (options) => new BrowserWindow(options),
    setMenu: (template) => Menu.setApplicationMenu(Menu.buildFromTemplate(template)),
  },
  args: desktopArguments(process.argv),
  machine: thisMachine(),
  createStation,
  preload: join(import.meta.dirname, '..', 'preload', 'index.cjs'),
  computerName: hostname(),
  updater: () => electronUpdater.autoUpdater,
  after: (act, ms) => {
    const timer = setTimeout(act, ms);
    return () => clearTimeout(timer);
  },
  repeat: (act, ms) => {
    const timer = setInterval(act, ms);
    return () => clearInterval(timer);
  },
  print: (line) => process.stdout.write(`${JSON.stringify(line)}\n`),
  now: () => performance.now(),
}).catch((error: unknown) => {
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  dialog.showErrorBox(
    'The station cannot start',
    `Nothing that was confirmed is lost. Start it again; if this comes back, send this message to whoever looks after the program.\n\n${detail}`,
  );
  app.exit(1);
});

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Result } from '../domain/result.ts';
import { dataFolder } from '../station/hosting/folders.ts';
import type { Machine } from '../station/hosting/folders.ts';
import { openHostedStation } from '../station/hosting/hostedStation.ts';
import type { HostedStation } from '../station/hosting/hostedStation.ts';
import { pairAtStart } from '../station/hosting/pairAtStart.ts';
import { startProblemPage } from '../station/hosting/startProblemText.ts';
import type { Logger } from '../station/ports/log.ts';
import type { StationStartProblem } from '../station/ports/startProblem.ts';
import type { CreateStation } from '../station/ports/station.ts';
import { appOrigin, registerAppScheme, serveAppScheme } from './appScheme.ts';
import type { DesktopArguments } from './arguments.ts';
import { answerDesktopCalls } from './desktopCalls.ts';
import type { ElectronParts, WindowPart } from './electronParts.ts';
import { layoutPages } from './layoutPage.ts';
import { closingPage, crashedPage, ownPages, toFirstPage } from './ownPages.ts';
import { openProgramDoor } from './programDoor.ts';
import { quitInOrder } from './quitting.ts';
import { createSealedSecrets } from './sealedSecrets.ts';
import { watchForUpdates } from './updates.ts';
import type { UpdaterPart } from './updates.ts';
import { bringToFront, openMainWindow, showPage } from './window/mainWindow.ts';
import { menuTemplate } from './window/menu.ts';
import { grantOnlyTheCamera } from './window/permissions.ts';
import { desktopWords } from './words.ts';

export interface DesktopOptions {
  readonly parts: ElectronParts;
  readonly args: DesktopArguments;
  readonly machine: Machine;
  readonly createStation: CreateStation;
  /** The built preload script. */
  readonly preload: string;
  /** The name of this computer: what the station is called when nobody says otherwise. */
  readonly computerName: string;
  /** Asked for only in an installed program. */
  readonly updater: () => UpdaterPart;
  readonly after: (act: () => void, ms: number) => () => void;
  readonly repeat: (act: () => void, ms: number) => () => void;
  readonly print: (line: object) => void;
  readonly now: () => number;
}

const noLog: Logger = { debug() {}, info() {}, warn() {}, error() {} };

/** The desktop program from its start to an open window. Resolves without a window when another instance runs already. */
export async function runDesktop(options: DesktopOptions): Promise<void> {
  const { parts, args, machine } = options;
  const { app } = parts;
  registerAppScheme(parts.protocol);
  app.enableSandbox();
  // One instance a data folder: the lock and the window's memory lie beside the data.
  const data = dataFolder(args.data, machine);
  setWindowFolder(app, join(data, 'window'));
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return;
  }
  let window: WindowPart | null = null;
  app.on('second-instance', () => {
    if (window !== null && !window.isDestroyed()) bringToFront(window);
  });
  await app.whenReady();

  const words = desktopWords(app.getLocale());
  let opened: Result<HostedStation, StationStartProblem> = await openStarted(options);
  const log = () => (opened.ok ? opened.value.log : noLog);
  // Two clicks on "try again" must not open the data twice.
  let trying: Promise<Result<HostedStation, StationStartProblem>> | null = null;
  let stopLooking = () => {};
  const stop = async () => {
    stopLooking();
    if (trying !== null) opened = await trying;
    if (opened.ok) await opened.value.stop();
  };
  const quitting = quitInOrder(
    app,
    stop,
    () => {
      if (window !== null && !window.isDestroyed()) void showPage(window, ownPages.closing, log());
    },
    { error: (fields, message) => log().error(fields, message) },
  );

  const tryAgain = async () => {
    trying ??= openStarted(options);
    opened = await trying;
    trying = null;
  };
  serveAppScheme(parts.protocol, async (request) => {
    const address = request.url.split(/[?#]/)[0];
    if (address === ownPages.closing || quitting.begun()) return closingPage(words);
    if (address === ownPages.crashed) return crashedPage(words);
    if (address === ownPages.again) {
      if (!opened.ok) await tryAgain();
      return toFirstPage(words);
    }
    return opened.ok
      ? opened.value.station.handler(request)
      : startProblemPage(opened.error, words.language, ownPages.again);
  });
  grantOnlyTheCamera(parts.session());
  answerDesktopCalls(parts, () => (opened.ok ? opened.value.exports : null));
  parts.setMenu(menuTemplate(words));

  window = openMainWindow({
    ...options,
    words,
    stateFile: join(data, 'window.json'),
    log,
    onClose: () => {
      if (!quitting.done()) app.quit();
      return quitting.done();
    },
  });
  await showPage(window, `${appOrigin}/`, log());
  if (args.json) options.print({ ready: true });
  if (app.isPackaged && opened.ok && opened.value.settings.checkForUpdates) {
    stopLooking = watchForUpdates(options.updater(), log(), options.repeat);
  }
}

function setWindowFolder(app: ElectronParts['app'], folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    app.setPath('userData', folder);
  } catch {
    // Electron then uses its own folder, and opening the station tells the person what is wrong with this one.
  }
}

async function openStarted(options: DesktopOptions): Promise<Result<HostedStation, StationStartProblem>> {
  const { parts, args, machine, createStation, computerName, after } = options;
  const opened = await openHostedStation(args, {
    createStation,
    machine,
    secrets: (file, log) => createSealedSecrets(file, parts.safeStorage, machine.platform, log),
    showFile: async (path) => (await parts.shell.openPath(path)) === '',
    openBrowserPage: layoutPages(parts.createLayoutWindow, after),
  });
  if (!opened.ok) return opened;
  const { station, centralUrl, log } = opened.value;
  await station.start();
  if (args.pair !== undefined && centralUrl !== null) {
    const stationName = args.name ?? computerName;
    const paired = await pairAtStart(station.handler, { centralUrl, code: args.pair, stationName });
    // The first screen asks for a code when the station is not paired, so the person can do it there.
    if (!paired.ok) log.warn({ why: paired.error }, 'the station could not be paired at its start');
  }
  const door = await openProgramDoor(opened.value);
  const stop = async () => {
    try {
      await door?.close();
    } finally {
      await opened.value.stop();
    }
  };
  return { ok: true, value: { ...opened.value, stop } };
}

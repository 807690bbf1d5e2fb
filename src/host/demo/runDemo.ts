import type { Result } from '../../domain/result.ts';
import { startChild } from './child.ts';
import type { ChildEnd, ChildProblem } from './child.ts';
import { centralPortOf, rememberCentralPort } from './demoFolder.ts';
import type { DemoFolder } from './demoFolder.ts';
import type { DoorChoice } from './electronRuntime.ts';
import { keepRunning } from './keeper.ts';
import type { Keeper } from './keeper.ts';
import { browserStationProgram, centralProgram, electronStationProgram } from './programs.ts';
import type { CentralReady, DemoStation, StationReady } from './programs.ts';
import { whyDown } from './wording.ts';

export interface DemoOptions {
  /** The package root. */
  readonly root: string;
  /** The folder of the built programs. */
  readonly built: string;
  readonly folder: DemoFolder;
  /** The port of the loopback door; 0: any. */
  readonly port: number;
  readonly door: Promise<DoorChoice>;
  /** Whether the person insists on Electron; then its failure is not answered by the browser. */
  readonly onlyElectron: boolean;
  /** Aborts when the person no longer wants the demo to come up. */
  readonly signal: AbortSignal;
  readonly say: (text: string) => void;
  /** The station had to be started again and made a new link. */
  readonly onNewLink: (url: string) => void;
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly now: () => number;
}

export interface Demo {
  readonly door: DoorChoice;
  readonly central: CentralReady;
  /** The one-time link; null where the station has a window of its own. */
  readonly link: string | null;
  /** Resolves when the person closed the window. */
  readonly over: Promise<void>;
  /** Stops the station, then central. */
  readonly stop: () => Promise<void>;
}

/** Central and a station that is paired with it, both kept running. The error is a text for the person. */
export async function runDemo(options: DemoOptions): Promise<Result<Demo, string>> {
  const { folder, say } = options;
  if (options.onlyElectron) {
    const wanted = await options.door;
    if (wanted.door === 'browser') return { ok: false, error: noWindow(wanted.why) };
  }
  const central = await keptCentral(options);
  if (!central.ok) return { ok: false, error: whyDown('Central', central.error) };
  await rememberCentralPort(folder, Number(new URL(central.value.ready.url).port));

  let door = await Promise.race([options.door, unwanted(options.signal)]);
  say('Starting the station ...');
  const told = { folder, central: central.value.ready, port: options.port };
  let station = await keptStation(options, door, told);
  if (!station.ok && door.door === 'electron' && !options.onlyElectron) {
    say(whyDown('The window', station.error));
    door = { door: 'browser', why: 'the window could not be opened (see above)' };
    station = await keptStation(options, door, told);
  }
  if (!station.ok) {
    await central.value.stop();
    return { ok: false, error: whyDown('The station', station.error) };
  }
  const running = station.value;
  const { url, warning } = running.ready;
  if (typeof warning === 'string') say(warning);
  const stop = async () => {
    await running.stop();
    await central.value.stop();
  };
  const link = url ?? null;
  return { ok: true, value: { door, central: central.value.ready, link, over: running.over, stop } };
}

async function keptCentral(options: DemoOptions): Promise<Result<Keeper<CentralReady>, ChildProblem>> {
  const { built, folder, say } = options;
  let port = await centralPortOf(folder);
  const kept = await keepRunning({
    ...options,
    launch: async (signal) => {
      const unwanted = AbortSignal.any([signal, options.signal]);
      const child = await startChild(centralProgram(built, folder, port), unwanted);
      // The station knows central by this port from now on.
      if (child.ok) port = Number(new URL(child.value.ready.url).port);
      return child;
    },
    onDown: (why, delay) =>
      say(
        `${whyDown('Central', why)}\nThe station works on without it and catches up. Trying again in ${seconds(delay)}.`,
      ),
    onUpAgain: ({ url }) => say(`Central is up again: ${url}`),
  });
  return kept;
}

function keptStation(
  options: DemoOptions,
  door: DoorChoice,
  told: DemoStation,
): Promise<Result<Keeper<StationReady>, ChildProblem>> {
  const { root, built, say } = options;
  let { port } = told;
  return keepRunning({
    ...options,
    launch: async (signal) => {
      const unwanted = AbortSignal.any([signal, options.signal]);
      const child =
        door.door === 'electron'
          ? await startChild(electronStationProgram(door.executable, root, told), unwanted)
          : await startChild(browserStationProgram(built, { ...told, port }), unwanted);
      const url = child.ok ? child.value.ready.url : undefined;
      if (url !== undefined) port = Number(new URL(url).port);
      return child;
    },
    isWanted: (end: ChildEnd) => door.door === 'electron' && end.code === 0,
    onDown: (why, delay) =>
      say(
        `${whyDown('The station', why)}\nNothing that was confirmed is lost. Starting it again in ${seconds(delay)}.`,
      ),
    onUpAgain: ({ url }) => {
      say('The station is up again.');
      if (url !== undefined) options.onNewLink(url);
    },
  });
}

function noWindow(why: string): string {
  return `The window cannot be opened: ${why}. Start with --door browser instead.`;
}

function unwanted(signal: AbortSignal): Promise<DoorChoice> {
  const choice: DoorChoice = { door: 'browser', why: 'the start was broken off' };
  return new Promise((resolve) => {
    if (signal.aborted) resolve(choice);
    else signal.addEventListener('abort', () => resolve(choice), { once: true });
  });
}

function seconds(ms: number): string {
  return `${Math.round(ms / 1000)} s`;
}

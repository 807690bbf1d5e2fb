import type { Result } from '../domain/result.ts';
import { runningStation } from '../station/hosting/door/doorFile.ts';
import type { RunningStation } from '../station/hosting/door/doorFile.ts';
import { loopbackDoorProblemText } from '../station/hosting/door/loopbackDoor.ts';
import type { LoopbackDoorProblem } from '../station/hosting/door/loopbackDoor.ts';
import { openStationDoor } from '../station/hosting/door/stationDoor.ts';
import { openHostedStation } from '../station/hosting/hostedStation.ts';
import type { StationWishes } from '../station/hosting/hostedStation.ts';
import { pairAtStart } from '../station/hosting/pairAtStart.ts';
import { startProblemPlainText } from '../station/hosting/startProblemText.ts';
import type { StationStartProblem } from '../station/ports/startProblem.ts';
import { nodeHost } from './node/nodeHost.ts';
import type { NodeHost } from './node/nodeHost.ts';

export interface ServingOptions extends StationWishes, NodeHost {
  readonly port?: number;
  /** A pairing code; used when the station is not paired yet. Needs an address of central. */
  readonly pair?: string;
  /** What the station is called at central when it is paired. */
  readonly pairAs: string;
}

export interface Serving {
  /** A new link that lets in one browser once. */
  readonly entryUrl: () => string;
  readonly origin: string;
  /** What went wrong without keeping the station from serving, as a sentence; null: nothing did. */
  readonly warning: string | null;
  /** Closes the door, then the station, so that every write that was begun is finished. May be called twice. */
  readonly stop: () => Promise<void>;
}

export type ServingProblem =
  | { readonly tag: 'station'; readonly problem: StationStartProblem }
  | { readonly tag: 'door'; readonly problem: LoopbackDoorProblem }
  /** A station runs on this data already and made a new link to itself. */
  | { readonly tag: 'already_running'; readonly url: string; readonly pid: number }
  /** A station runs on this data already, in a window of its own. */
  | { readonly tag: 'in_own_window'; readonly pid: number };

const answerWithinMs = 3000;

/** A started station behind a loopback door, or why there is none; nothing is left open then. */
export async function serveStation(options: ServingOptions): Promise<Result<Serving, ServingProblem>> {
  const opened = await openHostedStation(options, nodeHost(options));
  if (!opened.ok) {
    if (opened.error.tag === 'data_folder_locked') {
      const running = await runningStation(opened.error.folder, answerWithinMs);
      if (running !== null) return { ok: false, error: runningAs(running) };
    }
    return { ok: false, error: { tag: 'station', problem: opened.error } };
  }
  const { station, centralUrl, stop: stopStation } = opened.value;
  const doorOpened = await openStationDoor(opened.value, {
    admits: 'browsers_and_programs',
    ...(options.port === undefined ? {} : { port: options.port }),
  });
  if (!doorOpened.ok) {
    await stopStation();
    return { ok: false, error: { tag: 'door', problem: doorOpened.error } };
  }
  const { origin, entryUrl, announce, close } = doorOpened.value;
  if (entryUrl === null) throw new Error('A door that admits browsers has links.');
  await station.start();
  const warning = await pairedOrWhyNot(station.handler, centralUrl, options);
  await announce();

  let stopped: Promise<void> | null = null;
  const stop = async () => {
    await close();
    await stopStation();
  };
  return {
    ok: true,
    value: { entryUrl, origin, warning, stop: () => (stopped ??= stop()) },
  };
}

/** The problem in words for a terminal. */
export function servingProblemText(problem: ServingProblem): string {
  switch (problem.tag) {
    case 'station':
      return startProblemPlainText(problem.problem);
    case 'door':
      return loopbackDoorProblemText(problem.problem);
    case 'already_running':
      return `The station is already running on this data (process ${problem.pid}). A new link to it: ${problem.url}`;
    case 'in_own_window':
      return `The station is already running on this data (process ${problem.pid}), in its own window. Go on there, or close it and start again.`;
  }
}

function runningAs({ entryUrl, pid }: RunningStation): ServingProblem {
  return entryUrl === null ? { tag: 'in_own_window', pid } : { tag: 'already_running', url: entryUrl, pid };
}

async function pairedOrWhyNot(
  handler: (request: Request) => Promise<Response>,
  centralUrl: string | null,
  { pair, pairAs }: ServingOptions,
): Promise<string | null> {
  if (pair === undefined) return null;
  if (centralUrl === null) return 'A pairing code needs the address of central: give --central as well.';
  const paired = await pairAtStart(handler, { centralUrl, code: pair, stationName: pairAs });
  return paired.ok ? null : paired.error;
}

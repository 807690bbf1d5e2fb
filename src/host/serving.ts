import { randomBytes } from 'node:crypto';
import type { Result } from '../domain/result.ts';
import { openHostedStation } from '../station/hosting/hostedStation.ts';
import type { StationWishes } from '../station/hosting/hostedStation.ts';
import { pairAtStart } from '../station/hosting/pairAtStart.ts';
import { startProblemPlainText } from '../station/hosting/startProblemText.ts';
import type { StationStartProblem } from '../station/ports/startProblem.ts';
import { entryUrlOfRunning, removeDoorFile, writeDoorFile } from './door/doorFile.ts';
import { createLoopbackDoor, loopbackDoorProblemText } from './door/loopbackDoor.ts';
import type { LoopbackDoorProblem } from './door/loopbackDoor.ts';
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
  | { readonly tag: 'already_running'; readonly url: string; readonly pid: number };

const answerWithinMs = 3000;

/** A started station behind a loopback door, or why there is none; nothing is left open then. */
export async function serveStation(options: ServingOptions): Promise<Result<Serving, ServingProblem>> {
  const opened = await openHostedStation(options, nodeHost(options));
  if (!opened.ok) {
    if (opened.error.tag === 'data_folder_locked') {
      const running = await entryUrlOfRunning(opened.error.folder, answerWithinMs);
      if (running !== null) return { ok: false, error: { tag: 'already_running', ...running } };
    }
    return { ok: false, error: { tag: 'station', problem: opened.error } };
  }
  const { station, data, log, centralUrl, stop: stopStation } = opened.value;
  const doorOpened = await createLoopbackDoor({
    handler: station.handler,
    random: (bytes) => new Uint8Array(randomBytes(bytes)),
    log,
    ...(options.port === undefined ? {} : { port: options.port }),
  });
  if (!doorOpened.ok) {
    await stopStation();
    return { ok: false, error: { tag: 'door', problem: doorOpened.error } };
  }
  const door = doorOpened.value;
  await station.start();
  const warning = await pairedOrWhyNot(station.handler, centralUrl, options);
  await writeDoorFile(data, { url: door.origin, token: door.bearerToken, pid: process.pid });
  log.info({ origin: door.origin }, 'the loopback door is open');

  let stopped: Promise<void> | null = null;
  const stop = async () => {
    await removeDoorFile(data, door.bearerToken);
    await door.close();
    await stopStation();
  };
  return {
    ok: true,
    value: { entryUrl: door.entryUrl, origin: door.origin, warning, stop: () => (stopped ??= stop()) },
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
  }
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

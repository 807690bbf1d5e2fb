import type { Result } from '../domain/result.ts';
import { createStation } from '../station/compose.ts';
import { dataFolder, thisMachine } from '../station/hosting/folders.ts';
import { openHostedStation } from '../station/hosting/hostedStation.ts';
import type { StationWishes } from '../station/hosting/hostedStation.ts';
import type { StationStartProblem } from '../station/ports/startProblem.ts';
import { readDoorFile } from './door/doorFile.ts';
import type { DoorFile } from './door/doorFile.ts';
import { nodeHost } from './node/nodeHost.ts';
import type { NodeHost } from './node/nodeHost.ts';

/** A way to call the station of a data folder from another program of the same person. */
export interface StationAccess {
  /** Answers as the station's handler does; only the path of the request counts. */
  readonly call: (request: Request) => Promise<Response>;
  /** Whether a station that was running already answers, or one that was opened for this and ends with `close`. */
  readonly how: 'running' | 'own';
  readonly close: () => Promise<void>;
}

/**
 * Reaches the station that runs on the data folder through its loopback door, or opens one in this process when none runs.
 * The error says why there is neither: another program holds the folder and has no door, or the station cannot start.
 */
export async function reachStation(
  wishes: StationWishes,
  host: NodeHost = { createStation, machine: thisMachine() },
): Promise<Result<StationAccess, StationStartProblem>> {
  const door = await readDoorFile(dataFolder(wishes.data, host.machine));
  if (door !== null && (await answers(door))) {
    return { ok: true, value: { how: 'running', call: callThrough(door), close: () => Promise.resolve() } };
  }
  const opened = await openHostedStation(wishes, nodeHost(host));
  if (!opened.ok) return opened;
  const { station, stop } = opened.value;
  return { ok: true, value: { how: 'own', call: (request) => station.handler(request), close: stop } };
}

async function answers(door: DoorFile): Promise<boolean> {
  try {
    const response = await fetch(`${door.url}/door/status`, {
      headers: { authorization: `Bearer ${door.token}` },
      signal: AbortSignal.timeout(3000),
    });
    await response.body?.cancel();
    return response.ok;
  } catch {
    // A station that was killed leaves its file behind; then nobody answers.
    return false;
  }
}

function callThrough(door: DoorFile): StationAccess['call'] {
  return (request) => {
    const { pathname, search } = new URL(request.url);
    const headers = new Headers(request.headers);
    headers.set('authorization', `Bearer ${door.token}`);
    return fetch(`${door.url}${pathname}${search}`, {
      method: request.method,
      headers,
      signal: request.signal,
      ...(request.body === null ? {} : { body: request.body, duplex: 'half' }),
    });
  };
}

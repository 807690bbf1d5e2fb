import { hostname } from 'node:os';
import type { Result } from '../domain/result.ts';
import { createStation } from '../station/compose.ts';
import { readDoorFile } from '../station/hosting/door/doorFile.ts';
import type { DoorFile } from '../station/hosting/door/doorFile.ts';
import { thisMachine } from '../station/hosting/folders.ts';
import { serveStation } from './serving.ts';
import type { Serving, ServingProblem } from './serving.ts';

/** Runs a station on this data within this process, behind a loopback door of its own, until it is stopped. */
export async function ownStation(wishes: {
  readonly data: string;
  readonly demo: boolean;
  readonly central?: string;
}): Promise<Result<{ readonly serving: Serving; readonly door: DoorFile }, ServingProblem>> {
  const { demo, ...rest } = wishes;
  const served = await serveStation({
    ...rest,
    ...(demo ? { demo } : {}),
    createStation,
    machine: thisMachine(),
    pairAs: hostname(),
  });
  if (!served.ok) return served;
  const door = await readDoorFile(wishes.data);
  if (door === null) throw new Error('A station that serves leaves a door file in its data folder.');
  return { ok: true, value: { serving: served.value, door } };
}

import { chmod, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const doorFileShape = z.object({
  /** `http://127.0.0.1:PORT` */
  url: z.url({ protocol: /^http$/, hostname: /^127\.0\.0\.1$/ }),
  /** Sent as `authorization: Bearer`. */
  token: z.string().min(16),
  pid: z.int().positive(),
});

/** Where a running station of this data folder answers, for programs of the same person. */
export type DoorFile = z.infer<typeof doorFileShape>;

const nameOf = (dataFolder: string) => join(dataFolder, 'door.json');

/** Leaves door.json in the data folder, readable by its owner alone. */
export async function writeDoorFile(dataFolder: string, door: DoorFile): Promise<void> {
  const file = nameOf(dataFolder);
  const draft = `${file}.${process.pid}.new`;
  await writeFile(draft, JSON.stringify(door), { mode: 0o600 });
  await chmod(draft, 0o600);
  await rename(draft, file);
}

/**
 * What door.json says; null where there is none or it makes no sense. A file that a killed station left behind is still
 * read: whether someone answers shows when it is called.
 */
export async function readDoorFile(dataFolder: string): Promise<DoorFile | null> {
  try {
    return doorFileShape.parse(JSON.parse(await readFile(nameOf(dataFolder), 'utf8')));
  } catch {
    return null;
  }
}

/** Takes door.json away, unless another launch has written its own in the meantime. */
export async function removeDoorFile(dataFolder: string, token: string): Promise<void> {
  if ((await readDoorFile(dataFolder))?.token === token) await rm(nameOf(dataFolder), { force: true });
}

/** A station that answers. */
export interface RunningStation {
  readonly door: DoorFile;
  readonly pid: number;
  /** A new link that lets in one browser once; null: the station has a window of its own and lets in no browser. */
  readonly entryUrl: string | null;
}

const entryShape = z.object({ url: z.url().nullable(), pid: z.int() });

/** The station that is running on this data, with a new one-time link; null when none answers within `timeoutMs`. */
export async function runningStation(dataFolder: string, timeoutMs: number): Promise<RunningStation | null> {
  const door = await readDoorFile(dataFolder);
  if (door === null) return null;
  try {
    const response = await fetch(`${door.url}/door/entry`, {
      method: 'POST',
      headers: { authorization: `Bearer ${door.token}` },
      signal: AbortSignal.timeout(timeoutMs),
    });
    if (!response.ok) return null;
    const { url, pid } = entryShape.parse(await response.json());
    return { door, pid, entryUrl: url };
  } catch {
    // Nobody listens there any more, or something else does: either way no station answers.
    return null;
  }
}

/** A new one-time link to the station that is running on this data; null when none answers or it lets in no browser. */
export async function entryUrlOfRunning(
  dataFolder: string,
  timeoutMs: number,
): Promise<{ url: string; pid: number } | null> {
  const running = await runningStation(dataFolder, timeoutMs);
  if (running === null || running.entryUrl === null) return null;
  return { url: running.entryUrl, pid: running.pid };
}

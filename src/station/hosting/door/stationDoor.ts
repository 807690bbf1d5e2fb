import { randomBytes } from 'node:crypto';
import type { Result } from '../../../domain/result.ts';
import type { HostedStation } from '../hostedStation.ts';
import { removeDoorFile, writeDoorFile } from './doorFile.ts';
import { createLoopbackDoor } from './loopbackDoor.ts';
import type { LoopbackDoorOptions, LoopbackDoorProblem } from './loopbackDoor.ts';

/** The loopback door of a station that this process hosts. */
export interface StationDoor {
  /** `http://127.0.0.1:PORT`, without a slash at the end. */
  readonly origin: string;
  /** A new link that lets in one browser once; null where no browser is let in. */
  readonly entryUrl: (() => string) | null;
  /** Leaves door.json in the data folder, so that programs of the same person find the door. Rejects when the disk refuses it. */
  readonly announce: () => Promise<void>;
  /** Takes door.json away and closes the door once running requests are finished. May be called twice. */
  readonly close: () => Promise<void>;
}

/** Opens a loopback door to the station with keys of its own; nobody knows of it until it is announced. */
export async function openStationDoor(
  { station, data, log }: Pick<HostedStation, 'station' | 'data' | 'log'>,
  wishes: Pick<LoopbackDoorOptions, 'admits' | 'port'>,
): Promise<Result<StationDoor, LoopbackDoorProblem>> {
  const opened = await createLoopbackDoor({
    ...wishes,
    handler: station.handler,
    random: (bytes) => new Uint8Array(randomBytes(bytes)),
    log,
  });
  if (!opened.ok) return opened;
  const { origin, entryUrl, bearerToken, close } = opened.value;
  const announce = async () => {
    await writeDoorFile(data, { url: origin, token: bearerToken, pid: process.pid });
    log.info({ origin, admits: wishes.admits }, 'the loopback door is open');
  };
  const closeBoth = async () => {
    try {
      await removeDoorFile(data, bearerToken);
    } finally {
      await close();
    }
  };
  return { ok: true, value: { origin, entryUrl, announce, close: closeBoth } };
}

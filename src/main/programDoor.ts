import { openStationDoor } from '../station/hosting/door/stationDoor.ts';
import type { StationDoor } from '../station/hosting/door/stationDoor.ts';
import type { HostedStation } from '../station/hosting/hostedStation.ts';

/**
 * The door by which programs of the same person, such as the terminal, reach the station behind the window. No browser is
 * let in. Null where it cannot be opened: the window works without it, and the log says why.
 */
export async function openProgramDoor(
  hosted: Pick<HostedStation, 'station' | 'data' | 'log'>,
): Promise<StationDoor | null> {
  const why = 'the door for programs could not be opened; the window works without it';
  let door: StationDoor | null = null;
  try {
    const opened = await openStationDoor(hosted, { admits: 'programs', port: 0 });
    if (!opened.ok) {
      hosted.log.warn({ problem: opened.error }, why);
      return null;
    }
    door = opened.value;
    await door.announce();
    return door;
  } catch (error) {
    // A full disk takes no door.json, and a computer without a loopback network listens nowhere.
    hosted.log.warn({ err: error }, why);
    await door?.close();
    return null;
  }
}

import type { AppUpdater } from 'electron-updater';
import type { Logger } from '../station/ports/log.ts';

export type UpdaterPart = Pick<
  AppUpdater,
  'autoDownload' | 'autoInstallOnAppQuit' | 'autoRunAppAfterInstall' | 'checkForUpdates'
> & { on(event: 'error', listener: (error: Error) => void): unknown };

const everyMs = 6 * 60 * 60 * 1000;

/**
 * Looks for new versions now and every six hours, and fetches them. A fetched one is installed only after the person has
 * quit and the station has finished its writes: never while work is running. Returns how to stop looking.
 */
export function watchForUpdates(
  updater: UpdaterPart,
  log: Pick<Logger, 'info' | 'warn'>,
  repeat: (act: () => void, ms: number) => () => void,
): () => void {
  updater.autoDownload = true;
  updater.autoInstallOnAppQuit = true;
  updater.autoRunAppAfterInstall = false;
  // electron-updater also rejects; without a listener its event would end the program.
  updater.on('error', (error) =>
    log.warn({ err: error }, 'a new version could not be looked for or fetched'),
  );
  const look = async () => {
    try {
      const found = await updater.checkForUpdates();
      log.info({ version: found?.updateInfo.version ?? null }, 'looked for a new version');
    } catch (error) {
      log.warn({ err: error }, 'a new version could not be looked for');
    }
  };
  void look();
  return repeat(() => void look(), everyMs);
}

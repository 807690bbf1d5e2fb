import type { Logger } from '../station/ports/log.ts';
import type { AppPart } from './electronParts.ts';

export interface Quitting {
  /** True from the moment quitting was asked for. */
  readonly begun: () => boolean;
  /** True once the program may end: everything is written. */
  readonly done: () => boolean;
}

/**
 * Holds the end of the program back until the station has finished its writes, however often and by whichever way it is asked
 * to end meanwhile. A station that fails to stop does not keep the program open: what was confirmed is on disk.
 */
export function quitInOrder(
  app: Pick<AppPart, 'on' | 'quit'>,
  stop: () => Promise<void>,
  showClosing: () => void,
  log: Pick<Logger, 'error'>,
): Quitting {
  let state: 'running' | 'stopping' | 'stopped' = 'running';
  const stopThenQuit = async () => {
    try {
      await stop();
    } catch (error) {
      log.error({ err: error }, 'the station did not stop in order');
    }
    state = 'stopped';
    app.quit();
  };
  app.on('before-quit', (event) => {
    if (state === 'stopped') return;
    event.preventDefault();
    if (state === 'stopping') return;
    state = 'stopping';
    showClosing();
    void stopThenQuit();
  });
  app.on('window-all-closed', () => app.quit());
  return { begun: () => state !== 'running', done: () => state === 'stopped' };
}

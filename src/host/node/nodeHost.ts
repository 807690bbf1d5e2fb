import type { Machine } from '../../station/hosting/folders.ts';
import type { StationHost } from '../../station/hosting/hostedStation.ts';
import { createSecretsFile, noSeal } from '../../station/hosting/secretsFile.ts';
import type { CreateStation } from '../../station/ports/station.ts';
import { browserPages } from '../chromium/installedBrowser.ts';
import { showToPerson } from './opener.ts';

/** What has to be known to host a station under plain Node. */
export interface NodeHost {
  readonly createStation: CreateStation;
  readonly machine: Machine;
}

/**
 * The host that plain Node is: keys in a file of their owner, files shown by the program that the system has for them, HTML
 * laid out by the browser that is installed.
 */
export function nodeHost({ createStation, machine }: NodeHost): StationHost {
  const openBrowserPage = browserPages(machine.platform, machine.environment);
  return {
    createStation,
    machine,
    secrets: (file, log) => {
      log.info({}, 'keys are kept in a file that only its owner may read');
      return createSecretsFile(file, [noSeal]);
    },
    showFile: (path) => showToPerson(path, machine),
    ...(openBrowserPage === undefined ? {} : { openBrowserPage }),
  };
}

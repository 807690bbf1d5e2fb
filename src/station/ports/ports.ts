import type { PageLayoutEngine } from '../../documents/html/pageLayout.ts';
import type { Clock } from './clock.ts';
import type { Logger } from './log.ts';
import type { StationPaths } from './paths.ts';
import type { Secrets } from './secrets.ts';
import type { StationSettings } from './settings.ts';
import type { Timer } from './timer.ts';

/** Everything that the station needs from the machine it runs on. A host supplies it once, when it composes the station. */
export interface StationPorts {
  readonly clock: Clock;
  /** That many random bytes, fit for keys. */
  readonly random: (bytes: number) => Uint8Array<ArrayBuffer>;
  readonly paths: StationPaths;
  readonly log: Logger;
  readonly secrets: Secrets;
  /** The way to central and to carriers. */
  readonly fetch: typeof globalThis.fetch;
  readonly settings: StationSettings;
  /** Absent: the runtime's own. */
  readonly timer?: Timer;
  /** Shows a file to the person in the program that the machine has for it. */
  readonly openFile?: (path: string) => Promise<void>;
  /** A browser that lays templates in HTML out; absent: the machine has none that can be used. */
  readonly layoutEngine?: PageLayoutEngine;
  /** The folder of the built renderer, which the handler serves; absent: the station has no screens. */
  readonly rendererFiles?: string;
}

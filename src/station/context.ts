import type { Role } from '../domain/people/roles.ts';
import type { Database } from './db/database.ts';
import type { Clock } from './ports/clock.ts';
import type { Logger } from './ports/log.ts';
import type { StationPorts } from './ports/ports.ts';
import type { Timer } from './ports/timer.ts';
import type { LiveBus } from './record/live.ts';
import type { Wake } from './record/wake.ts';

/** Who does something at the station. */
export interface Actor {
  readonly userId: string;
  readonly displayName: string;
  readonly roles: readonly Role[];
}

/** What every part of the station is given: one for the whole program, made by `compose.ts`. */
export interface StationContext {
  readonly db: Database;
  readonly clock: Clock;
  /** A new external id (UUIDv7). */
  readonly newId: () => string;
  /** That many random bytes, fit for keys. */
  readonly random: (bytes: number) => Uint8Array<ArrayBuffer>;
  readonly log: Logger;
  readonly ports: StationPorts;
  readonly live: LiveBus;
  readonly wake: Wake;
  readonly timer: Timer;
  /** Aborted when the station stops: what waits ends, what writes finishes. */
  readonly stopping: AbortSignal;
}

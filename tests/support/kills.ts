import { setTimeout as delay } from 'node:timers/promises';
import type { DemoWorld } from './demoWorld.ts';
import { isGone, isStale } from './mainJob.ts';

export interface KillPlan {
  readonly kills: number;
  /** How likely a call is to be the one, from 0 to 1. */
  readonly chance: number;
  readonly random: () => number;
  /** Told of each kill. */
  readonly onKill?: (what: string) => void;
}

/** Kills station and central at random moments of the calls that pass through it, and brings them up again. */
export interface Killer {
  /** To see each call go out. */
  readonly around: typeof globalThis.fetch;
  /** Brings up what is down; awaited before each look at the station. */
  readonly settle: () => Promise<void>;
  /** Whether the failure is one of its own making, or of a call whose answer was lost. */
  readonly bears: (error: unknown) => Promise<boolean>;
  readonly done: () => number;
  /** Waits for what is dying and brings everything up; no kill comes after it. */
  readonly rest: () => Promise<void>;
}

/** How long after a call went out the kill comes: within the call, or in what the station does by itself afterwards. */
const WITHIN_MS = 120;

export function killerOf(world: DemoWorld, plan: KillPlan): Killer {
  const { random } = plan;
  let done = 0;
  let last: string | null = null;
  let stationDies: Promise<void> | null = null;
  let centralDies: Promise<void> | null = null;
  let centralRestsFor = 0;
  /** A client that was made before the station came up again knocks at a door that is no more. */
  let cameUp = false;

  const dies = async (which: 'station' | 'central', afterMs: number) => {
    await delay(afterMs);
    await world.kill(which);
    plan.onKill?.(`${done}: ${which}, ${Math.round(afterMs)} ms into ${last ?? 'nothing'}`);
  };

  const around: typeof globalThis.fetch = (input, init) => {
    last = input instanceof Request ? new URL(input.url).pathname : String(input);
    if (done < plan.kills && stationDies === null && centralDies === null && random() < plan.chance) {
      done += 1;
      const afterMs = random() * WITHIN_MS;
      if (random() < 0.7) stationDies = dies('station', afterMs);
      else {
        centralDies = dies('central', afterMs);
        centralRestsFor = 1 + Math.floor(random() * 12);
      }
    }
    return globalThis.fetch(input, init);
  };

  const settle = async () => {
    if (stationDies !== null) {
      await stationDies;
      stationDies = null;
      await world.startStation();
      cameUp = true;
    }
    if (centralDies !== null && (centralRestsFor -= 1) <= 0) {
      await centralDies;
      centralDies = null;
      await world.startCentral();
    }
  };

  return {
    around,
    settle,
    async bears(error) {
      if (isStale(error)) return true;
      if (!isGone(error) || (stationDies === null && !cameUp)) return false;
      await settle();
      cameUp = false;
      return true;
    },
    done: () => done,
    async rest() {
      centralRestsFor = 0;
      await settle();
    },
  };
}

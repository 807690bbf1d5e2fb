/** A station's context on a folder, for benchmarks: the program's own parts, real time, real files. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { exportJWK, generateKeyPair } from 'jose';
import { uuidv7 } from '../../../src/domain/ids.ts';
import type { StationContext } from '../../../src/station/context.ts';
import { openDatabase } from '../../../src/station/db/open.ts';
import type { StationPorts } from '../../../src/station/ports/ports.ts';
import { realTimer } from '../../../src/station/ports/timer.ts';
import { LiveBus } from '../../../src/station/record/live.ts';
import { writeSetting } from '../../../src/station/record/settings.ts';
import { Wake } from '../../../src/station/record/wake.ts';

export const root = join(import.meta.dirname, '..', '..', '..');

/** Ports on a folder; what is logged as an error ends the benchmark. */
export function benchPorts(folder: string, secrets = new Map<string, string>()): StationPorts {
  const quiet = () => {};
  return {
    clock: { now: () => Date.now() },
    random: (bytes) => new Uint8Array(randomBytes(bytes)),
    paths: { data: folder, exports: join(folder, 'exports'), root },
    log: {
      debug: quiet,
      info: quiet,
      warn: (fields, message) => console.error(message, fields),
      error: (fields, message) => console.error(message, fields),
    },
    secrets: {
      get: (name) => Promise.resolve(secrets.get(name) ?? null),
      set: (name, value) => {
        secrets.set(name, value);
        return Promise.resolve();
      },
    },
    fetch: globalThis.fetch,
    settings: { centralUrl: null, stationName: null, demo: true },
  };
}

/** Opens a station's database in the folder, new or as it was left. */
export function benchContext(
  folder: string,
  secrets = new Map<string, string>(),
): { ctx: StationContext; close: () => void } {
  const opened = openDatabase({
    folder,
    migrations: join(root, 'migrations', 'station'),
    now: Date.now(),
    taskFailed: (problem) => {
      throw problem;
    },
  });
  if (!opened.ok) throw new Error(`The database did not open: ${opened.error.tag}`);
  const ports = benchPorts(folder, secrets);
  const ctx: StationContext = {
    db: opened.value.db,
    clock: ports.clock,
    newId: () => uuidv7(ports.clock.now(), ports.random),
    random: ports.random,
    log: ports.log,
    ports,
    live: new LiveBus(),
    wake: new Wake(),
    timer: realTimer,
    stopping: new AbortController().signal,
  };
  return { ctx, close: opened.value.close };
}

/** Makes the station believe that it is paired with the central at that address. */
export async function pairForBench(ctx: StationContext, centralUrl: string): Promise<void> {
  const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  await ctx.ports.secrets.set('station.signing-key', JSON.stringify(await exportJWK(privateKey)));
  ctx.db.write((tx) =>
    writeSetting(tx, 'pairing', {
      stationId: 'bench',
      stationName: 'Bench',
      centralUrl,
      schoolName: 'Bench school',
      verifyBaseUrls: ['https://verify.example/verify'],
      demo: true,
      pairedAt: 0,
    }),
  );
}

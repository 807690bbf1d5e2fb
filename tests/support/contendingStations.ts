import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ORPCError } from '@orpc/client';
import { z } from 'zod';
import { serveStation } from '../../src/host/serving.ts';
import type { Serving } from '../../src/host/serving.ts';
import { createStation } from '../../src/station/compose.ts';
import { readDoorFile } from '../../src/station/hosting/door/doorFile.ts';
import { thisMachine } from '../../src/station/hosting/folders.ts';
import { clientThrough, openDemoWorld, signedInAs } from './demoWorld.ts';
import type { DemoWorld, StationClient } from './demoWorld.ts';

const Code = z.object({ code: z.string() });
const Accepted = z.object({ accepted: z.int(), rejected: z.array(z.unknown()) });

/** What each station has taken, by deliverable's certificate. */
export interface Contention {
  /** Certificates by station, in the order of the stations. */
  readonly taken: readonly (readonly string[])[];
  /** How many certificates were issued while the stations were at it. */
  readonly issued: number;
  /** Conflicts that central raised. */
  readonly conflicts: number;
}

/** Several stations on one central take new work as fast as they can while it is issued. */
export async function contend(options: {
  readonly folder: string;
  readonly databaseUrl: string;
  readonly stations: number;
  readonly waves: number;
  readonly learnersAWave: number;
}): Promise<Contention> {
  const { folder, databaseUrl } = options;
  const world = await openDemoWorld({ folder, form: 'sources', databaseUrl, withStation: false });
  const servings: Serving[] = [];
  try {
    const clerks: StationClient[] = [];
    for (let number = 1; number <= options.stations; number += 1) {
      const { serving, clerk } = await pairedStation(
        world,
        join(folder, `station${number}`),
        `Desk ${number}`,
      );
      servings.push(serving);
      clerks.push(clerk);
    }
    let issued = 0;
    for (let wave = 0; wave < options.waves; wave += 1) {
      issued += await issue(world, wave, options.learnersAWave);
      await Promise.all(clerks.map(takeAll));
    }
    const taken = await Promise.all(clerks.map(certificatesOf));
    const conflicts = z.array(z.unknown()).parse(await world.admin('GET', '/v1/conflicts')).length;
    return { taken, issued, conflicts };
  } finally {
    await Promise.all(servings.map((serving) => serving.stop()));
    await world.close();
  }
}

async function pairedStation(
  world: DemoWorld,
  data: string,
  name: string,
): Promise<{ serving: Serving; clerk: StationClient }> {
  await mkdir(data, { recursive: true });
  const { code } = Code.parse(await world.admin('POST', '/v1/stations/codes', {}));
  const served = await serveStation({
    createStation,
    machine: thisMachine(),
    data,
    demo: true,
    central: world.central.ready.url,
    pair: code,
    pairAs: name,
  });
  if (!served.ok) throw new Error(`${name} cannot start: ${JSON.stringify(served.error)}`);
  if (served.value.warning !== null) throw new Error(served.value.warning);
  const door = await readDoorFile(data);
  if (door === null) throw new Error(`${name} left no door file.`);
  const token = await signedInAs(clientThrough(door, null), 'clerk');
  return { serving: served.value, clerk: clientThrough(door, token) };
}

/** New completions at central, as the school's own system tells of them. */
async function issue(world: DemoWorld, wave: number, learners: number): Promise<number> {
  const at = Date.now();
  const completionDate = new Date(at - 2 * 86_400_000).toISOString().slice(0, 10);
  const events = Array.from({ length: learners }, (_, index) => {
    const learnerId = `wave-${wave}-${index}`;
    const courseId = 'bicycle-mechanics';
    const address = {
      name: `Learner ${wave} ${index}`,
      street1: `${index + 1} Main St`,
      city: 'Austin',
      region: 'TX',
      postalCode: '78701',
      country: 'US',
    };
    return [
      {
        eventId: `${learnerId}-a`,
        at,
        kind: 'learner',
        learnerId,
        name: `Learner ${wave} ${index}`,
        email: null,
        language: 'en',
        address,
      },
      { eventId: `${learnerId}-b`, at, kind: 'enrolled', learnerId, courseId, orderId: null },
      { eventId: `${learnerId}-c`, at, kind: 'completed', learnerId, courseId, completionDate },
    ];
  }).flat();
  const answer = Accepted.parse(await world.school('/v1/events', { events }));
  if (answer.rejected.length > 0)
    throw new Error(`Central does not take the events: ${JSON.stringify(answer.rejected[0])}`);
  return learners;
}

/** Syncs and takes what can be had until nothing is left. */
async function takeAll(clerk: StationClient): Promise<void> {
  for (let turn = 0; turn < 50; turn += 1) {
    await clerk.sync.runNow();
    try {
      await clerk.batches.create({ count: 7 });
    } catch (error) {
      if (error instanceof ORPCError && error.code === 'NOTHING_TO_DO') return;
      throw error;
    }
  }
}

async function certificatesOf(clerk: StationClient): Promise<string[]> {
  const found: string[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<StationClient['batches']['list']>> = await clerk.batches.list({
      limit: 200,
      ...(cursor === null ? {} : { cursor }),
    });
    for (const { batchId } of page.rows)
      found.push(...(await clerk.batches.get({ batchId })).pieces.map(({ certificateId }) => certificateId));
    cursor = page.next;
  } while (cursor !== null);
  return found;
}

import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { z } from 'zod';
import { openDemoWorld } from './demoWorld.ts';
import type { DemoWorld } from './demoWorld.ts';
import { floorOf } from './floor.ts';
import { killerOf } from './kills.ts';
import { doMainJob, newMemory } from './mainJob.ts';
import type { ProgramForm } from './programs.ts';
import { seeded } from './randomness.ts';
import { printedSheets, soldByIntent, stationOnDisk } from './wholeness.ts';
import type { StationOnDisk } from './wholeness.ts';

export interface KilledJob {
  readonly folder: string;
  readonly form: ProgramForm;
  readonly seed: number;
  readonly kills: number;
  /** At least so many certificates go out; more are taken while kills are left. */
  readonly certificates: number;
  /** How likely a call is to be the moment of a kill, from 0 to 1. */
  readonly chance: number;
}

export interface Outcome {
  readonly kills: readonly string[];
  readonly certificates: number;
  /** What is wrong afterwards, in words; empty: nothing. */
  readonly faults: readonly string[];
}

/** Does the main job while station and central are killed at random moments, and says what is wrong afterwards. */
export async function killedJob(job: KilledJob): Promise<Outcome> {
  const world = await openDemoWorld(job);
  try {
    const random = seeded(job.seed);
    const kills: string[] = [];
    const killer = killerOf(world, {
      kills: job.kills,
      chance: job.chance,
      random,
      onKill: (what) => kills.push(what),
    });
    const floor = floorOf(world, { before: killer.settle, around: killer.around });
    const memory = newMemory();
    const spoils = ({ position, attempt }: { position: number; attempt: number }) =>
      attempt === 1 && position % 7 === 3;
    let { certificates } = job;
    for (;;) {
      await doMainJob(floor, { certificates, chunkSize: 4, spoils }, { memory, bears: killer.bears });
      if (killer.done() >= job.kills) break;
      certificates += 4;
    }
    await killer.rest();
    await pushed(world);
    await world.stop('station');
    await world.stop('central');
    const faults = await faultsAfter(world, certificates, memory.spoiled.size);
    return { kills, certificates, faults };
  } finally {
    await world.close();
  }
}

/** Waits until central has every fact. */
export async function pushed(world: DemoWorld): Promise<void> {
  const supervisor = await floorOf(world).supervisor();
  for (let count = 0; count < 200; count += 1) {
    const { waitingFacts, problem } = await supervisor.sync.runNow();
    if (waitingFacts === 0 && problem === null) return;
  }
  throw new Error(`Central does not get all facts: ${JSON.stringify(await supervisor.sync.status())}`);
}

/** Everything that is wrong when both programs have stopped: station, paper, postage and central are read from disk and compared. */
export async function faultsAfter(
  world: DemoWorld,
  certificates: number,
  thrownAway: number,
): Promise<string[]> {
  const station = stationOnDisk(world.stationData);
  const faults = [...station.faults];
  const out = station.pieces.filter(({ stage }) =>
    ['handed_over', 'in_transit', 'delivered'].includes(stage),
  );
  if (out.length < certificates)
    faults.push(`${certificates} certificates were worked on, ${out.length} were handed over`);
  const spoiled = station.pieces.filter(({ stage }) => stage === 'spoiled').length;
  if (spoiled !== thrownAway) faults.push(`${thrownAway} sheets were thrown away, ${spoiled} are on record`);
  faults.push(
    ...(await paperFaults(world, station)),
    ...(await postageFaults(world, station)),
    ...(await centralFaults(world, station)),
  );
  return faults;
}

/** Each piece that was ever sent to the printer is one sheet in the tray: no more, no less. */
async function paperFaults(world: DemoWorld, station: StationOnDisk): Promise<string[]> {
  const onPaper = station.pieces.filter(
    ({ stage }) => !['queued', 'claimed', 'rendered', 'cancelled'].includes(stage),
  );
  const expected = new Map<string, number>();
  for (const { certificateNumber } of onPaper)
    expected.set(certificateNumber, (expected.get(certificateNumber) ?? 0) + 1);
  const printed = await printedSheets(join(world.stationData, 'exports', 'printed'), [...expected.keys()]);
  return [...expected].flatMap(([number, sheets]) =>
    printed.get(number) === sheets
      ? []
      : [`${number}: ${sheets} pieces and ${printed.get(number) ?? 0} sheets in the tray`],
  );
}

/** The carrier sold one label for each parcel that has one, and none that the station does not know. */
async function postageFaults(world: DemoWorld, station: StationOnDisk): Promise<string[]> {
  const sold = await soldByIntent(join(world.stationData, 'demo-carrier', 'ledger.jsonl'));
  const faults = [...sold].flatMap(([intentId, times]) => [
    ...(times === 1 ? [] : [`intent ${intentId} was sold ${times} times`]),
    ...(station.labels.some((label) => label.intentId === intentId)
      ? []
      : [`the carrier sold ${intentId}, the station has no label of it`]),
  ]);
  const unsold = station.labels.filter(({ intentId }) => !sold.has(intentId));
  return [
    ...faults,
    ...unsold.map(({ intentId }) => `the station has a label of ${intentId} that the carrier never sold`),
  ];
}

const CentralRow = z.object({ deliverableId: z.string(), stage: z.string(), owed: z.boolean() });
const EventRow = z.object({ sequence: z.coerce.number(), fact: z.unknown() });

/** Central took every fact once and in order, raised no conflict, and knows the same stage of every piece. */
async function centralFaults(world: DemoWorld, station: StationOnDisk): Promise<string[]> {
  const db = await PGlite.create(join(world.centralData, 'db'));
  try {
    const all = async <Row>(shape: z.ZodType<Row>, sql: string) =>
      z.array(shape).parse((await db.query(sql)).rows);
    const faults: string[] = [];
    const events = await all(EventRow, 'SELECT sequence, fact FROM station_events ORDER BY sequence');
    if (events.length !== station.facts.length)
      faults.push(`the station tells ${station.facts.length} facts, central has ${events.length}`);
    for (const { sequence, fact } of station.facts) {
      if (!sameJson(events[sequence - 1]?.fact, fact)) faults.push(`fact ${sequence} is another at central`);
    }
    const conflicts = await all(
      z.object({ kind: z.string(), detail: z.string() }),
      'SELECT kind, detail FROM conflicts',
    );
    faults.push(...conflicts.map(({ kind, detail }) => `conflict at central: ${kind} ${detail}`));
    const rows = await all(
      CentralRow,
      'SELECT deliverable_id AS "deliverableId", stage, owed FROM deliverables WHERE owed',
    );
    const central = new Map(rows.map((row) => [row.deliverableId, row.stage]));
    for (const { deliverableId, stage } of station.deliverables) {
      const there = central.get(deliverableId);
      if (there === undefined) faults.push(`deliverable ${deliverableId} is lost at central`);
      else if (there !== stage)
        faults.push(`deliverable ${deliverableId} is ${stage} here and ${there} at central`);
      central.delete(deliverableId);
    }
    faults.push(
      ...[...central.keys()].map((deliverableId) => `deliverable ${deliverableId} never came to the station`),
    );
    return faults;
  } finally {
    await db.close();
  }
}

function sameJson(left: unknown, right: unknown): boolean {
  const sorted = (value: unknown): unknown =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(
          Object.entries(value)
            .toSorted(([a], [b]) => (a < b ? -1 : 1))
            .map(([key, inner]) => [key, sorted(inner)]),
        )
      : Array.isArray(value)
        ? value.map(sorted)
        : value;
  return JSON.stringify(sorted(left)) === JSON.stringify(sorted(right));
}

import { setTimeout as pause } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { announce } from '../../src/central/services/feed/announce.ts';
import type { Fact } from '../../src/contract/central/facts.ts';
import type { FeedCertificate } from '../../src/contract/central/feed.ts';
import type { Lease } from '../../src/contract/central/leases.ts';
import { postgresDatabase } from '../support/postgres.ts';
import { completionOf, furnish, issueMany, NOON, openSchool, pairStation, SCHOOL } from './school.ts';
import type { TestSchool, TestStation } from './school.ts';

const WRITERS = 16;
const STATIONS = 8;
const AT_FIRST = 200;
const STEPS = 12;

/** What a writer does next, and whether it breaks off half way or takes its time. */
type Step = {
  readonly what: 'issue' | 'suspend' | 'rename' | 'abort';
  readonly pick: number;
  readonly slow: number;
};

const plans = fc.sample(
  fc.array(
    fc.record<Step>({
      what: fc.constantFrom('issue', 'suspend', 'rename', 'abort'),
      pick: fc.nat(AT_FIRST - 1),
      slow: fc.integer({ min: 0, max: 6 }),
    }),
    { minLength: STEPS, maxLength: STEPS },
  ),
  { numRuns: WRITERS, seed: 1608 },
);

async function write(school: TestSchool, plan: readonly Step[], writer: number): Promise<void> {
  const failure = new Error('broken off on purpose');
  for (const [index, { what, pick, slow }] of plan.entries()) {
    if (what === 'issue') {
      const events = completionOf(`w${writer}-${index}`, pick % 2 === 0 ? 'tx' : 'ca');
      await school.call('POST', '/v1/events', { events }, SCHOOL);
      continue;
    }
    const row = await school.context.db.reader.one(
      z.object({ id: z.string() }),
      'SELECT certificate_id AS id FROM certificates ORDER BY certificate_id LIMIT 1 OFFSET $1',
      [pick],
    );
    const id = row?.id ?? '';
    if (what === 'suspend') {
      // Another writer may be at the same certificate: then one of the two is told that it is suspended already.
      await school.call('POST', `/v1/certificates/${id}/suspend`, { reason: 'Identity is being checked' });
      await pause(slow);
      await school.call('POST', `/v1/certificates/${id}/reinstate`, { reason: 'Identity is proven' });
      continue;
    }
    await school.context.db
      .write(async (tx) => {
        await announce(tx, 'certificate', [id]);
        await pause(slow);
        await tx.run('UPDATE certificates SET course_title = $2 WHERE certificate_id = $1', [
          id,
          `Title ${writer}.${index}`,
        ]);
        if (what === 'abort') throw failure;
      })
      .catch((error: unknown) => {
        if (error !== failure) throw error;
      });
  }
}

/** What a station has seen and done. */
interface Told {
  readonly leases: (Lease & { readonly released: boolean })[];
  readonly facts: { readonly sequence: number; readonly fact: Fact }[];
  readonly seen: Map<string, FeedCertificate>;
  /** Follows the feed from where it was left to its end. */
  follow(): Promise<void>;
}

const claimed = (lease: Lease): Fact => ({
  kind: 'piece',
  at: NOON,
  userId: 'carla',
  pieceId: `piece-${lease.deliverableId}-${lease.epoch}`,
  deliverableId: lease.deliverableId,
  certificateId: lease.certificateId,
  attempt: 1,
  epoch: lease.epoch,
  event: 'claim',
  stage: 'claimed',
  deliverableStage: 'claimed',
  batchNumber: null,
  sheetSerial: null,
  pageHash: null,
  reason: null,
});

async function work(station: TestStation, writing: { readonly now: boolean }): Promise<Told> {
  let cursor: string | undefined;
  let round = 0;
  const told: Told = {
    leases: [],
    facts: [],
    seen: new Map(),
    async follow() {
      for (;;) {
        const page = await station.feed(cursor, 40);
        for (const change of page.changes) {
          if (change.kind === 'certificate')
            told.seen.set(change.certificate.certificateId, change.certificate);
        }
        cursor = page.cursor;
        if (!page.more) return;
      }
    },
  };
  while (writing.now || round < 4) {
    round += 1;
    const requestId = `request-${round}`;
    // The answer of the first call is taken to be lost: the second must be the same.
    const [first, leases] = [await station.take(5, requestId), await station.take(5, requestId)];
    expect(leases).toEqual(first);
    const released = leases.filter((_, index) => index % 3 === 2);
    told.leases.push(...leases.map((lease) => ({ ...lease, released: released.includes(lease) })));
    if (released.length > 0) await station.call('POST', '/v1/leases/release', { leases: released });
    for (const lease of leases) {
      if (!released.includes(lease))
        told.facts.push({ sequence: told.facts.length + 1, fact: claimed(lease) });
    }
    const from = Math.max(0, told.facts.length - 8);
    const pushed = await Promise.all([
      station.push(told.facts.slice(from)),
      station.push(told.facts.slice(from).toReversed()),
    ]);
    expect(Math.max(...pushed.map((each) => each.appliedThrough))).toBe(told.facts.length);
    await told.follow();
  }
  return told;
}

test('Sixteen writers that break off and take their time, eight stations on two centrals: no change is missed, no lease overlaps, every fact is applied once', async () => {
  const url = await postgresDatabase();
  const school = await openSchool({ url });
  const other = await openSchool({ url });
  await furnish(school);
  await issueMany(school, AT_FIRST, 'tx');
  const stations = await Promise.all(
    Array.from({ length: STATIONS }, (_, index) => pairStation(index % 2 === 0 ? school : other)),
  );
  const writing = { now: true };
  const working = stations.map((station) => work(station, writing));
  await Promise.all(plans.map((plan, index) => write(index % 2 === 0 ? other : school, plan, index)));
  writing.now = false;
  const told = await Promise.all(working);

  // Each epoch of a deliverable was granted to one station, and only what was given back was granted again.
  const grants = told.flatMap((each) => each.leases);
  const keys = grants.map((lease) => `${lease.deliverableId} ${lease.epoch}`);
  expect(new Set(keys).size).toBe(keys.length);
  const kept = grants.filter((lease) => !lease.released).map((lease) => lease.deliverableId);
  expect(new Set(kept).size).toBe(kept.length);

  const facts = told.reduce((sum, each) => sum + each.facts.length, 0);
  expect(facts).toBe(kept.length);
  expect(facts).toBeGreaterThan(50);
  const rows = await school.context.db.reader.one(
    z.object({ facts: z.int(), pieces: z.int(), history: z.int(), unfit: z.int() }),
    `SELECT (SELECT count(*) FROM station_events) AS facts, (SELECT count(*) FROM pieces) AS pieces,
       (SELECT count(*) FROM certificate_events WHERE station_id IS NOT NULL) AS history,
       (SELECT count(*) FROM conflicts WHERE kind <> 'not_active') AS unfit`,
  );
  expect(rows).toEqual({ facts, pieces: facts, history: facts, unfit: 0 });

  // Whatever each station saw on the way, in the end all know what the database says.
  const fresh = new Map(
    (await (await pairStation(school)).certificates()).map((each) => [each.certificateId, each]),
  );
  expect(fresh.size).toBe(AT_FIRST + plans.flat().filter(({ what }) => what === 'issue').length);
  for (const each of told) {
    await each.follow();
    expect(each.seen).toEqual(fresh);
  }
}, 60_000);

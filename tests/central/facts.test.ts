import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import type { Fact } from '../../src/contract/central/facts.ts';
import type { Lease } from '../../src/contract/central/leases.ts';
import type { PieceEvent, PieceStage } from '../../src/domain/work/stages.ts';
import { furnish, issueMany, NOON, openSchool, pairStation } from './school.ts';

type PieceFact = Extract<Fact, { kind: 'piece' }>;

const way: readonly (readonly [PieceEvent, PieceStage])[] = [
  ['claim', 'claimed'],
  ['render', 'rendered'],
  ['spool', 'spooled'],
  ['print_ended', 'awaiting_scan'],
  ['pass', 'qc_passed'],
  ['pack', 'packed'],
];

function pieceFact(lease: Lease, event: PieceEvent, stage: PieceStage, more: Partial<PieceFact> = {}): Fact {
  return {
    kind: 'piece',
    at: NOON,
    userId: 'carla',
    pieceId: `piece-of-${lease.deliverableId}`,
    deliverableId: lease.deliverableId,
    certificateId: lease.certificateId,
    attempt: 1,
    epoch: lease.epoch,
    event,
    stage,
    deliverableStage: stage,
    batchNumber: 'B-1',
    sheetSerial: null,
    pageHash: null,
    reason: null,
    ...more,
  };
}

const numbered = (facts: readonly Fact[], from = 1) =>
  facts.map((fact, index) => ({ sequence: from + index, fact }));

test('Each fact is applied once however it is repeated, shuffled and raced, and a gap stops the line', async () => {
  const school = await openSchool('postgres');
  await furnish(school);
  await issueMany(school, 6);
  const station = await pairStation(school);
  const leases = await station.take(6);
  const facts = numbered(
    leases.flatMap((lease) => way.map(([event, stage]) => pieceFact(lease, event, stage))),
  );
  expect((await station.push(facts.slice(3, 5))).appliedThrough).toBe(0);
  const windows = fc.sample(fc.tuple(fc.nat(facts.length - 1), fc.integer({ min: 1, max: 12 })), {
    numRuns: 60,
    seed: 3,
  });
  await Promise.all(
    windows.map(([from, length]) => station.push(facts.slice(from, from + length).toReversed())),
  );
  const last = await station.push(facts);
  expect(last.appliedThrough).toBe(facts.length);
  const rows = await school.context.db.reader.one(
    z.object({ facts: z.int(), history: z.int(), conflicts: z.int() }),
    `SELECT (SELECT count(*) FROM station_events) AS facts,
       (SELECT count(*) FROM certificate_events WHERE event <> 'issued') AS history,
       (SELECT count(*) FROM conflicts) AS conflicts`,
  );
  expect(rows).toEqual({ facts: facts.length, history: facts.length, conflicts: 0 });
  expect((await station.certificates()).map((each) => each.physical?.stage)).toEqual(Array(6).fill('packed'));
});

test('Other stations hear how far a certificate is and who has it', async () => {
  const school = await openSchool('postgres');
  await furnish(school);
  await issueMany(school, 1);
  const [worker, watcher] = [await pairStation(school), await pairStation(school)];
  const [lease] = await worker.take(1);
  if (lease === undefined) throw new Error('no lease');
  await worker.push(numbered(way.map(([event, stage]) => pieceFact(lease, event, stage))));
  await worker.push(
    numbered(
      [
        {
          kind: 'parcel',
          at: NOON,
          userId: null,
          parcelId: 'parcel-1',
          certificateIds: [lease.certificateId],
          event: 'handed_over',
          manifestNumber: 'M-1',
        },
      ],
      way.length + 1,
    ),
  );
  const [seen] = await watcher.certificates();
  expect(seen?.physical).toMatchObject({ stage: 'handed_over', stationId: worker.id });
  const whole = await school.call('GET', `/v1/certificates/${lease.certificateId}`);
  expect(whole.body).toMatchObject({ lifecycle: 'shipped' });
});

test('A fact under a stale epoch is kept and raised, and does not move the work of the station that has it now', async () => {
  const school = await openSchool('postgres');
  await furnish(school);
  await issueMany(school, 1);
  const [old, other] = [await pairStation(school), await pairStation(school)];
  const [lease] = await old.take(1);
  if (lease === undefined) throw new Error('no lease');
  await school.call('POST', '/v1/leases/free', {
    deliverableIds: [lease.deliverableId],
    reason: 'It burnt down',
    by: 'Vera',
  });
  const [regrant] = await other.take(1);
  if (regrant === undefined) throw new Error('no lease');
  await other.push(
    numbered(way.slice(0, 3).map(([event, stage]) => pieceFact(regrant, event, stage, { pieceId: 'new' }))),
  );
  const late = await old.push(
    numbered(way.slice(0, 3).map(([event, stage]) => pieceFact(lease, event, stage, { pieceId: 'old' }))),
  );
  expect(late.appliedThrough).toBe(3);
  expect(late.conflicts.map((conflict) => conflict.kind)).toEqual([
    'stale_epoch',
    'stale_epoch',
    'stale_epoch',
    'second_print',
  ]);
  const [seen] = await other.certificates();
  expect(seen?.physical).toMatchObject({ stage: 'spooled', stationId: other.id });
  const raised = await school.call('GET', '/v1/conflicts');
  const conflicts = z.array(z.object({ conflictId: z.int() })).parse(raised.body);
  expect(conflicts).toHaveLength(4);
  await school.call('POST', `/v1/conflicts/${conflicts[0]?.conflictId}/settle`, { by: 'Vera' });
  expect(z.array(z.unknown()).parse((await school.call('GET', '/v1/conflicts')).body)).toHaveLength(3);
});

test('Printing after the lease ran out, printing twice and printing what was revoked are raised, never refused', async () => {
  const school = await openSchool('postgres');
  await furnish(school);
  await issueMany(school, 3);
  const station = await pairStation(school);
  const [first, second, third] = await station.take(3);
  if (first === undefined || second === undefined || third === undefined) throw new Error('no lease');
  const steps = way.slice(0, 4);
  const late = steps.map(([event, stage]) => pieceFact(first, event, stage, { at: NOON + 25 * 3_600_000 }));
  const twice = ['one', 'two'].flatMap((pieceId) =>
    steps.map(([event, stage]) => pieceFact(second, event, stage, { pieceId })),
  );
  school.clock.advance(1000);
  await school.call('POST', `/v1/certificates/${third.certificateId}/revoke`, {
    category: 'fraud',
    reason: 'Somebody else sat the exam',
  });
  const revoked = steps.map(([event, stage]) => pieceFact(third, event, stage, { at: NOON + 2000 }));
  const pushed = await station.push(numbered([...late, ...twice, ...revoked]));
  expect(pushed.appliedThrough).toBe(16);
  expect(pushed.conflicts.map((conflict) => conflict.kind)).toEqual([
    'lease_expired',
    'lease_expired',
    'lease_expired',
    'second_print',
    'not_active',
    'not_active',
  ]);
});

test('A spoiled piece puts the work back into the queue of its station', async () => {
  const school = await openSchool('postgres');
  await furnish(school);
  await issueMany(school, 1);
  const station = await pairStation(school);
  const [lease] = await station.take(1);
  if (lease === undefined) throw new Error('no lease');
  const facts = [
    ...way.slice(0, 4).map(([event, stage]) => pieceFact(lease, event, stage)),
    pieceFact(lease, 'spoil', 'spoiled', { deliverableStage: 'queued', reason: 'Jammed' }),
    ...way
      .slice(0, 4)
      .map(([event, stage]) => pieceFact(lease, event, stage, { pieceId: 'second', attempt: 2 })),
  ];
  const pushed = await station.push(numbered(facts));
  expect(pushed).toEqual({ appliedThrough: facts.length, conflicts: [] });
});

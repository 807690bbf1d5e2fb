import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { sqlRead, sqlWrite } from '../../../src/station/db/statements.ts';
import { movePiece, startPiece } from '../../../src/station/features/pieces/service.ts';
import { pair } from '../../../src/station/features/setup/service.ts';
import { readSetting, writeSetting } from '../../../src/station/record/settings.ts';
import { openConflicts } from '../../../src/station/sync/conflicts.ts';
import { SyncLine } from '../../../src/station/sync/line.ts';
import { syncStatus } from '../../../src/station/sync/status.ts';
import { stationUnderTest, TestClock } from '../stationUnderTest.ts';
import type { StationUnderTest } from '../stationUnderTest.ts';
import { ScriptedCentral } from './scriptedCentral.ts';

const actor = { userId: 'u-1', displayName: 'Clerk', roles: ['clerk' as const] };
const deliverable = sqlRead(
  `SELECT stage, workable, lease_epoch AS epoch, lease_expires_at AS expiresAt, elsewhere_station_id AS elsewhere
   FROM deliverables WHERE deliverable_id = @id`,
  z.object({
    stage: z.string(),
    workable: z.int(),
    epoch: z.int().nullable(),
    expiresAt: z.int().nullable(),
    elsewhere: z.string().nullable(),
  }),
);
const number = (text: string) => sqlRead<object, { n: number }>(text, z.object({ n: z.number() }));

interface Paired extends StationUnderTest {
  readonly central: ScriptedCentral;
  readonly line: SyncLine;
}

async function pairedStation(leaseAhead = 0): Promise<Paired> {
  const central = new ScriptedCentral(new TestClock().time);
  const station = await stationUnderTest({ fetch: central.fetch });
  const answer = await pair(station.ctx, {
    centralUrl: 'https://central.example/',
    code: central.code,
    stationName: 'North',
  });
  if (!answer.ok) throw new Error(answer.error.tag);
  station.ctx.db.write((tx) => writeSetting(tx, 'leaseAhead', leaseAhead));
  return { ...station, central, line: new SyncLine(station.ctx) };
}

function passTime(station: Paired, milliseconds: number): void {
  station.clock.time += milliseconds;
  station.central.now += milliseconds;
}

function work(station: Paired, id: string) {
  return station.ctx.db.read((tx) => deliverable.get(tx, { id }));
}

function begin(
  station: Paired,
  deliverableId: string,
  ...events: ('render' | 'spool' | 'print_ended' | 'pass')[]
): string {
  const { ctx } = station;
  const started = ctx.db.attempt((tx) => startPiece(tx, ctx, { deliverableId, actor, notes: {} }));
  if (!started.ok) throw new Error(started.error.tag);
  for (const event of events) {
    const moved = ctx.db.attempt((tx) =>
      movePiece(tx, ctx, { pieceId: started.value.pieceId, event, actor }),
    );
    if (!moved.ok) throw new Error(moved.error.tag);
  }
  return started.value.pieceId;
}

describe('pairing', () => {
  test('keeps the private half of the key in the secrets and the rest in the database', async () => {
    const station = await pairedStation();
    expect(station.secrets.get('station.signing-key')).toContain('"d"');
    expect(station.ctx.db.read((tx) => readSetting(tx, 'pairing'))).toMatchObject({
      stationId: 'station-1',
      centralUrl: 'https://central.example',
    });
    expect((await station.line.syncOnce()).ok).toBe(true);
  });

  test('says which code was refused, that central is away, or that it is no central', async () => {
    const central = new ScriptedCentral(0);
    const station = await stationUnderTest({ fetch: central.fetch });
    const claim = { centralUrl: 'https://central.example', code: 'WRONG', stationName: 'North' };
    expect(await pair(station.ctx, claim)).toEqual({
      ok: false,
      error: { tag: 'code_refused', reason: 'unknown_code' },
    });
    central.before = () => new Response('<h1>Welcome</h1>', { headers: { 'content-type': 'text/html' } });
    const page = await pair(station.ctx, claim);
    expect(!page.ok && page.error.tag).toBe('not_a_central');
    central.before = () => Promise.reject(new TypeError('fetch failed'));
    const away = await pair(station.ctx, claim);
    expect(!away.ok && away.error.tag).toBe('unreachable');
  });

  test('happens once', async () => {
    const station = await pairedStation();
    const again = await pair(station.ctx, {
      centralUrl: 'https://other.example',
      code: station.central.code,
      stationName: 'South',
    });
    expect(again).toEqual({ ok: false, error: { tag: 'already_paired', stationName: 'North' } });
  });
});

describe('the feed', () => {
  test('fills an empty station, over many pages, and goes on from where it was', async () => {
    const station = await pairedStation();
    const { central, line, ctx } = station;
    for (let index = 0; index < 4100; index += 1) central.issue();
    expect(await line.syncOnce()).toMatchObject({ ok: true, value: { changes: 4100 } });
    expect(
      ctx.db.read((tx) => number('SELECT count(*) AS n FROM deliverables WHERE workable = 1').get(tx, {})),
    ).toEqual({ n: 4100 });
    const asked = central.calls.length;
    central.issue();
    expect(await line.syncOnce()).toMatchObject({ ok: true, value: { changes: 1 } });
    expect(central.calls.slice(asked).filter((call) => call === 'GET /v1/feed')).toHaveLength(1);
  });

  test('applied twice is the same as once', async () => {
    const station = await pairedStation();
    const { central, line, ctx } = station;
    for (let index = 0; index < 20; index += 1) central.issue({ paper: index % 3 > 0 });
    await line.syncOnce();
    const dump = () =>
      ctx.db.read((tx) =>
        ['certificates', 'deliverables', 'search_words'].map((table) =>
          tx.reads.sqlite.prepare(`SELECT * FROM ${table}`).all(),
        ),
      );
    const before = dump();
    ctx.db.write((tx) => writeSetting(tx, 'feedCursor', '0'));
    expect(await line.syncOnce()).toMatchObject({ ok: true, value: { changes: 20 } });
    expect(dump()).toEqual(before);
  });

  test('brings people, courses, templates, stock, rules, keys and switches', async () => {
    const station = await pairedStation();
    const { central, line, ctx } = station;
    central.feed.push(
      {
        kind: 'person',
        person: { userId: 'u-1', displayName: 'Clerk', roles: ['clerk'], pinHash: 'scrypt$', active: true },
      },
      { kind: 'course', course: { courseId: 'course-ca', title: 'Traffic School', jurisdiction: 'US-CA' } },
      {
        kind: 'template',
        template: { templateVersion: 'b'.repeat(64), title: 'T', stockItemId: 'paper', published: false },
      },
      {
        kind: 'stockItem',
        stockItem: { stockItemId: 'paper', name: 'Paper', numbered: true, reorderAt: 50 },
      },
      { kind: 'key', key: { keyId: 'key-1', publicKey: 'k', notBefore: 0, notAfter: null } },
      {
        kind: 'emergency',
        emergency: {
          emergencyId: 'e-1',
          kind: 'hold_shipping',
          reason: 'storm',
          startedAt: 1,
          startedBy: 'S',
          endsAt: null,
          ended: false,
        },
      },
    );
    await line.syncOnce();
    for (const table of ['people', 'courses', 'templates', 'stock_items', 'signing_keys', 'emergencies']) {
      expect(
        ctx.db.read((tx) => number(`SELECT count(*) AS n FROM ${table}`).get(tx, {})),
        table,
      ).toEqual({ n: 1 });
    }
  });

  test('that is not understood changes nothing and is said', async () => {
    const station = await pairedStation();
    const { central, line, ctx } = station;
    central.issue({ validity: 'splendid' as 'active' });
    const round = await line.syncOnce();
    expect(!round.ok && round.error.tag).toBe('not_a_central');
    expect(ctx.db.read((tx) => number('SELECT count(*) AS n FROM certificates').get(tx, {}))).toEqual({
      n: 0,
    });
    expect(syncStatus(ctx, null).state).toBe('offline');
  });
});

describe('a certificate that changes at central', () => {
  test('leaves the queue when it is revoked, and its lease goes back', async () => {
    const station = await pairedStation(10);
    const { central, line } = station;
    const certificate = central.issue();
    const id = certificate.physical?.deliverableId ?? '';
    await line.syncOnce();
    expect(work(station, id)).toMatchObject({ workable: 1, epoch: 1 });
    central.change(certificate, { validity: 'revoked', validityReason: 'refund', validityAt: central.now });
    await line.syncOnce();
    expect(work(station, id)).toMatchObject({ workable: 0, epoch: null });
    expect(central.owed.get(certificate.certificateId)?.lease).toBeNull();
  });

  test('while its paper is in hand raises an alert, and the piece is stopped at the next gate', async () => {
    const station = await pairedStation(10);
    const { central, line, ctx } = station;
    const certificate = central.issue();
    await line.syncOnce();
    const pieceId = begin(
      station,
      certificate.physical?.deliverableId ?? '',
      'render',
      'spool',
      'print_ended',
    );
    const told: string[] = [];
    ctx.live.listen((topics) => told.push(...topics.map((each) => each.topic)));
    central.change(certificate, { validity: 'revoked', validityReason: 'refund', validityAt: central.now });
    await line.syncOnce();
    expect(told).toContain('alerts');
    const stopped = ctx.db.attempt((tx) => movePiece(tx, ctx, { pieceId, event: 'pass', actor }));
    expect(stopped).toMatchObject({
      ok: false,
      error: { tag: 'not_active', validity: 'revoked', reason: 'refund' },
    });
  });

  test('does not undo what this station has done and not yet told', async () => {
    const station = await pairedStation(10);
    const { central, line } = station;
    const certificate = central.issue();
    const id = certificate.physical?.deliverableId ?? '';
    await line.syncOnce();
    begin(station, id, 'render', 'spool');
    central.before = (path) => (path === '/v1/facts' ? new Response(null, { status: 503 }) : null);
    central.change(certificate, {});
    await line.syncOnce();
    central.before = () => null;
    await line.syncOnce();
    expect(work(station, id)).toMatchObject({ stage: 'spooled', workable: 0 });
  });

  test('that another station has taken is let go before it is printed here, and is a conflict after', async () => {
    const station = await pairedStation(10);
    const { central, line, ctx } = station;
    const [early, late] = [central.issue(), central.issue()];
    await line.syncOnce();
    begin(station, early.physical?.deliverableId ?? '', 'render');
    begin(station, late.physical?.deliverableId ?? '', 'render', 'spool');
    for (const each of [early, late]) central.change(each, {}, { stationId: 'station-2', stage: 'claimed' });
    await line.syncOnce();
    expect(work(station, early.physical?.deliverableId ?? '')).toMatchObject({
      elsewhere: 'station-2',
      workable: 0,
      epoch: null,
    });
    const conflicts = ctx.db.read((tx) => openConflicts(tx));
    expect(conflicts.map((conflict) => [conflict.kind, conflict.certificateNumber])).toEqual([
      ['second_print', late.certificateNumber],
    ]);
  });
});

describe('leases', () => {
  test('are taken ahead, most urgent first, and topped up', async () => {
    const station = await pairedStation(5);
    const { central, line, ctx } = station;
    const issued = Array.from({ length: 8 }, () => central.issue());
    await line.syncOnce();
    expect(syncStatus(ctx, null)).toMatchObject({ state: 'online', leased: 5 });
    begin(station, issued[0]?.physical?.deliverableId ?? '', 'render', 'spool');
    await line.syncOnce();
    expect(syncStatus(ctx, null).leased).toBe(6);
  });

  test('are renewed at half life, and the lost ones let unprinted work go', async () => {
    const station = await pairedStation(5);
    const { central, line } = station;
    const certificate = central.issue();
    const id = certificate.physical?.deliverableId ?? '';
    await line.syncOnce();
    const first = work(station, id)?.expiresAt ?? 0;
    await line.syncOnce();
    passTime(station, central.leaseMs / 2 + 1);
    await line.syncOnce();
    expect(work(station, id)?.expiresAt).toBe(first + central.leaseMs / 2 + 1);
    begin(station, id, 'render');
    const owed = central.owed.get(certificate.certificateId);
    if (owed !== undefined) owed.lease = { stationId: 'station-2', epoch: 9, expiresAt: central.now + 1000 };
    passTime(station, central.leaseMs / 2 + 1);
    await line.syncOnce();
    expect(work(station, id)).toMatchObject({ stage: 'queued', epoch: null });
  });

  test('are all renewed, however many there are', async () => {
    const station = await pairedStation(4_500);
    const { central, line, ctx } = station;
    const issued = Array.from({ length: 4_500 }, () => central.issue());
    for (let round = 0; round < 3; round += 1) await line.syncOnce();
    expect(syncStatus(ctx, null).leased).toBe(4_500);
    passTime(station, central.leaseMs / 2 + 1);
    await line.syncOnce();
    const ends = issued.map((each) => work(station, each.physical?.deliverableId ?? '')?.expiresAt);
    expect(new Set(ends)).toEqual(new Set([central.now + central.leaseMs]));
  });

  test('asked for and not answered are asked for again, not twice', async () => {
    const station = await pairedStation(3);
    const { central, line, ctx } = station;
    for (let index = 0; index < 9; index += 1) central.issue();
    central.after = (path) => {
      if (path === '/v1/leases') throw new TypeError('fetch failed');
    };
    expect((await line.syncOnce()).ok).toBe(false);
    expect(syncStatus(ctx, null)).toMatchObject({ state: 'offline', leased: 0 });
    central.after = () => {};
    await new SyncLine(ctx).syncOnce();
    expect(syncStatus(ctx, null)).toMatchObject({ state: 'online', leased: 3 });
    expect([...central.owed.values()].filter((each) => each.lease !== null)).toHaveLength(3);
  });

  test('are kept in the time of this machine when its clock is wrong', async () => {
    const station = await pairedStation(1);
    const { central, line, clock } = station;
    const certificate = central.issue();
    clock.time -= 3 * 3_600_000;
    const round = await line.syncOnce();
    expect(round.ok).toBe(true);
    expect(work(station, certificate.physical?.deliverableId ?? '')?.expiresAt).toBe(
      clock.time + central.leaseMs,
    );
    expect(syncStatus(station.ctx, null).problem).toContain('180 minutes slow');
  });
});

describe('facts', () => {
  test('go out in order, once, also when an answer was lost', async () => {
    const station = await pairedStation(5);
    const { central, line } = station;
    const certificate = central.issue();
    await line.syncOnce();
    begin(station, certificate.physical?.deliverableId ?? '', 'render', 'spool');
    central.after = (path) => {
      if (path === '/v1/facts') throw new TypeError('fetch failed');
    };
    await line.syncOnce();
    expect(syncStatus(station.ctx, null).waitingFacts).toBe(3);
    central.after = () => {};
    await line.syncOnce();
    expect(syncStatus(station.ctx, null).waitingFacts).toBe(0);
    expect(
      central.factsOf().map(({ sequence, fact }) => [sequence, fact.kind === 'piece' ? fact.event : '']),
    ).toEqual([
      [1, 'claim'],
      [2, 'render'],
      [3, 'spool'],
    ]);
  });

  test('are told again when central was restored from a backup', async () => {
    const station = await pairedStation(5);
    const { central, line } = station;
    const [one, two] = [central.issue(), central.issue()];
    await line.syncOnce();
    begin(station, one.physical?.deliverableId ?? '');
    await line.syncOnce();
    central.facts.clear();
    begin(station, two.physical?.deliverableId ?? '');
    await line.syncOnce();
    expect(central.factsOf().map(({ sequence }) => sequence)).toEqual([1, 2]);
  });

  test('of a station that was restored from a backup follow those that central has, and a supervisor is told', async () => {
    const station = await pairedStation(5);
    const { central, line, ctx } = station;
    const [one, two] = [central.issue(), central.issue()];
    await line.syncOnce();
    begin(station, one.physical?.deliverableId ?? '', 'render', 'spool');
    await line.syncOnce();
    ctx.db.write((tx) => sqlWrite('DELETE FROM outbox').run(tx, {}));
    begin(station, two.physical?.deliverableId ?? '');
    await line.syncOnce();
    expect(central.factsOf().map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4]);
    expect(ctx.db.read((tx) => openConflicts(tx)).map((conflict) => conflict.kind)).toEqual(['out_of_order']);
    const restored = `SELECT count(*) AS n FROM audit_log WHERE action = 'station.restored'`;
    expect(ctx.db.read((tx) => number(restored).get(tx, {}))).toEqual({ n: 1 });
  });
});

describe('a station that was restored from a backup', () => {
  test('holds what may be on paper when it starts, before it has anything to tell, and once', async () => {
    const station = await pairedStation(5);
    const { central, ctx } = station;
    const [one, two] = [central.issue(), central.issue()];
    await station.line.syncOnce();
    begin(station, one.physical?.deliverableId ?? '', 'render', 'spool');
    await station.line.syncOnce();
    // The backup was made after the first fact.
    ctx.db.write((tx) => {
      sqlWrite('DELETE FROM outbox WHERE sequence > 1').run(tx, {});
      sqlWrite(`UPDATE pieces SET stage = 'claimed'`).run(tx, {});
    });
    const line = new SyncLine(ctx);
    await line.syncOnce();
    const doubts = () =>
      ctx.db.read((tx) =>
        number('SELECT count(*) AS n FROM restore_doubts WHERE settled_at IS NULL').get(tx, {}),
      )?.n;
    expect(doubts()).toBe(2);
    expect(ctx.db.read((tx) => openConflicts(tx)).map((conflict) => conflict.kind)).toEqual(['out_of_order']);
    ctx.db.write((tx) => {
      sqlWrite('UPDATE restore_doubts SET settled_at = 1').run(tx, {});
      sqlWrite('UPDATE deliverables SET hold_reason = NULL, hold_by = NULL, hold_at = NULL').run(tx, {});
    });
    begin(station, two.physical?.deliverableId ?? '');
    await line.syncOnce();
    await new SyncLine(ctx).syncOnce();
    expect(central.factsOf().map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4]);
    expect([doubts(), ctx.db.read((tx) => openConflicts(tx)).length]).toEqual([0, 1]);
  });
});

describe('central away', () => {
  test('is a normal state: said once with since when, work goes on, and it is caught up with', async () => {
    const station = await pairedStation(5);
    const { central, line, ctx, timer } = station;
    const certificate = central.issue();
    line.start();
    await line.syncOnce();
    central.before = () => Promise.reject(new TypeError('fetch failed'));
    passTime(station, 60_000);
    const since = station.clock.time;
    await line.syncOnce();
    passTime(station, 3_600_000);
    await line.syncOnce();
    expect(syncStatus(ctx, null)).toMatchObject({ state: 'offline', since });
    begin(station, certificate.physical?.deliverableId ?? '', 'render', 'spool');
    expect(syncStatus(ctx, null).waitingFacts).toBe(3);
    central.before = () => null;
    timer.pass(60_000 * 2);
    await line.syncOnce();
    expect(syncStatus(ctx, null)).toMatchObject({ state: 'online', since: null, waitingFacts: 0 });
    await line.stop();
  });

  test('is not the same as being shut out', async () => {
    const station = await pairedStation();
    station.central.before = () =>
      Response.json({ defined: true, code: 'STATION_REVOKED', status: 403, message: '' }, { status: 403 });
    await station.line.syncOnce();
    expect(syncStatus(station.ctx, null)).toMatchObject({
      state: 'refused',
      problem: 'Central has shut this station out.',
    });
  });

  test('does not lose the key of this station unnoticed', async () => {
    const station = await pairedStation();
    station.secrets.clear();
    await station.line.syncOnce();
    expect(syncStatus(station.ctx, null).state).toBe('refused');
  });
});

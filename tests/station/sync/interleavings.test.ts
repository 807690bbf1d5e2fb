import { expect, test } from 'vitest';
import { z } from 'zod';
import { sqlRead, sqlWrite } from '../../../src/station/db/statements.ts';
import { movePiece, startPiece } from '../../../src/station/features/pieces/service.ts';
import { pair } from '../../../src/station/features/setup/service.ts';
import { writeSetting } from '../../../src/station/record/settings.ts';
import { SyncLine } from '../../../src/station/sync/line.ts';
import { stationUnderTest, TestClock } from '../stationUnderTest.ts';
import { ScriptedCentral } from './scriptedCentral.ts';

const actor = { userId: 'u-1', displayName: 'Clerk', roles: ['clerk' as const] };
const HOUR_MS = 3_600_000;
const lease = sqlRead(
  'SELECT lease_epoch AS epoch, lease_expires_at AS expiresAt FROM deliverables WHERE deliverable_id = @id',
  z.object({ epoch: z.int().nullable(), expiresAt: z.int().nullable() }),
);
const validity = sqlRead(
  'SELECT validity FROM certificates WHERE certificate_id = @id',
  z.object({ validity: z.string() }),
);

async function pairedStation(leaseAhead: number) {
  const central = new ScriptedCentral(new TestClock().time);
  const station = await stationUnderTest({ fetch: central.fetch });
  const answer = await pair(station.ctx, {
    centralUrl: 'https://central.example/',
    code: central.code,
    stationName: 'North',
  });
  if (!answer.ok) throw new Error(answer.error.tag);
  station.ctx.db.write((tx) => writeSetting(tx, 'leaseAhead', leaseAhead));
  const line = new SyncLine(station.ctx);
  const { ctx } = station;
  const begin = (deliverableId: string, ...events: ('render' | 'spool')[]): string => {
    const started = ctx.db.attempt((tx) => startPiece(tx, ctx, { deliverableId, actor, notes: {} }));
    if (!started.ok) throw new Error(started.error.tag);
    for (const event of events) {
      const { pieceId } = started.value;
      const moved = ctx.db.attempt((tx) => movePiece(tx, ctx, { pieceId, event, actor }));
      if (!moved.ok) throw new Error(moved.error.tag);
    }
    return started.value.pieceId;
  };
  const leaseOf = (id: string) => ctx.db.read((tx) => lease.get(tx, { id }));
  return { ...station, central, line, begin, leaseOf };
}

test('A replacement that keeps the number of what it supersedes comes to the station like any other', async () => {
  const { central, line, ctx } = await pairedStation(0);
  const first = central.issue();
  await line.syncOnce();
  central.change(first, { validity: 'superseded', validityAt: central.now });
  const second = central.issue({ certificateNumber: first.certificateNumber });
  expect(await line.syncOnce()).toMatchObject({ ok: true, value: { changes: 2 } });
  expect(ctx.db.read((tx) => validity.get(tx, { id: second.certificateId }))).toEqual({ validity: 'active' });
});

test('Work that waits for its printer stops when a supervisor frees it at central', async () => {
  const { central, line, begin, leaseOf, clock } = await pairedStation(5);
  const certificate = central.issue();
  const id = certificate.physical?.deliverableId ?? '';
  await line.syncOnce();
  begin(id, 'render', 'spool');
  const owed = central.owed.get(certificate.certificateId);
  if (owed === undefined) throw new Error('Not owed');
  owed.lease = { stationId: 'station-2', epoch: 9, expiresAt: central.now + HOUR_MS };
  clock.time += central.leaseMs / 2 + 1;
  central.now += central.leaseMs / 2 + 1;
  await line.syncOnce();
  expect(leaseOf(id)?.epoch).toBeNull();
});

test('Work that was freed and granted to its own station again is reported under the new epoch', async () => {
  const { central, line, begin, leaseOf, clock, ctx } = await pairedStation(5);
  const certificate = central.issue();
  const id = certificate.physical?.deliverableId ?? '';
  await line.syncOnce();
  const pieceId = begin(id, 'render', 'spool');
  const owed = central.owed.get(certificate.certificateId);
  if (owed === undefined) throw new Error('Not owed');
  owed.lease = null;
  owed.epoch += 1;
  clock.time += central.leaseMs / 2 + 1;
  central.now += central.leaseMs / 2 + 1;
  await line.syncOnce();
  expect(leaseOf(id)?.epoch).toBe(3);
  const ended = ctx.db.attempt((tx) => movePiece(tx, ctx, { pieceId, event: 'print_ended', actor }));
  expect(ended).toMatchObject({ ok: true, value: { epoch: 3 } });
});

test('A clock that is set back does not make leases last longer than central knows', async () => {
  const { central, line, leaseOf, clock } = await pairedStation(5);
  const id = central.issue().physical?.deliverableId ?? '';
  await line.syncOnce();
  await line.syncOnce();
  clock.time -= 24 * HOUR_MS;
  await line.syncOnce();
  expect(leaseOf(id)?.expiresAt).toBe(clock.time + central.leaseMs);
});

test('A page of the feed that arrives after a newer one was applied brings no revoked certificate back', async () => {
  const { central, line, ctx } = await pairedStation(0);
  const certificate = central.issue();
  await line.syncOnce();
  central.change(certificate, {});
  const asked = Promise.withResolvers<null>();
  const arrives = Promise.withResolvers<null>();
  let first = true;
  central.before = async (path) => {
    if (path !== '/v1/feed' || !first) return null;
    first = false;
    // The answer is as of now, and is on its way for long.
    const late = Response.json({
      changes: central.feed.slice(1),
      cursor: '2',
      more: false,
      certificatesTotal: 1,
      now: central.now,
    });
    asked.resolve(null);
    await arrives.promise;
    return late;
  };
  const slow = line.syncOnce();
  await asked.promise;
  central.change(certificate, { validity: 'revoked', validityAt: central.now });
  await new SyncLine(ctx).syncOnce();
  const now = () => ctx.db.read((tx) => validity.get(tx, { id: certificate.certificateId }))?.validity;
  expect(now()).toBe('revoked');
  const seen: (string | undefined)[] = [];
  ctx.live.listen(() => void seen.push(now()));
  arrives.resolve(null);
  await slow;
  expect([...seen, now()]).not.toContain('active');
});

test('A person who asks for work after a long time offline tells central first what was done', async () => {
  const { central, line, begin } = await pairedStation(5);
  const certificate = central.issue();
  await line.syncOnce();
  begin(certificate.physical?.deliverableId ?? '', 'render', 'spool');
  const before = central.calls.length;
  await line.takeLeases({ count: 1 });
  const asked = central.calls.slice(before);
  expect(asked.indexOf('POST /v1/facts')).toBeGreaterThanOrEqual(0);
  expect(asked.indexOf('POST /v1/facts')).toBeLessThan(asked.indexOf('POST /v1/leases'));
});

test('A station restored from a backup loses no fact, also when it has more new ones than it had lost', async () => {
  const { central, line, ctx, begin } = await pairedStation(9);
  const [one, two, three] = [central.issue(), central.issue(), central.issue()];
  await line.syncOnce();
  begin(one.physical?.deliverableId ?? '', 'render');
  await line.syncOnce();
  expect(central.factsOf()).toHaveLength(2);
  // The backup does not know the second fact; offline, four others happen under its number and the next ones.
  ctx.db.write((tx) => sqlWrite('DELETE FROM outbox WHERE sequence > 1').run(tx, {}));
  begin(two.physical?.deliverableId ?? '', 'render', 'spool');
  begin(three.physical?.deliverableId ?? '');
  await line.syncOnce();
  const told = central.factsOf().map(({ fact }) => (fact.kind === 'piece' ? fact.event : ''));
  expect(told).toEqual(['claim', 'render', 'claim', 'render', 'spool', 'claim']);
});

import fc from 'fast-check';
import { expect, onTestFinished, test, vi } from 'vitest';
import { z } from 'zod';
import { PieceEvent } from '../../src/domain/work/stages.ts';
import { Connection } from '../../src/station/db/connection.ts';
import { sqlRead } from '../../src/station/db/statements.ts';
import { checkAudit } from '../../src/station/features/audit/service.ts';
import { movePiece, setHold, startPiece } from '../../src/station/features/pieces/service.ts';
import { pair } from '../../src/station/features/setup/service.ts';
import { writeSetting } from '../../src/station/record/settings.ts';
import { SyncLine } from '../../src/station/sync/line.ts';
import { stationUnderTest, TestClock } from './stationUnderTest.ts';
import type { StationUnderTest } from './stationUnderTest.ts';
import { ScriptedCentral } from './sync/scriptedCentral.ts';

const actor = { userId: 'u-1', displayName: 'Clerk', roles: ['clerk' as const] };

class PowerCut extends Error {}

/** Lets the statement of that number, from 1, of what follows be the last thing that does not happen. */
function cutBefore(statement: number): () => void {
  let left = statement;
  const spy = vi.spyOn(Connection.prototype, 'prepared').mockImplementation(function (this: Connection, key) {
    left -= 1;
    if (left === 0) throw new PowerCut();
    const made = kept.get(this)?.get(key) ?? key.prepare(this);
    const statements = kept.get(this) ?? new Map<object, unknown>();
    kept.set(this, statements.set(key, made));
    return made;
  });
  return () => spy.mockRestore();
}
const kept = new WeakMap<Connection, Map<object, unknown>>();

const wrong = sqlRead(
  `SELECT 'workable' AS what, d.deliverable_id AS id FROM deliverables d JOIN certificates c ON c.certificate_id = d.certificate_id
     WHERE d.workable <> (d.stage = 'queued' AND d.elsewhere_station_id IS NULL AND c.validity = 'active')
   UNION ALL SELECT 'words', d.deliverable_id FROM deliverables d JOIN certificates c ON c.certificate_id = d.certificate_id
     JOIN search_words w ON w.certificate_row = c.certificate_row WHERE w.queued <> d.workable OR w.slack_at <> d.slack_at
   UNION ALL SELECT 'two live pieces', deliverable_id FROM pieces WHERE stage NOT IN ('spoiled', 'cancelled', 'lost')
     GROUP BY deliverable_id HAVING count(*) > 1
   UNION ALL SELECT 'stage', p.piece_id FROM pieces p JOIN deliverables d ON d.deliverable_id = p.deliverable_id
     WHERE p.stage NOT IN ('spoiled', 'cancelled') AND d.elsewhere_station_id IS NULL AND p.stage <> d.stage
   UNION ALL SELECT 'story', p.piece_id FROM pieces p WHERE p.stage <> coalesce(
     (SELECT e.to_stage FROM piece_events e WHERE e.piece_id = p.piece_id ORDER BY e.event_row DESC LIMIT 1), 'queued')
   UNION ALL SELECT 'facts', (SELECT count(*) FROM piece_events) || ' events' WHERE (SELECT count(*) FROM piece_events) <> (SELECT count(*) FROM outbox)
   UNION ALL SELECT 'gap', 'outbox' WHERE (SELECT count(*) FROM outbox) <> (SELECT coalesce(max(sequence), 0) FROM outbox)`,
  z.object({ what: z.string(), id: z.string() }),
);

function dump(station: StationUnderTest): unknown {
  return station.ctx.db.read((tx) => {
    const tables = tx.reads.sqlite
      .prepare(`SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name`)
      .pluck()
      .all();
    return tables.map((table) => [table, tx.reads.sqlite.prepare(`SELECT * FROM ${String(table)}`).all()]);
  });
}

async function workingStation() {
  const central = new ScriptedCentral(new TestClock().time);
  const station = await stationUnderTest({ fetch: central.fetch });
  await pair(station.ctx, {
    centralUrl: 'https://central.example',
    code: central.code,
    stationName: 'North',
  });
  station.ctx.db.write((tx) => writeSetting(tx, 'leaseAhead', 4));
  const line = new SyncLine(station.ctx);
  for (let index = 0; index < 6; index += 1) central.issue();
  await line.syncOnce();
  return { ...station, central, line };
}

test('a move that is cut short at any statement has not happened at all', async () => {
  const station = await workingStation();
  const { ctx, central } = station;
  const [certificate] = central.feed.flatMap((change) =>
    change.kind === 'certificate' ? [change.certificate] : [],
  );
  const deliverableId = certificate?.physical?.deliverableId ?? '';
  let before = dump(station);
  let cuts = 0;
  const disagreements: unknown[] = [];
  for (let statement = 1; ; statement += 1) {
    const restore = cutBefore(statement);
    try {
      const begun = ctx.db.attempt((tx) => startPiece(tx, ctx, { deliverableId, actor, notes: {} }));
      if (!begun.ok) throw new Error(begun.error.tag);
      const moved = ctx.db.attempt((tx) =>
        movePiece(tx, ctx, { pieceId: begun.value.pieceId, event: 'release', actor }),
      );
      if (!moved.ok) throw new Error(moved.error.tag);
      restore();
      break;
    } catch (problem) {
      restore();
      if (!(problem instanceof PowerCut)) throw problem;
      cuts += 1;
      disagreements.push(...ctx.db.read((tx) => wrong.all(tx, {})));
      const after = dump(station);
      // The first move is one transaction and the second another: between them, one of them stands.
      if (JSON.stringify(after) !== JSON.stringify(before)) {
        const released = ctx.db.read((tx) =>
          tx.reads.sqlite.prepare('SELECT piece_id FROM pieces WHERE stage = ?').pluck().get('claimed'),
        );
        const undone = ctx.db.attempt((tx) =>
          movePiece(tx, ctx, { pieceId: String(released), event: 'release', actor }),
        );
        if (!undone.ok) throw new Error(undone.error.tag, { cause: problem });
        before = dump(station);
      }
    }
  }
  expect(disagreements).toEqual([]);
  expect(cuts).toBeGreaterThan(15);
});

const command = fc.oneof(
  fc.record({ kind: fc.constant('issue' as const) }),
  fc.record({
    kind: fc.constant('change' as const),
    which: fc.nat(9),
    validity: fc.constantFrom('active' as const, 'suspended' as const, 'revoked' as const),
    elsewhere: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('sync' as const),
    lost: fc.constantFrom(null, '/v1/facts', '/v1/leases', '/v1/feed'),
  }),
  fc.record({ kind: fc.constant('start' as const), which: fc.nat(9) }),
  fc.record({
    kind: fc.constant('move' as const),
    which: fc.nat(9),
    event: fc.constantFrom(...PieceEvent.options),
  }),
  fc.record({ kind: fc.constant('hold' as const), which: fc.nat(9), on: fc.boolean() }),
  fc.record({ kind: fc.constant('hours' as const), hours: fc.integer({ min: 1, max: 8 }) }),
);

test('whatever is done, and wherever it is cut short, everything on record agrees with everything else', async () => {
  onTestFinished(() => {
    vi.restoreAllMocks();
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(command, fc.integer({ min: 1, max: 120 })), { minLength: 5, maxLength: 25 }),
      async (steps) => {
        const station = await workingStation();
        const { ctx, central, line, clock } = station;
        const deliverables = () => [...central.owed.values()].map((each) => each.certificate);
        for (const [step, cut] of steps) {
          const restore = cutBefore(cut);
          try {
            switch (step.kind) {
              case 'issue':
                central.issue();
                break;
              case 'change': {
                const certificate = deliverables()[step.which % deliverables().length];
                if (certificate !== undefined) {
                  central.change(
                    certificate,
                    { validity: step.validity },
                    step.elsewhere ? { stationId: 'station-2', stage: 'claimed' } : {},
                  );
                }
                break;
              }
              case 'sync':
                central.after = (path) => {
                  if (path === step.lost) throw new TypeError('fetch failed');
                };
                await line.syncOnce();
                break;
              case 'start': {
                const deliverableId =
                  deliverables()[step.which % deliverables().length]?.physical?.deliverableId ?? '';
                ctx.db.attempt((tx) => startPiece(tx, ctx, { deliverableId, actor, notes: {} }));
                break;
              }
              case 'move': {
                const pieces = ctx.db.read((tx) =>
                  tx.reads.sqlite.prepare('SELECT piece_id FROM pieces ORDER BY piece_id').pluck().all(),
                );
                const pieceId = String(pieces[step.which % Math.max(1, pieces.length)]);
                ctx.db.attempt((tx) => movePiece(tx, ctx, { pieceId, event: step.event, actor }));
                break;
              }
              case 'hold': {
                const deliverableId =
                  deliverables()[step.which % deliverables().length]?.physical?.deliverableId ?? '';
                ctx.db.write((tx) =>
                  setHold(tx, ctx, { deliverableId, reason: step.on ? 'in doubt' : null, actor }),
                );
                break;
              }
              case 'hours':
                clock.time += step.hours * 3_600_000;
                central.now += step.hours * 3_600_000;
                break;
              default:
                throw new Error('There is no such step');
            }
          } catch (problem) {
            if (!(problem instanceof PowerCut)) throw problem;
          } finally {
            restore();
            central.after = () => {};
          }
          expect(ctx.db.read((tx) => wrong.all(tx, {}))).toEqual([]);
        }
        expect(await checkAudit(ctx)).toMatchObject({ intact: true });
        // Afterwards central is told everything, in order, once.
        await line.syncOnce();
        expect(central.factsOf().map(({ sequence }) => sequence)).toEqual(
          central.factsOf().map((_, index) => index + 1),
        );
        expect(
          ctx.db.read((tx) =>
            tx.reads.sqlite.prepare('SELECT count(*) FROM outbox WHERE pushed_at IS NULL').pluck().get(),
          ),
        ).toBe(0);
      },
    ),
    { numRuns: 12 },
  );
}, 120_000);

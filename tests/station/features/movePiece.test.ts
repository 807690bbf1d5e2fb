import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { PieceEvent, PieceStage, transitions } from '../../../src/domain/work/stages.ts';
import { sqlRead, sqlWrite } from '../../../src/station/db/statements.ts';
import {
  movePiece,
  refreshWorkable,
  setHold,
  startPiece,
} from '../../../src/station/features/pieces/service.ts';
import type { ChangedTopic } from '../../../src/station/record/live.ts';
import { owedCertificate, stationUnderTest } from '../stationUnderTest.ts';
import type { StationUnderTest } from '../stationUnderTest.ts';

const actor = { userId: 'u-1', displayName: 'Clerk', roles: ['clerk' as const] };
const insertBatch = sqlWrite<{ batchId: string; at: number }>(
  `INSERT INTO batches (batch_id, batch_number, state, template_version, stock_item_id, created_at, created_by)
   VALUES (@batchId, 'B-2026-0001', 'open', 't', 'paper', @at, 'u-1')`,
);
const count = sqlRead<object, { n: number }>(
  `SELECT (SELECT count(*) FROM outbox) + (SELECT count(*) FROM piece_events) + (SELECT count(*) FROM audit_log) AS n`,
  z.object({ n: z.number() }),
);
const deliverable = sqlRead<{ deliverableId: string }, { stage: string; workable: number; attempts: number }>(
  'SELECT stage, workable, attempts FROM deliverables WHERE deliverable_id = @deliverableId',
  z.object({ stage: z.string(), workable: z.number(), attempts: z.number() }),
);
const setValidity = sqlWrite<{ validity: string; certificateId: string }>(
  `UPDATE certificates SET validity = @validity, validity_reason = 'refunded' WHERE certificate_id = @certificateId`,
);
const setStage = sqlWrite<{ stage: string; pieceId: string }>(
  'UPDATE pieces SET stage = @stage, replaced_at = NULL WHERE piece_id = @pieceId',
);

function begun(station: StationUnderTest, about: Parameters<typeof owedCertificate>[1] = {}) {
  const owed = owedCertificate(station, about);
  const { ctx, clock } = station;
  const batchId = 'batch-1';
  const started = ctx.db.write((tx) => {
    if (sqlRead('SELECT 1 AS n FROM batches', z.object({ n: z.number() })).get(tx, {}) === undefined)
      insertBatch.run(tx, { batchId, at: clock.now() });
    return startPiece(tx, ctx, {
      deliverableId: owed.deliverableId,
      actor,
      notes: { batchId, position: Math.floor(Math.random() * 1e6) + 1 },
    });
  });
  if (!started.ok) throw new Error(started.error.tag);
  return { ...owed, pieceId: started.value.pieceId, batchId };
}

describe('a piece in work', () => {
  test('takes the deliverable out of the queue, and tells history, audit, central and the screens at once', async () => {
    const station = await stationUnderTest();
    const told: (readonly ChangedTopic[])[] = [];
    station.ctx.live.listen((topics) => told.push(topics));
    const piece = begun(station);
    expect(station.ctx.db.read((tx) => deliverable.get(tx, piece))).toEqual({
      stage: 'claimed',
      workable: 0,
      attempts: 0,
    });
    expect(station.ctx.db.read((tx) => count.get(tx, {}))).toEqual({ n: 3 });
    expect(told).toHaveLength(1);
    expect(told[0]).toContainEqual({ topic: 'history', id: piece.certificateId });
  });

  test('can be begun once only', async () => {
    const station = await stationUnderTest();
    const piece = begun(station);
    const again = station.ctx.db.attempt((tx) =>
      startPiece(tx, station.ctx, { deliverableId: piece.deliverableId, actor, notes: {} }),
    );
    expect(again).toEqual({ ok: false, error: { tag: 'piece_in_work', pieceId: piece.pieceId } });
  });

  test('is not begun and not spooled without a live lease', async () => {
    const station = await stationUnderTest();
    const owed = owedCertificate(station, { leased: false });
    const without = station.ctx.db.attempt((tx) =>
      startPiece(tx, station.ctx, { deliverableId: owed.deliverableId, actor, notes: {} }),
    );
    expect(without).toEqual({ ok: false, error: { tag: 'lease_expired', expiredAt: null } });

    const piece = begun(station);
    station.ctx.db.write((tx) =>
      movePiece(tx, station.ctx, { pieceId: piece.pieceId, event: 'render', actor }),
    );
    station.clock.time += 86_400_000;
    const late = station.ctx.db.write((tx) =>
      movePiece(tx, station.ctx, { pieceId: piece.pieceId, event: 'spool', actor }),
    );
    expect(late).toEqual({ ok: false, error: { tag: 'lease_expired', expiredAt: station.clock.time } });
  });

  test('stops on a hold, and goes on when it is released', async () => {
    const station = await stationUnderTest();
    const piece = begun(station);
    const { ctx } = station;
    ctx.db.write((tx) =>
      setHold(tx, ctx, { deliverableId: piece.deliverableId, reason: 'name in doubt', actor }),
    );
    const held = ctx.db.write((tx) => movePiece(tx, ctx, { pieceId: piece.pieceId, event: 'render', actor }));
    expect(held).toEqual({ ok: false, error: { tag: 'on_hold', reason: 'name in doubt' } });
    ctx.db.write((tx) => setHold(tx, ctx, { deliverableId: piece.deliverableId, reason: null, actor }));
    expect(
      ctx.db.write((tx) => movePiece(tx, ctx, { pieceId: piece.pieceId, event: 'render', actor })).ok,
    ).toBe(true);
  });

  test.each([
    ['claimed', 'render'],
    ['rendered', 'spool'],
    ['awaiting_scan', 'pass'],
    ['qc_passed', 'pack'],
    ['packed', 'label'],
    ['labelled', 'hand_over'],
    ['returned', 'resume'],
  ] as const)('of a revoked certificate is stopped at %s before %s', async (stage, event) => {
    const station = await stationUnderTest();
    const piece = begun(station);
    const { ctx } = station;
    ctx.db.write((tx) => {
      setStage.run(tx, { stage, pieceId: piece.pieceId });
      setValidity.run(tx, { validity: 'revoked', certificateId: piece.certificateId });
    });
    const before = ctx.db.read((tx) => count.get(tx, {}));
    const stopped = ctx.db.write((tx) => movePiece(tx, ctx, { pieceId: piece.pieceId, event, actor }));
    expect(stopped).toEqual({
      ok: false,
      error: { tag: 'not_active', validity: 'revoked', reason: 'refunded' },
    });
    expect(ctx.db.read((tx) => count.get(tx, {}))).toEqual(before);
  });

  test('that is spoiled stays on record and the next attempt is another piece', async () => {
    const station = await stationUnderTest();
    const piece = begun(station);
    const { ctx } = station;
    ctx.db.write((tx) => setStage.run(tx, { stage: 'awaiting_scan', pieceId: piece.pieceId }));
    ctx.db.write((tx) =>
      movePiece(tx, ctx, { pieceId: piece.pieceId, event: 'spoil', actor, reason: 'torn' }),
    );
    expect(ctx.db.read((tx) => deliverable.get(tx, piece))).toEqual({
      stage: 'queued',
      workable: 1,
      attempts: 1,
    });
    const next = ctx.db.attempt((tx) =>
      startPiece(tx, ctx, { deliverableId: piece.deliverableId, actor, notes: {} }),
    );
    expect(next.ok && next.value.attempt).toBe(2);
    expect(next.ok && next.value.pieceId).not.toBe(piece.pieceId);
  });

  test('moves exactly as the transition table says, from every stage by every event', async () => {
    const station = await stationUnderTest();
    const piece = begun(station);
    const { ctx } = station;
    for (const stage of PieceStage.options) {
      for (const event of PieceEvent.options) {
        ctx.db.write((tx) => setStage.run(tx, { stage, pieceId: piece.pieceId }));
        const moved = ctx.db.write((tx) => movePiece(tx, ctx, { pieceId: piece.pieceId, event, actor }));
        const to = transitions[stage][event];
        expect(moved.ok ? moved.value.stage : moved.error).toEqual(
          to ?? { tag: 'illegal_transition', from: stage, event },
        );
      }
    }
  });
});

test('a deliverable stands in the queue only while its certificate is active', async () => {
  const station = await stationUnderTest();
  const owed = owedCertificate(station);
  const { ctx } = station;
  for (const [validity, workable] of [
    ['suspended', 0],
    ['active', 1],
    ['revoked', 0],
  ] as const) {
    ctx.db.write((tx) => {
      setValidity.run(tx, { validity, certificateId: owed.certificateId });
      refreshWorkable(tx, owed.deliverableId);
    });
    expect(ctx.db.read((tx) => deliverable.get(tx, owed))?.workable).toBe(workable);
  }
});

import { describe, expect, test } from 'vitest';
import { certificateStory } from '../../../src/station/features/history/service.ts';
import { approve } from '../../../src/station/features/people/service.ts';
import { movePiece } from '../../../src/station/features/pieces/service.ts';
import { reprintPiece } from '../../../src/station/features/reprints/service.ts';
import { createBatches } from '../../../src/station/features/takingWork/service.ts';
import { handedOverParcels } from '../handedOverParcels.ts';
import { clerk, counted, must, paperStation } from '../paperStation.ts';
import type { PaperStation } from '../paperStation.ts';

/** The PIN 1234. */
const PIN_1234 = 'scrypt$2048$8$1$J4OhVVjT3DeQwGgvFvyzlw$YKwrDGTfHoLjk4W_Vgbf_8GT33bsZnpfCdqId9NAD04';

async function approvalFor(station: PaperStation, pieceId: string): Promise<string> {
  station.ctx.db.write((tx) =>
    tx.writes.sqlite.exec(`UPDATE people SET pin_hash = '${PIN_1234}' WHERE user_id = 'u-super'`),
  );
  const given = await approve(station.ctx, clerk, {
    userId: 'u-super',
    pin: '1234',
    action: 'reprint_after_hand_over',
    subjectId: pieceId,
    reason: 'asked by the learner',
  });
  return must(given).approvalId;
}

describe.each(['lose', 'deliver', null] as const)('a piece that left the house (%s)', (event) => {
  test('is printed anew when two people say so; the old one counts no more', async () => {
    const station = await paperStation();
    const { ctx, parts } = station;
    const [gone] = await handedOverParcels(station, 1);
    if (gone === undefined) throw new Error('Too few');
    const { pieceId } = gone;
    if (event !== null) must(ctx.db.attempt((tx) => movePiece(tx, ctx, { pieceId, event, actor: null })));
    const want = { pieceId, reason: 'never arrived' };
    expect(reprintPiece(ctx, clerk, want)).toEqual({ ok: false, error: { tag: 'approval_needed' } });
    expect(counted(ctx, 'SELECT count(*) FROM deliverables WHERE workable = 1')).toBe(0);
    const approvalId = await approvalFor(station, pieceId);
    must(reprintPiece(ctx, clerk, { ...want, approvalId }));
    expect(counted(ctx, 'SELECT count(*) FROM deliverables WHERE workable = 1 AND attempts = 1')).toBe(1);
    const told = `SELECT count(*) FROM outbox WHERE json_extract(fact, '$.event') = 'reprint'
      AND json_extract(fact, '$.deliverableStage') = 'queued'`;
    expect(counted(ctx, told)).toBe(1);
    must(await createBatches(ctx, parts, clerk, { count: 1, filter: {} }));
    expect(counted(ctx, 'SELECT count(*) FROM pieces WHERE attempt = 2')).toBe(1);
    // What the carrier tells of the old one is kept, and does not touch the new one.
    if (event !== 'deliver')
      must(ctx.db.attempt((tx) => movePiece(tx, ctx, { pieceId, event: 'deliver', actor: null })));
    expect(counted(ctx, `SELECT count(*) FROM deliverables WHERE stage = 'claimed'`)).toBe(1);
    const card = certificateStory(ctx, gone.issued.certificateId)?.card;
    expect(card?.pieces.map(({ stage, replaced }) => [stage, replaced])).toEqual([
      ['claimed', false],
      ['delivered', true],
    ]);
  });
});

test('a piece that is in the house, or of a revoked certificate, is not printed anew this way', async () => {
  const station = await paperStation();
  const { ctx } = station;
  const [gone] = await handedOverParcels(station, 1);
  if (gone === undefined) throw new Error('Too few');
  station.setValidity(gone.issued, 'revoked');
  const want = { pieceId: gone.pieceId, reason: 'never arrived' };
  expect(reprintPiece(ctx, clerk, want)).toEqual({
    ok: false,
    error: { tag: 'not_active', validity: 'revoked' },
  });
  must(ctx.db.attempt((tx) => movePiece(tx, ctx, { pieceId: gone.pieceId, event: 'return', actor: null })));
  expect(reprintPiece(ctx, clerk, want)).toEqual({
    ok: false,
    error: { tag: 'wrong_stage', stage: 'returned' },
  });
});

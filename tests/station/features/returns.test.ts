import { describe, expect, test } from 'vitest';
import { pullList } from '../../../src/station/features/history/service.ts';
import { parcelView, scanToPack } from '../../../src/station/features/packing/service.ts';
import { reprintPiece } from '../../../src/station/features/reprints/service.ts';
import {
  recordReturn,
  resumeReturn,
  returnedParcels,
  spoilReturned,
} from '../../../src/station/features/returns/service.ts';
import { handedOverParcels } from '../handedOverParcels.ts';
import { counted, must, paperStation, shipper } from '../paperStation.ts';

const NEW_ADDRESS = {
  name: 'Ana Ruiz',
  street1: '77 New Street',
  city: 'Fresno',
  region: 'CA',
  postalCode: '93701',
  country: 'US',
};

describe('an envelope that came back', () => {
  test('is recorded by its label or by a certificate in it, once, and central is told why', async () => {
    const station = await paperStation();
    const { ctx, parts } = station;
    const [a, b] = await handedOverParcels(station, 2);
    if (a === undefined || b === undefined) throw new Error('Too few');
    const first = must(await recordReturn(ctx, parts, shipper, { text: a.tracking, reason: 'moved' }));
    expect(first).toMatchObject({ reason: 'moved', recordedBy: 'Sam Ship', parcel: { state: 'returned' } });
    const again = must(await recordReturn(ctx, parts, shipper, { text: a.issued.qr, reason: 'refused' }));
    expect(again.reason).toBe('moved');
    station.clock.time += 60_000;
    must(await recordReturn(ctx, parts, shipper, { text: b.issued.certificateNumber, reason: 'refused' }));
    expect(returnedParcels(ctx).map(({ reason }) => reason)).toEqual(['moved', 'refused']);
    expect(counted(ctx, `SELECT count(*) FROM deliverables WHERE stage = 'returned'`)).toBe(2);
    const told = `SELECT count(*) FROM outbox WHERE json_extract(fact, '$.event') = 'returned'
      AND json_extract(fact, '$.kind') = 'parcel' AND json_extract(fact, '$.reason') IN ('moved', 'refused')`;
    expect(counted(ctx, told)).toBe(2);
    expect((await recordReturn(ctx, parts, shipper, { text: 'CA-2026-9', reason: 'other' })).ok).toBe(false);
  });

  test('is recorded by the number that stands on it, however it is typed', async () => {
    const station = await paperStation();
    const { ctx, parts } = station;
    const [gone] = await handedOverParcels(station, 1);
    if (gone === undefined) throw new Error('Too few');
    const parcelNumber = ctx.db.read((tx) => parcelView(tx, gone.parcelId))?.parcelNumber ?? '';
    const back = must(
      await recordReturn(ctx, parts, shipper, {
        text: ` ${parcelNumber.toLowerCase()}`,
        reason: 'unclaimed',
      }),
    );
    expect(back.parcel.parcelId).toBe(gone.parcelId);
    expect((await recordReturn(ctx, parts, shipper, { text: 'P-2026-9999', reason: 'other' })).ok).toBe(
      false,
    );
  });

  test('goes out again with the same sheet, in a new envelope, to the corrected address', async () => {
    const station = await paperStation();
    const { ctx, parts } = station;
    const [gone] = await handedOverParcels(station, 1);
    if (gone === undefined) throw new Error('Too few');
    must(await recordReturn(ctx, parts, shipper, { text: gone.tracking, reason: 'moved' }));
    const resume = { parcelId: gone.parcelId, address: NEW_ADDRESS, reason: 'told by telephone' };
    expect(must(resumeReturn(ctx, shipper, resume))).toEqual({ resumed: 1, left: 0 });
    expect(returnedParcels(ctx)).toEqual([]);
    const packed = await scanToPack(ctx, parts, shipper, { text: gone.issued.qr });
    expect(packed).toMatchObject({ verdict: 'packed', parcel: { address: { street1: '77 New Street' } } });
    expect(packed.parcel?.parcelId).not.toBe(gone.parcelId);
    expect(counted(ctx, 'SELECT count(*) FROM pieces')).toBe(1);
    expect(
      counted(ctx, `SELECT count(*) FROM outbox WHERE json_extract(fact, '$.kind') = 'address_corrected'`),
    ).toBe(1);
  });

  test('with a damaged sheet is printed anew, and the sheet is spoiled in the ledger', async () => {
    const station = await paperStation();
    const { ctx, parts } = station;
    const [gone] = await handedOverParcels(station, 1);
    if (gone === undefined) throw new Error('Too few');
    expect(spoilReturned(ctx, shipper, { pieceId: gone.pieceId })).toEqual({
      ok: false,
      error: { tag: 'wrong_stage', stage: 'handed_over' },
    });
    must(await recordReturn(ctx, parts, shipper, { text: gone.tracking, reason: 'damaged' }));
    expect(must(spoilReturned(ctx, shipper, { pieceId: gone.pieceId }))).toEqual({ requeued: true });
    expect(counted(ctx, 'SELECT count(*) FROM deliverables WHERE workable = 1')).toBe(1);
    expect(
      counted(ctx, `SELECT coalesce(sum(sheets), 0) FROM stock_movements WHERE kind = 'spoiled_after_pass'`),
    ).toBe(1);
    expect(returnedParcels(ctx)).toEqual([]);
  });

  test('of a revoked certificate, or of one that was printed anew, stays here and is on the pull list', async () => {
    const station = await paperStation();
    const { ctx, parts } = station;
    const [revoked, reprinted] = await handedOverParcels(station, 2);
    if (revoked === undefined || reprinted === undefined) throw new Error('Too few');
    station.setValidity(revoked.issued, 'revoked');
    ctx.db.write((tx) =>
      tx.writes.sqlite.exec(`UPDATE pieces SET replaced_at = 1 WHERE piece_id = '${reprinted.pieceId}'`),
    );
    for (const { tracking, parcelId } of [revoked, reprinted]) {
      must(await recordReturn(ctx, parts, shipper, { text: tracking, reason: 'refused' }));
      expect(must(resumeReturn(ctx, shipper, { parcelId, reason: 'again' }))).toEqual({
        resumed: 0,
        left: 1,
      });
    }
    const pulls = ctx.db.read((tx) => pullList(tx)).map(({ place, reason }) => [place, reason]);
    expect(pulls).toContainEqual(['returned', 'revoked: refunded']);
    expect(pulls).toContainEqual(['returned', 'replaced']);
    expect(reprintPiece(ctx, shipper, { pieceId: reprinted.pieceId, reason: 'lost' }).ok).toBe(false);
  });
});

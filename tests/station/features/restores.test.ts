import { describe, expect, test } from 'vitest';
import { takeOutStopped } from '../../../src/station/features/batches/service.ts';
import { createPrinting } from '../../../src/station/features/printing/service.ts';
import { scanSheet } from '../../../src/station/features/qc/service.ts';
import {
  holdAfterRestore,
  restoredBatches,
  settleRestored,
} from '../../../src/station/features/restore/service.ts';
import { createShipping } from '../../../src/station/features/shipping/service.ts';
import { sheetsOfBatch } from '../../../src/station/features/stock/service.ts';
import { createBatches } from '../../../src/station/features/takingWork/service.ts';
import { clerk, counted, must, paperStation, qc, shipper, supervisor } from '../paperStation.ts';
import type { PaperStation } from '../paperStation.ts';
import { packedParcels, renderedBatch } from '../passedPieces.ts';

function restore(station: PaperStation): void {
  station.ctx.db.write((tx) => holdAfterRestore(tx, station.ctx, 'restored:9'));
}

describe('after a restore from a backup', () => {
  test('a batch is not printed until a supervisor has said that nothing of it was', async () => {
    const station = await paperStation();
    const { ctx, parts } = station;
    const { batchId } = await renderedBatch(station, 3);
    restore(station);
    restore(station);
    const printing = createPrinting(ctx, parts);
    const wanted = { batchId, printerId: 'demo-printer', chunkSize: 10 };
    expect(await printing.print(clerk, wanted)).toEqual({
      ok: false,
      error: { tag: 'restore_unconfirmed', pieces: 3 },
    });
    expect(restoredBatches(ctx)).toMatchObject([{ batchId, pieces: [{}, {}, {}] }]);
    expect(settleRestored(ctx, supervisor, { batchId, printed: [], mailed: [] })).toBe(3);
    expect(restoredBatches(ctx)).toEqual([]);
    expect(counted(ctx, 'SELECT count(*) FROM deliverables WHERE hold_reason IS NOT NULL')).toBe(0);
    must(await printing.print(clerk, wanted));
    await printing.settled();
    expect(counted(ctx, `SELECT count(*) FROM audit_log WHERE action = 'restore.settled'`)).toBe(1);
  });

  test('a batch in doubt stays whole when its pages are checked again', async () => {
    const station = await paperStation();
    const { ctx } = station;
    const { batchId } = await renderedBatch(station, 2);
    restore(station);
    const out = ctx.db.write((tx) => takeOutStopped(tx, ctx, batchId, { holds: true }));
    expect(out).toEqual([]);
    const stages = ctx.db.read((tx) =>
      tx.reads.sqlite.prepare('SELECT stage FROM pieces ORDER BY position').pluck().all(),
    );
    expect(stages).toEqual(['rendered', 'rendered']);
  });

  test('what was printed waits for its scan, what was mailed is handed over, and only the rest is printed', async () => {
    const station = await paperStation();
    const { ctx, parts } = station;
    const { batchId, issued } = await renderedBatch(station, 3);
    const [here, mailed, left] = issued;
    if (here === undefined || mailed === undefined || left === undefined) throw new Error('Too few');
    restore(station);
    // The leases may be long gone; what happened, happened.
    station.clock.time += 10 * 86_400_000;
    settleRestored(ctx, supervisor, {
      batchId,
      printed: [here.deliverableId],
      mailed: [mailed.deliverableId],
    });
    const stages = ctx.db.read((tx) =>
      tx.reads.sqlite.prepare('SELECT stage FROM pieces ORDER BY position').pluck().all(),
    );
    expect(stages).toEqual(['awaiting_scan', 'handed_over', 'rendered']);
    expect(ctx.db.read((tx) => sheetsOfBatch(tx, batchId))).toMatchObject({ issued: 2, passed: 1 });
    expect((await scanSheet(ctx, parts, qc, { text: here.qr })).verdict).toBe('pass');
    expect((await scanSheet(ctx, parts, qc, { text: mailed.qr })).verdict).toBe('already_scanned');
  });

  test('work that was promised and not begun is held too, and one that was printed gets its piece', async () => {
    const station = await paperStation();
    const { ctx, parts } = station;
    const [printed, other] = await station.issue(2);
    if (printed === undefined || other === undefined) throw new Error('Too few');
    restore(station);
    expect(await createBatches(ctx, parts, clerk, { count: 2, filter: {} })).toMatchObject({ ok: false });
    settleRestored(ctx, supervisor, { batchId: null, printed: [printed.deliverableId], mailed: [] });
    expect((await scanSheet(ctx, parts, qc, { text: printed.qr })).verdict).toBe('pass');
    expect(must(await createBatches(ctx, parts, clerk, { count: 2, filter: {} })).batches).toMatchObject([
      { counts: { total: 1 } },
    ]);
  });

  test('a hold that a person set before stays', async () => {
    const station = await paperStation();
    const { ctx } = station;
    const { batchId } = await renderedBatch(station, 1);
    ctx.db.write((tx) =>
      tx.writes.sqlite.exec(
        `UPDATE deliverables SET hold_reason = 'name in doubt', hold_by = 'u', hold_at = 1`,
      ),
    );
    restore(station);
    settleRestored(ctx, supervisor, { batchId, printed: [], mailed: [] });
    expect(counted(ctx, `SELECT count(*) FROM deliverables WHERE hold_reason = 'name in doubt'`)).toBe(1);
  });

  test('a label that was bought after the backup is found at the carrier and not bought again', async () => {
    const station = await paperStation();
    const { ctx, parts } = station;
    const [a, b] = await packedParcels(station, 2);
    if (a === undefined || b === undefined) throw new Error('Too few');
    const shipping = createShipping(ctx, parts);
    await shipping.buyMany(shipper, [a.parcelId]);
    // The database is as it was before the purchase; the carrier's books are not.
    ctx.db.write((tx) =>
      tx.writes.sqlite.exec(`DELETE FROM labels; DELETE FROM label_intents;
        UPDATE parcels SET state = 'packed'; UPDATE pieces SET stage = 'packed';`),
    );
    restore(station);
    const bought = await shipping.buyMany(shipper, [a.parcelId]);
    expect(bought).toEqual({ bought: [a.parcelId], failed: [] });
    expect(station.carrier.sales()).toHaveLength(1);
    expect(counted(ctx, 'SELECT count(*) FROM labels')).toBe(1);
    // For the other none was bought: certain only when the carrier's books are settled.
    expect((await shipping.buyMany(shipper, [b.parcelId])).failed).toHaveLength(1);
    station.clock.time += station.carrier.settlesAfterMs;
    expect((await shipping.buyMany(shipper, [b.parcelId])).bought).toEqual([b.parcelId]);
    expect(station.carrier.sales()).toHaveLength(2);
    const [parcel] = shipping.parcels({ limit: 10 }).rows.filter(({ parcelId }) => parcelId === a.parcelId);
    must(shipping.verifyLabel(shipper, { parcelId: a.parcelId, text: parcel?.label?.tracking ?? '' }));
    must(await shipping.voidLabel(shipper, { parcelId: a.parcelId, reason: 'not needed' }));
    expect(counted(ctx, `SELECT count(*) FROM label_intents WHERE state = 'voided'`)).toBe(1);
  });

  test('a carrier that cannot be asked sells no label meanwhile', async () => {
    let away = true;
    const station = await paperStation({
      carrierFaults: (operation) => (operation === 'find' && away ? 'unreachable' : null),
    });
    const [parcel] = await packedParcels(station, 1);
    const parcelId = parcel?.parcelId ?? '';
    restore(station);
    station.clock.time += station.carrier.settlesAfterMs;
    const shipping = createShipping(station.ctx, station.parts);
    expect((await shipping.buyMany(shipper, [parcelId])).failed).toEqual([
      { parcelId, reason: 'carrier_unreachable' },
    ]);
    away = false;
    expect((await shipping.buyMany(shipper, [parcelId])).bought).toEqual([parcelId]);
  });
});

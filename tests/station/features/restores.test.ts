import { array, assert, asyncProperty, boolean, constantFrom, record } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import {
  cancelBatch,
  closeOut,
  listBatches,
  takeOutStopped,
} from '../../../src/station/features/batches/service.ts';
import { createPrinting } from '../../../src/station/features/printing/service.ts';
import { scanSheet } from '../../../src/station/features/qc/service.ts';
import {
  holdAfterRestore,
  restoredBatches,
  settleRestored,
} from '../../../src/station/features/restore/service.ts';
import { createShipping } from '../../../src/station/features/shipping/service.ts';
import { spoilPiece } from '../../../src/station/features/spoiling/service.ts';
import { balanceOf, sheetsOfBatch } from '../../../src/station/features/stock/service.ts';
import { createBatches } from '../../../src/station/features/takingWork/service.ts';
import { clerk, counted, must, paperStation, qc, shipper, supervisor } from '../paperStation.ts';
import type { PaperStation } from '../paperStation.ts';
import { packedParcels, renderedBatch } from '../passedPieces.ts';

function restore(station: PaperStation): void {
  station.ctx.db.write((tx) => holdAfterRestore(tx, station.ctx, 'restored:9'));
}

/** The newest piece of a deliverable. */
function pieceOf({ ctx }: PaperStation, deliverableId: string): string {
  const piece = ctx.db.read((tx) =>
    tx.reads.sqlite
      .prepare('SELECT piece_id FROM pieces WHERE deliverable_id = ? ORDER BY attempt DESC')
      .pluck()
      .get(deliverableId),
  );
  return z.string().parse(piece);
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

  test('numbered sheets of a batch that the backup does not know are asked for, bound and accounted for', async () => {
    const station = await paperStation({ numbered: true });
    const { ctx, parts } = station;
    const [first, second, third] = await station.issue(3);
    if (first === undefined || second === undefined || third === undefined) throw new Error('Too few');
    restore(station);
    const printed = [first.deliverableId, second.deliverableId];
    expect(settleRestored(ctx, supervisor, { batchId: null, printed, mailed: [] })).toBe(3);
    const [batch, ...more] = listBatches(ctx, { limit: 10 }).rows;
    if (batch === undefined) throw new Error('There is no batch');
    expect(more).toEqual([]);
    expect(batch).toMatchObject({
      state: 'printed',
      stockItemId: 'paper',
      counts: { total: 2, waitingForScan: 2 },
    });
    const { batchId } = batch;
    expect(ctx.db.read((tx) => balanceOf(tx, ctx, 'paper'))).toMatchObject({ onHand: 998, outInBatches: 2 });
    expect(closeOut(ctx, supervisor, batchId)).toEqual({
      ok: false,
      error: { tag: 'sheets_unaccounted', missing: 2, positions: [1, 2] },
    });
    const asked = await scanSheet(ctx, parts, qc, { text: first.qr });
    expect(asked).toMatchObject({ verdict: 'sheet_serial_needed', expectsSheetSerial: true });
    const pendingPieceId = asked.piece?.pieceId;
    const bound = await scanSheet(ctx, parts, qc, { text: 'CA0000007', pendingPieceId });
    expect(bound).toMatchObject({ verdict: 'pass', piece: { sheetSerial: 'CA0000007', batchId } });
    const other = await scanSheet(ctx, parts, qc, { text: second.qr });
    const again = { text: 'CA0000007', pendingPieceId: other.piece?.pieceId };
    expect((await scanSheet(ctx, parts, qc, again)).verdict).toBe('sheet_already_bound');
    expect(closeOut(ctx, supervisor, batchId)).toMatchObject({ ok: false, error: { missing: 1 } });
    expect((await scanSheet(ctx, parts, qc, { ...again, text: 'CA0000008' })).verdict).toBe('pass');
    expect(must(closeOut(ctx, supervisor, batchId)).state).toBe('closed');
    expect(ctx.db.read((tx) => balanceOf(tx, ctx, 'paper'))).toMatchObject({
      onHand: 998,
      outInBatches: 0,
      bound: 2,
    });
  });

  test('paper whose template has not come from central yet stays in doubt', async () => {
    const station = await paperStation();
    const { ctx } = station;
    const issued = await station.issue(1);
    restore(station);
    ctx.db.write((tx) => tx.writes.sqlite.exec('DELETE FROM templates'));
    const printed = issued.map(({ deliverableId }) => deliverableId);
    expect(settleRestored(ctx, supervisor, { batchId: null, printed, mailed: [] })).toBe(0);
    expect(restoredBatches(ctx)).toMatchObject([{ batchId: null, pieces: [{}] }]);
  });

  test('whatever became of work that the backup does not know, no sheet is lost and its batch closes when all are told of', async () => {
    const fates = constantFrom('not printed', 'mailed', 'passed', 'spoiled');
    await assert(
      asyncProperty(
        record({ fates: array(fates, { minLength: 1, maxLength: 5 }), begun: boolean() }),
        async ({ fates, begun }) => {
          const station = await paperStation();
          const { ctx, parts } = station;
          const issued = await station.issue(fates.length);
          const made = begun ? must(await createBatches(ctx, parts, clerk, { count: 5, filter: {} })) : null;
          const before = made?.batches[0]?.batchId ?? null;
          restore(station);
          // A batch that was dropped while it was in doubt knows its pieces no more.
          if (before !== null) must(cancelBatch(ctx, supervisor, { batchId: before, reason: 'in doubt' }));
          const those = (...which: readonly string[]) =>
            issued.filter((_, index) => which.includes(fates[index] ?? ''));
          const ids = (of: readonly { readonly deliverableId: string }[]) =>
            of.map(({ deliverableId }) => deliverableId);
          const word = {
            batchId: before,
            printed: ids(those('passed', 'spoiled')),
            mailed: ids(those('mailed')),
          };
          expect(settleRestored(ctx, supervisor, word)).toBe(fates.length);
          const sheets = those('passed', 'spoiled', 'mailed').length;
          const batch = listBatches(ctx, { states: ['printed'], limit: 10 }).rows[0];
          expect(batch?.counts.total ?? 0).toBe(sheets);
          expect(ctx.db.read((tx) => balanceOf(tx, ctx, 'paper')).onHand).toBe(1000 - sheets);
          if (batch === undefined) return;
          const { batchId } = batch;
          expect(closeOut(ctx, supervisor, batchId).ok).toBe(sheets === those('mailed').length);
          for (const { qr } of those('passed'))
            expect((await scanSheet(ctx, parts, qc, { text: qr })).verdict).toBe('pass');
          for (const { deliverableId } of those('spoiled')) {
            const pieceId = pieceOf(station, deliverableId);
            must(spoilPiece(ctx, qc, { pieceId, reason: 'smudged' }));
          }
          if (sheets > those('mailed').length) must(closeOut(ctx, supervisor, batchId));
          expect(ctx.db.read((tx) => sheetsOfBatch(tx, batchId))).toEqual({
            issued: sheets,
            passed: sheets - those('spoiled').length,
            spoiled: those('spoiled').length,
            returned: 0,
          });
        },
      ),
      { numRuns: 12 },
    );
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

import { describe, expect, test } from 'vitest';
import type { PostalAddress } from '../../../src/domain/address.ts';
import { parcelScanText } from '../../../src/domain/work/scanText.ts';
import { correctAddress } from '../../../src/station/features/addresses/service.ts';
import {
  closeParcel,
  scanToPack,
  takeOut,
  waitingToPack,
} from '../../../src/station/features/packing/service.ts';
import { createShipping } from '../../../src/station/features/shipping/service.ts';
import { spoilPiece } from '../../../src/station/features/spoiling/service.ts';
import {
  balanceOf,
  listMovements,
  listStock,
  receiveStock,
} from '../../../src/station/features/stock/service.ts';
import { counted, must, paperStation, shipper, supervisor } from '../paperStation.ts';
import { packedParcels, passedSheets, printedBatch } from '../passedPieces.ts';

const family: PostalAddress = {
  name: 'The Nuñez Family',
  street1: '9 Elm Street',
  city: 'Sacramento',
  region: 'CA',
  postalCode: '95814',
  country: 'US',
};
const CHECKLIST = ['sheet_in', 'letter_in', 'address_shows'] as const;

describe('the packing bench', () => {
  test('puts what is for one address into one envelope, and says what is still to come', async () => {
    const station = await paperStation();
    const { ctx, parts } = station;
    const [a, b] = await passedSheets(station, 2, { address: family });
    await station.issue(1, { name: 'Third Nuñez', address: { ...family, street1: '9 Elm St.' } });
    if (a === undefined || b === undefined) throw new Error('Too few');
    expect(waitingToPack(ctx).pieces).toHaveLength(2);
    const first = await scanToPack(ctx, parts, shipper, { text: a.qr });
    expect(first).toMatchObject({
      verdict: 'packed',
      parcel: { parcelNumber: 'P-2026-0001', state: 'open' },
    });
    expect(first.parcel?.stillExpected.map(({ stage }) => stage)).toEqual(['qc_passed', 'queued']);
    const second = await scanToPack(ctx, parts, shipper, { text: b.qr });
    expect(second.parcel?.parcelId).toBe(first.parcel?.parcelId);
    expect(second.parcel?.pieces).toHaveLength(2);
    expect((await scanToPack(ctx, parts, shipper, { text: a.qr })).verdict).toBe('already_packed');
    const code = parcelScanText(first.parcel?.parcelId ?? '');
    expect(await scanToPack(ctx, parts, shipper, { text: code })).toMatchObject({
      verdict: 'other_parcel',
      parcel: { parcelNumber: 'P-2026-0001' },
    });
  });

  test('never puts a sheet into another person’s envelope', async () => {
    const station = await paperStation();
    const { ctx, parts } = station;
    const [a, b] = await passedSheets(station, 2);
    if (a === undefined || b === undefined) throw new Error('Too few');
    const first = await scanToPack(ctx, parts, shipper, { text: a.qr });
    const wrong = await scanToPack(ctx, parts, shipper, { text: b.qr, parcelId: first.parcel?.parcelId });
    expect(wrong).toMatchObject({ verdict: 'other_parcel', parcel: null });
    expect(counted(ctx, 'SELECT count(*) FROM parcel_pieces')).toBe(1);
  });

  test('takes only sheets that quality control has passed', async () => {
    const station = await paperStation();
    const { issued } = await printedBatch(station, 1);
    const packed = await scanToPack(station.ctx, station.parts, shipper, { text: issued[0]?.qr ?? '' });
    expect(packed).toMatchObject({ verdict: 'not_passed', reason: 'awaiting_scan', parcel: null });
  });

  test('closes an envelope when everything is ticked, and opens it when a sheet is taken out', async () => {
    const station = await paperStation();
    const { ctx, parts } = station;
    const [a] = await passedSheets(station, 1);
    const packed = await scanToPack(ctx, parts, shipper, { text: a?.qr ?? '' });
    const parcelId = packed.parcel?.parcelId ?? '';
    expect(closeParcel(ctx, shipper, { parcelId, checklist: ['sheet_in'] })).toEqual({
      ok: false,
      error: { tag: 'checklist_incomplete', missing: ['letter_in', 'address_shows'] },
    });
    expect(must(closeParcel(ctx, shipper, { parcelId, checklist: CHECKLIST })).state).toBe('packed');
    expect(closeParcel(ctx, shipper, { parcelId, checklist: CHECKLIST })).toEqual({
      ok: false,
      error: { tag: 'wrong_state', state: 'packed' },
    });
    const pieceId = packed.piece?.pieceId ?? '';
    const opened = must(takeOut(ctx, shipper, { parcelId, pieceId, reason: 'smudged' }));
    expect(opened).toMatchObject({ state: 'open', pieces: [] });
    expect(closeParcel(ctx, shipper, { parcelId, checklist: CHECKLIST })).toMatchObject({
      error: { missing: ['sheet_in'] },
    });
    expect((await scanToPack(ctx, parts, shipper, { text: a?.qr ?? '' })).parcel?.parcelId).toBe(parcelId);
  });

  test('forgets a sheet that is spoiled in its envelope', async () => {
    const station = await paperStation();
    const [a] = await passedSheets(station, 1);
    const packed = await scanToPack(station.ctx, station.parts, shipper, { text: a?.qr ?? '' });
    must(spoilPiece(station.ctx, supervisor, { pieceId: packed.piece?.pieceId ?? '', reason: 'torn' }));
    expect(waitingToPack(station.ctx).parcels).toMatchObject([
      { pieces: [], stillExpected: [{ stage: 'queued' }] },
    ]);
    expect(counted(station.ctx, 'SELECT count(*) FROM parcel_pieces WHERE taken_out_at IS NULL')).toBe(0);
  });

  test('corrects an address, tells central, and buys the label for the new one', async () => {
    const station = await paperStation();
    const { ctx } = station;
    const [parcel] = await packedParcels(station, 1);
    const parcelId = parcel?.parcelId ?? '';
    const corrected = must(
      correctAddress(ctx, shipper, { parcelId, address: family, reason: 'learner called' }),
    );
    expect(corrected.address).toEqual(family);
    expect(
      counted(ctx, `SELECT count(*) FROM outbox WHERE json_extract(fact, '$.kind') = 'address_corrected'`),
    ).toBe(1);
    const shipping = createShipping(ctx, station.parts);
    must(
      await shipping.buyLabel(shipper, {
        parcelId,
        rateId: must(await shipping.rates(parcelId))[0]?.rateId ?? '',
      }),
    );
    expect(station.carrier.sales()[0]?.to).toEqual(family);
    expect(correctAddress(ctx, shipper, { parcelId, address: family, reason: 'too late' })).toEqual({
      ok: false,
      error: { tag: 'wrong_state', state: 'labelled' },
    });
  });
});

describe('the label check and the hand-over', () => {
  test('know whose label it is, and let nothing go unchecked', async () => {
    const station = await paperStation();
    const parcels = await packedParcels(station, 2);
    const shipping = createShipping(station.ctx, station.parts);
    const ids = parcels.map(({ parcelId }) => parcelId);
    await shipping.buyMany(shipper, ids);
    const [a = '', b = ''] = ids;
    const tracking = (parcelId: string) =>
      shipping.parcels({ limit: 5 }).rows.find((row) => row.parcelId === parcelId)?.label?.tracking ?? '';
    expect(must(shipping.verifyLabel(shipper, { parcelId: a, text: tracking(b) })).verdict).toBe(
      'other_parcels_label',
    );
    expect(must(shipping.verifyLabel(shipper, { parcelId: a, text: 'CA-2026-000001' })).verdict).toBe(
      'not_a_label',
    );
    expect(must(await shipping.handOver(shipper, ids))).toMatchObject({
      manifests: [],
      leftOut: [{ reason: 'state: labelled' }, {}],
    });
    expect(must(shipping.verifyLabel(shipper, { parcelId: a, text: tracking(a) })).parcel.state).toBe(
      'closed',
    );
    expect(must(await shipping.handOver(shipper, ids))).toMatchObject({
      manifests: [{ parcels: 1 }],
      leftOut: [{ parcelId: b }],
    });
    expect(shipping.manifests(5)).toHaveLength(1);
  });

  test('stand still while an emergency holds shipping', async () => {
    const station = await paperStation();
    station.ctx.db.write((tx) =>
      tx.writes.sqlite.exec(
        `INSERT INTO emergencies VALUES ('e1', 'hold_shipping', 'wrong seal', 0, 'u-super', NULL, 0)`,
      ),
    );
    const shipping = createShipping(station.ctx, station.parts);
    expect(await shipping.handOver(shipper, ['any'])).toEqual({
      ok: false,
      error: { tag: 'hold_shipping', reason: 'wrong seal' },
    });
  });
});

describe('the stock of paper', () => {
  test('is taken in pack by pack, and no serial twice', async () => {
    const station = await paperStation({ numbered: true });
    const { ctx } = station;
    expect(receiveStock(ctx, supervisor, { stockItemId: 'paper', sheets: 10 })).toEqual({
      ok: false,
      error: { tag: 'serials_needed' },
    });
    expect(
      receiveStock(ctx, supervisor, { stockItemId: 'paper', sheets: 10, firstSerial: 'CA0000995' }),
    ).toEqual({
      ok: false,
      error: { tag: 'serials_overlap', first: 'CA0000001', last: 'CA0001000' },
    });
    expect(
      receiveStock(ctx, supervisor, { stockItemId: 'paper', sheets: 10, firstSerial: 'no serial' }),
    ).toMatchObject({ error: { tag: 'bad_serial' } });
    expect(receiveStock(ctx, supervisor, { stockItemId: 'none', sheets: 10 })).toMatchObject({
      error: { tag: 'unknown_stock' },
    });
    const item = must(
      receiveStock(ctx, supervisor, {
        stockItemId: 'paper',
        sheets: 10,
        firstSerial: 'ca 0001001',
        reference: 'PO 7',
      }),
    );
    expect(item).toMatchObject({ onHand: 1010, daysOfCover: null });
    expect(item.ranges).toEqual([
      { first: 'CA0000001', last: 'CA0001000', remaining: 1000 },
      { first: 'CA0001001', last: 'CA0001010', remaining: 10 },
    ]);
    expect(listMovements(ctx, 'paper', 1)).toMatchObject([
      { kind: 'received', sheets: 10, who: 'Sue Per', reference: 'PO 7' },
    ]);
  });

  test('lasts so many days at the last fortnight’s use, the backlog taken off', async () => {
    const station = await paperStation();
    await printedBatch(station, 14);
    await station.issue(36);
    // 986 sheets less 36 that wait, at one sheet a day.
    expect(listStock(station.ctx)[0]).toMatchObject({ onHand: 986, inBatches: 14, daysOfCover: 950 });
    expect(station.ctx.db.read((tx) => balanceOf(tx, station.ctx, 'paper'))).toMatchObject({ onHand: 986 });
  });
});

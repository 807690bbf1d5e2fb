import { describe, expect, test } from 'vitest';
import { batchWithPieces } from '../../../src/station/features/batches/service.ts';
import { closeParcel, scanToPack } from '../../../src/station/features/packing/service.ts';
import { renderBatchPages } from '../../../src/station/features/pages/service.ts';
import { createPrinting } from '../../../src/station/features/printing/service.ts';
import { scanSheet } from '../../../src/station/features/qc/service.ts';
import { createShipping } from '../../../src/station/features/shipping/service.ts';
import { createBatches } from '../../../src/station/features/takingWork/service.ts';
import { clerk, counted, must, paperStation, qc, shipper } from '../paperStation.ts';
import { packedParcels, passedSheets, printedBatch } from '../passedPieces.ts';

const CHECKLIST = ['sheet_in', 'letter_in', 'address_shows'] as const;

describe.each(['revoked', 'superseded', 'suspended'] as const)('a certificate that is %s', (validity) => {
  test('is stopped before it is rendered, and its piece says why', async () => {
    const station = await paperStation();
    const [first] = await station.issue(2);
    const made = must(await createBatches(station.ctx, station.parts, clerk, { count: 2, filter: {} }));
    const batchId = made.batches[0]?.batchId ?? '';
    if (first === undefined) throw new Error('None issued');
    station.setValidity(first, validity);
    const rendered = must(await renderBatchPages(station.ctx, station.parts, clerk, batchId));
    expect(rendered.counts).toMatchObject({ total: 2, cancelled: 1 });
    const piece = batchWithPieces(station.ctx, batchId)?.pieces[0];
    expect(piece).toMatchObject({
      stage: 'cancelled',
      findings: [{ code: 'not_active', detail: `${validity}: refunded` }],
    });
  });

  test('is stopped at the printer', async () => {
    const station = await paperStation();
    const issued = await station.issue(2);
    const made = must(await createBatches(station.ctx, station.parts, clerk, { count: 2, filter: {} }));
    const batchId = made.batches[0]?.batchId ?? '';
    must(await renderBatchPages(station.ctx, station.parts, clerk, batchId));
    for (const each of issued) station.setValidity(each, validity);
    const printing = createPrinting(station.ctx, station.parts);
    const refused = await printing.print(clerk, { batchId, printerId: 'demo-printer', chunkSize: 25 });
    expect(refused).toMatchObject({ ok: false, error: { tag: 'not_printable', pieces: [{}, {}] } });
    expect(batchWithPieces(station.ctx, batchId)?.state).toBe('cancelled');
    expect(printing.jobs(batchId)).toEqual([]);
  });

  test('is stopped at the scan', async () => {
    const station = await paperStation();
    const { issued } = await printedBatch(station, 1);
    const [first] = issued;
    if (first === undefined) throw new Error('None issued');
    station.setValidity(first, validity);
    const scan = await scanSheet(station.ctx, station.parts, qc, { text: first.qr });
    expect(scan).toMatchObject({ verdict: validity, reason: 'refunded' });
    expect(counted(station.ctx, `SELECT count(*) FROM pieces WHERE stage = 'qc_passed'`)).toBe(0);
  });

  test('is stopped at packing', async () => {
    const station = await paperStation();
    const [first] = await passedSheets(station, 1);
    if (first === undefined) throw new Error('None issued');
    station.setValidity(first, validity);
    const packed = await scanToPack(station.ctx, station.parts, shipper, { text: first.qr });
    expect(packed).toMatchObject({ verdict: validity, parcel: null, reason: 'refunded' });
  });

  test('is stopped when its envelope is closed', async () => {
    const station = await paperStation();
    const [first] = await passedSheets(station, 1);
    if (first === undefined) throw new Error('None issued');
    const packed = await scanToPack(station.ctx, station.parts, shipper, { text: first.qr });
    station.setValidity(first, validity);
    const closed = closeParcel(station.ctx, shipper, {
      parcelId: packed.parcel?.parcelId ?? '',
      checklist: CHECKLIST,
    });
    expect(closed).toEqual({
      ok: false,
      error: {
        tag: 'not_mailable',
        pieces: [{ certificateNumber: first.certificateNumber, reason: `${validity}: refunded` }],
      },
    });
  });

  test('is stopped before a label is bought: no money is spent', async () => {
    const station = await paperStation();
    const [parcel] = await packedParcels(station, 1);
    if (parcel === undefined) throw new Error('None packed');
    const shipping = createShipping(station.ctx, station.parts);
    const rateId = must(await shipping.rates(parcel.parcelId))[0]?.rateId ?? '';
    station.setValidity(parcel.issued, validity);
    const refused = await shipping.buyLabel(shipper, { parcelId: parcel.parcelId, rateId });
    expect(refused).toMatchObject({ ok: false, error: { tag: 'not_mailable' } });
    expect(station.carrier.sales()).toEqual([]);
  });

  test('is stopped at the label check and at the hand-over, and the other parcels go', async () => {
    const station = await paperStation();
    const parcels = await packedParcels(station, 3);
    const shipping = createShipping(station.ctx, station.parts);
    const ids = parcels.map(({ parcelId }) => parcelId);
    expect((await shipping.buyMany(shipper, ids)).failed).toEqual([]);
    const trackings = new Map(
      shipping.parcels({ limit: 10 }).rows.map((row) => [row.parcelId, row.label?.tracking ?? '']),
    );
    const [late, later] = parcels;
    if (late === undefined || later === undefined) throw new Error('Too few');
    station.setValidity(late.issued, validity);
    expect(
      shipping.verifyLabel(shipper, { parcelId: late.parcelId, text: trackings.get(late.parcelId) ?? '' }),
    ).toMatchObject({
      ok: false,
      error: { tag: 'not_mailable' },
    });
    for (const { parcelId } of parcels.slice(1))
      must(shipping.verifyLabel(shipper, { parcelId, text: trackings.get(parcelId) ?? '' }));
    station.setValidity(later.issued, validity);
    const handed = must(await shipping.handOver(shipper, ids));
    expect(handed.manifests).toMatchObject([{ parcels: 1 }]);
    expect(handed.leftOut.map(({ parcelId }) => parcelId).toSorted()).toEqual(
      [late.parcelId, later.parcelId].toSorted(),
    );
    expect(handed.leftOut.find(({ parcelId }) => parcelId === later.parcelId)?.reason).toContain(
      `${validity}: refunded`,
    );
    expect(counted(station.ctx, `SELECT count(*) FROM pieces WHERE stage = 'handed_over'`)).toBe(1);
  });
});

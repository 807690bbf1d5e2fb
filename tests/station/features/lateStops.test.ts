import { describe, expect, test } from 'vitest';
import type { PostalAddress } from '../../../src/domain/address.ts';
import type { CarrierAdapter } from '../../../src/station/carriers/adapter.ts';
import { closeOut, removePiece } from '../../../src/station/features/batches/service.ts';
import { closeParcel, scanToPack, takeOut } from '../../../src/station/features/packing/service.ts';
import { renderBatchPages } from '../../../src/station/features/pages/service.ts';
import { movePiece } from '../../../src/station/features/pieces/service.ts';
import { createPrinting } from '../../../src/station/features/printing/service.ts';
import { holdDeliverable, releaseDeliverable } from '../../../src/station/features/queue/service.ts';
import { createShipping } from '../../../src/station/features/shipping/service.ts';
import type { Shipping } from '../../../src/station/features/shipping/service.ts';
import { spoilPiece } from '../../../src/station/features/spoiling/service.ts';
import { createBatches } from '../../../src/station/features/takingWork/service.ts';
import type { DocumentFate } from '../../../src/station/printers/adapter.ts';
import { clerk, counted, must, paperStation, quickRendering, shipper, supervisor } from '../paperStation.ts';
import type { PaperStation } from '../paperStation.ts';
import { packedParcels, passedSheets } from '../passedPieces.ts';

const CHECKLIST = ['sheet_in', 'letter_in', 'address_shows'] as const;
const family: PostalAddress = {
  name: 'The Nuñez Family',
  street1: '9 Elm Street',
  city: 'Sacramento',
  region: 'CA',
  postalCode: '95814',
  country: 'US',
};

async function cheapest(shipping: Shipping, parcelId: string): Promise<string> {
  return must(await shipping.rates(parcelId))[0]?.rateId ?? '';
}

/** Shipping whose carrier, while it sells a label, lets something happen at the station. */
function shippingWhile(station: PaperStation, happens: () => void): Shipping {
  const carrier: CarrierAdapter = {
    ...station.carrier,
    buy: (intentId, rate, shipment) => {
      happens();
      return station.carrier.buy(intentId, rate, shipment);
    },
  };
  return createShipping(station.ctx, { ...station.parts, carriers: [carrier] });
}

/** Two certificates in one closed envelope. */
async function sharedParcel(station: PaperStation) {
  const { ctx, parts } = station;
  const [first, second] = await passedSheets(station, 2, { address: family });
  if (first === undefined || second === undefined) throw new Error('Too few');
  const one = await scanToPack(ctx, parts, shipper, { text: first.qr });
  await scanToPack(ctx, parts, shipper, { text: second.qr });
  const parcelId = one.parcel?.parcelId ?? '';
  must(closeParcel(ctx, shipper, { parcelId, checklist: CHECKLIST }));
  return { first, second, parcelId, pieceOfFirst: one.piece?.pieceId ?? '' };
}

async function renderedBatch(station: PaperStation, count: number): Promise<string> {
  await station.issue(count);
  const made = must(await createBatches(station.ctx, station.parts, clerk, { count, filter: {} }));
  const batchId = made.batches[0]?.batchId ?? '';
  must(await renderBatchPages(station.ctx, station.parts, clerk, batchId));
  return batchId;
}

const piecesOf = (station: PaperStation, batchId: string): string[] =>
  station.ctx.db.read((tx) =>
    tx.reads.sqlite
      .prepare('SELECT piece_id FROM pieces WHERE batch_id = ? ORDER BY position')
      .pluck()
      .all(batchId)
      .map(String),
  );

describe('an envelope of two, one of which is revoked after its label was bought', () => {
  test('goes on with the other, also when the carrier does not take the label back', async () => {
    const station = await paperStation({
      carrierFaults: (operation) => (operation === 'void' ? 'refused' : null),
    });
    const { first, parcelId, pieceOfFirst } = await sharedParcel(station);
    const shipping = createShipping(station.ctx, station.parts);
    const bought = must(
      await shipping.buyLabel(shipper, { parcelId, rateId: await cheapest(shipping, parcelId) }),
    );
    const tracking = bought.parcel.label?.tracking ?? '';
    must(shipping.verifyLabel(shipper, { parcelId, text: tracking }));
    const out = { parcelId, pieceId: pieceOfFirst, reason: 'revoked' };
    expect(takeOut(station.ctx, shipper, out)).toMatchObject({ ok: false, error: { tag: 'wrong_state' } });
    station.setValidity(first, 'revoked');
    must(await shipping.voidLabel(shipper, { parcelId, reason: 'revoked' }));
    const left = must(takeOut(station.ctx, shipper, out));
    expect(left).toMatchObject({ state: 'labelled', pieces: [{ stage: 'labelled' }] });
    expect(must(await shipping.handOver(shipper, [parcelId])).manifests).toEqual([]);
    must(shipping.verifyLabel(shipper, { parcelId, text: tracking }));
    expect(must(await shipping.handOver(shipper, [parcelId])).manifests).toMatchObject([{ parcels: 1 }]);
    expect(
      counted(station.ctx, `SELECT count(*) FROM pieces WHERE stage = 'qc_passed' AND parcel_id IS NULL`),
    ).toBe(1);
  });
});

describe('an envelope whose sheet is spoiled', () => {
  test('is open again, and no postage is bought for an empty one', async () => {
    const station = await paperStation();
    const [parcel] = await packedParcels(station, 1);
    const parcelId = parcel?.parcelId ?? '';
    const shipping = createShipping(station.ctx, station.parts);
    const rateId = await cheapest(shipping, parcelId);
    const pieceId = shipping.parcels({ limit: 1 }).rows[0]?.pieces[0]?.pieceId ?? '';
    must(spoilPiece(station.ctx, supervisor, { pieceId, reason: 'torn' }));
    expect(shipping.parcels({ limit: 1 }).rows).toMatchObject([{ state: 'open', pieces: [] }]);
    expect((await shipping.buyLabel(shipper, { parcelId, rateId })).ok).toBe(false);
    expect(station.carrier.sales()).toEqual([]);
  });

  test('while its label is being bought is never handed over empty', async () => {
    const station = await paperStation();
    const [parcel] = await packedParcels(station, 1);
    const parcelId = parcel?.parcelId ?? '';
    const shipping = createShipping(station.ctx, station.parts);
    const rateId = await cheapest(shipping, parcelId);
    const pieceId = shipping.parcels({ limit: 1 }).rows[0]?.pieces[0]?.pieceId ?? '';
    const meanwhile = shippingWhile(station, () => {
      must(spoilPiece(station.ctx, supervisor, { pieceId, reason: 'torn' }));
    });
    const bought = must(await meanwhile.buyLabel(shipper, { parcelId, rateId }));
    const text = bought.parcel.label?.tracking ?? '';
    expect(shipping.verifyLabel(shipper, { parcelId, text })).toMatchObject({
      error: { tag: 'wrong_state' },
    });
    expect(must(await shipping.handOver(shipper, [parcelId])).manifests).toEqual([]);
  });
});

test('A piece that was on hold while its label was bought gets it when the label is checked, and is handed over', async () => {
  const station = await paperStation();
  const [parcel] = await packedParcels(station, 1);
  if (parcel === undefined) throw new Error('None packed');
  const { parcelId, issued } = parcel;
  const shipping = createShipping(station.ctx, station.parts);
  const rateId = await cheapest(shipping, parcelId);
  const meanwhile = shippingWhile(station, () => {
    must(holdDeliverable(station.ctx, supervisor, { deliverableId: issued.deliverableId, reason: 'asks' }));
  });
  const bought = must(await meanwhile.buyLabel(shipper, { parcelId, rateId }));
  must(releaseDeliverable(station.ctx, supervisor, issued.deliverableId));
  must(shipping.verifyLabel(shipper, { parcelId, text: bought.parcel.label?.tracking ?? '' }));
  expect(must(await shipping.handOver(shipper, [parcelId])).manifests).toMatchObject([{ parcels: 1 }]);
});

test('A purchase in doubt is not given up because the clock jumps a day ahead', async () => {
  let late = true;
  const station = await paperStation({
    carrierFaults: (operation) => (operation === 'buy' && late ? 'late' : null),
  });
  const parcelId = (await packedParcels(station, 1))[0]?.parcelId ?? '';
  const shipping = createShipping(station.ctx, station.parts);
  const rateId = await cheapest(shipping, parcelId);
  must(await shipping.buyLabel(shipper, { parcelId, rateId }));
  late = false;
  station.clock.time += 86_400_000;
  await shipping.buyLabel(shipper, { parcelId, rateId });
  station.carrier.settle();
  expect(must(await shipping.buyLabel(shipper, { parcelId, rateId })).intent.state).toBe('bought');
  expect(station.carrier.sales()).toHaveLength(1);
});

describe('a batch', () => {
  test('whose last pages were let go can be printed no more, and says so', async () => {
    const station = await paperStation();
    const { ctx } = station;
    const batchId = await renderedBatch(station, 2);
    for (const pieceId of piecesOf(station, batchId))
      must(ctx.db.attempt((tx) => movePiece(tx, ctx, { pieceId, event: 'release', actor: null })));
    const printing = createPrinting(ctx, station.parts);
    expect(await printing.print(clerk, { batchId, printerId: 'demo-printer', chunkSize: 10 })).toEqual({
      ok: false,
      error: { tag: 'wrong_state', state: 'cancelled' },
    });
  });

  test('of which some pages were printed and the rest taken out can be closed', async () => {
    let fate: DocumentFate = 'failed';
    const station = await paperStation({
      printers: () => [
        {
          id: 'demo-printer',
          name: 'Printer',
          kind: 'cups',
          demo: false,
          state: () => Promise.resolve({ state: 'ready', reasons: [] }),
          abilities: () =>
            Promise.resolve({ dpi: 300, twoSided: true, trays: [{ id: 'tray-1', name: 'Tray 1' }] }),
          send: ({ name }) => Promise.resolve({ tag: 'accepted', printerJob: name }),
          lookUp: () => Promise.resolve(fate),
        },
      ],
    });
    const { ctx, parts } = station;
    const batchId = await renderedBatch(station, 2);
    const printing = createPrinting(ctx, parts);
    must(await printing.print(clerk, { batchId, printerId: 'demo-printer', chunkSize: 1 }));
    await printing.settled();
    const [jammed] = printing.jobs(batchId) ?? [];
    fate = 'done';
    const printJobId = jammed?.printJobId ?? '';
    must(printing.resolveUnknown(clerk, { printJobId, outcome: 'nothing_printed' }));
    await printing.settled();
    while (printing.jobs(batchId)?.some(({ state }) => state === 'planned') === true) await printing.tick();
    const [first = '', second = ''] = piecesOf(station, batchId);
    must(spoilPiece(ctx, supervisor, { pieceId: second, reason: 'jam' }));
    must(removePiece(ctx, clerk, { batchId, pieceId: first, reason: 'not today' }));
    expect(must(closeOut(ctx, clerk, batchId)).state).toBe('closed');
  });
});

test('A page whose lease is lost while it is made does not go to the printer, and its certificate goes back to the queue', async () => {
  const rendering = quickRendering();
  let lose = (): void => undefined;
  const station = await paperStation({
    rendering: {
      ...rendering,
      document: (template, title, pages, layout) => {
        lose();
        return rendering.document(template, title, pages, layout);
      },
    },
  });
  const { ctx } = station;
  const batchId = await renderedBatch(station, 1);
  lose = () =>
    ctx.db.write((tx) =>
      tx.writes.sqlite.exec('UPDATE deliverables SET lease_epoch = NULL, lease_expires_at = NULL'),
    );
  const printing = createPrinting(ctx, station.parts);
  must(await printing.print(clerk, { batchId, printerId: 'demo-printer', chunkSize: 10 }));
  await printing.settled();
  await printing.tick();
  expect(printing.jobs(batchId)?.map(({ state }) => state)).toEqual(['failed']);
  expect(counted(ctx, `SELECT count(*) FROM pieces WHERE stage = 'queued' AND batch_id IS NULL`)).toBe(1);
  expect(counted(ctx, 'SELECT count(*) FROM deliverables WHERE workable = 1')).toBe(1);
});

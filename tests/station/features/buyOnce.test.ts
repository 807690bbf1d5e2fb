import { describe, expect, test } from 'vitest';
import type { SimulatedCarrierFault } from '../../../src/station/carriers/simulated/settings.ts';
import { createShipping } from '../../../src/station/features/shipping/service.ts';
import type { Shipping } from '../../../src/station/features/shipping/service.ts';
import { JobRunner } from '../../../src/station/jobs/runner.ts';
import { Process, survives } from '../crash.ts';
import { counted, must, paperStation, shipper } from '../paperStation.ts';
import type { PaperStation } from '../paperStation.ts';
import { packedParcels } from '../passedPieces.ts';

async function cheapest(shipping: Shipping, parcelId: string): Promise<string> {
  return must(await shipping.rates(parcelId))[0]?.rateId ?? '';
}

/** A start of the station: takes up what was left, and lets time pass until nothing moves any more. */
async function restart(station: PaperStation, minutes = 30): Promise<Shipping> {
  const shipping = createShipping(station.ctx, station.parts);
  const jobs = new JobRunner(station.ctx);
  for (const kind of shipping.jobs) jobs.register(kind);
  shipping.recover();
  jobs.start();
  for (let minute = 0; minute < minutes; minute += 1) {
    await jobs.settled();
    station.clock.time += 60_000;
    station.timer.pass(60_000);
  }
  await jobs.stop();
  return shipping;
}

/** Labels that cost money at the carrier, and labels that the station holds. */
function books(station: PaperStation): { sold: number; held: number } {
  return { sold: station.carrier.sales().length, held: counted(station.ctx, 'SELECT count(*) FROM labels') };
}

describe('a label that is bought while the station dies', () => {
  test.each<[string, SimulatedCarrierFault | null]>([
    ['the carrier answers at once', null],
    ['the answer gets lost', 'answer_lost'],
    ['the carrier answers too late', 'late'],
  ])('is bought once, wherever it dies: %s', async (_, fault) => {
    let dieAt = 1;
    for (; ; dieAt += 1) {
      let faults: SimulatedCarrierFault | null = fault;
      const station = await paperStation({
        carrierFaults: (operation) => {
          return operation === 'buy' ? faults : null;
        },
      });
      const parcelId = (await packedParcels(station, 1))[0]?.parcelId ?? '';
      const rateId = await cheapest(createShipping(station.ctx, station.parts), parcelId);
      const process = new Process(dieAt);
      const dying = createShipping(process.context(station.ctx), {
        ...station.parts,
        carriers: [process.adapter(station.carrier)],
      });
      const lived = await survives(() => dying.buyLabel(shipper, { parcelId, rateId }));
      station.carrier.settle();
      faults = null;
      const shipping = await restart(station);
      expect(shipping.openIntents(), `dying at step ${dieAt}`).toEqual([]);
      // The person asks again: for a label that is there, or for one that was never bought.
      const again = must(
        await shipping.buyLabel(shipper, { parcelId, rateId: await cheapestOr(shipping, parcelId, rateId) }),
      );
      expect(again.intent.state, `dying at step ${dieAt}`).toBe('bought');
      expect(again.parcel.label?.tracking).toBe(station.carrier.sales()[0]?.tracking);
      expect(books(station), `dying at step ${dieAt}`).toEqual({ sold: 1, held: 1 });
      if (lived) break;
    }
    expect(dieAt).toBeGreaterThan(5);
  });
});

async function cheapestOr(shipping: Shipping, parcelId: string, otherwise: string): Promise<string> {
  const rates = await shipping.rates(parcelId);
  return rates.ok ? (rates.value[0]?.rateId ?? otherwise) : otherwise;
}

describe('a label', () => {
  test('whose purchase has no clear answer stays in doubt, is never bought again by itself, and is found', async () => {
    const station = await paperStation({
      carrierFaults: (operation) => (operation === 'buy' ? 'late' : null),
    });
    const parcelId = (await packedParcels(station, 1))[0]?.parcelId ?? '';
    const shipping = createShipping(station.ctx, station.parts);
    const rateId = await cheapest(shipping, parcelId);
    const bought = must(await shipping.buyLabel(shipper, { parcelId, rateId }));
    expect(bought.intent).toMatchObject({ state: 'in_doubt', attempts: 1 });
    expect(shipping.openIntents()).toHaveLength(1);
    const impatient = must(await shipping.buyLabel(shipper, { parcelId, rateId }));
    expect(impatient.intent).toMatchObject({ intentId: bought.intent.intentId, state: 'in_doubt' });
    expect(station.carrier.sales()).toHaveLength(0);
    station.carrier.settle();
    await restart(station, 5);
    expect(shipping.openIntents()).toEqual([]);
    expect(books(station)).toEqual({ sold: 1, held: 1 });
  });

  test('that two people buy at the same moment is bought once', async () => {
    const station = await paperStation();
    const parcelId = (await packedParcels(station, 1))[0]?.parcelId ?? '';
    const shipping = createShipping(station.ctx, station.parts);
    const rateId = await cheapest(shipping, parcelId);
    const both = await Promise.all([
      shipping.buyLabel(shipper, { parcelId, rateId }),
      shipping.buyLabel(shipper, { parcelId, rateId }),
    ]);
    expect(both.map((each) => must(each).intent.state)).toEqual(['bought', 'bought']);
    expect(books(station)).toEqual({ sold: 1, held: 1 });
  });

  test('is kept once when the carrier answers twice', async () => {
    const station = await paperStation();
    const parcelId = (await packedParcels(station, 1))[0]?.parcelId ?? '';
    const shipping = createShipping(station.ctx, station.parts);
    const bought = must(
      await shipping.buyLabel(shipper, { parcelId, rateId: await cheapest(shipping, parcelId) }),
    );
    const found = await station.carrier.findByIntent(bought.intent.intentId);
    expect(found.tag).toBe('found');
    await restart(station, 5);
    expect(books(station)).toEqual({ sold: 1, held: 1 });
    expect(
      counted(station.ctx, `SELECT count(*) FROM outbox WHERE json_extract(fact, '$.kind') = 'label'`),
    ).toBe(1);
  });

  test('waits for a person when the carrier stays away, and the person finds it', async () => {
    let away = true;
    const station = await paperStation({
      carrierFaults: (operation) =>
        operation === 'buy' ? 'answer_lost' : operation === 'find' && away ? 'unreachable' : null,
    });
    const parcelId = (await packedParcels(station, 1))[0]?.parcelId ?? '';
    const shipping = createShipping(station.ctx, station.parts);
    const rateId = await cheapest(shipping, parcelId);
    must(await shipping.buyLabel(shipper, { parcelId, rateId }));
    await restart(station, 60 * 24);
    expect(shipping.openIntents()).toMatchObject([{ state: 'parked' }]);
    away = false;
    const found = must(await shipping.buyLabel(shipper, { parcelId, rateId }));
    expect(found.intent.state).toBe('bought');
    expect(books(station)).toEqual({ sold: 1, held: 1 });
  });

  test('that the carrier refuses costs nothing and can be bought again', async () => {
    let refuse = true;
    const station = await paperStation({
      carrierFaults: (operation) => (operation === 'buy' && refuse ? 'refused' : null),
    });
    const parcelId = (await packedParcels(station, 1))[0]?.parcelId ?? '';
    const shipping = createShipping(station.ctx, station.parts);
    const rateId = await cheapest(shipping, parcelId);
    expect(await shipping.buyLabel(shipper, { parcelId, rateId })).toMatchObject({
      ok: false,
      error: { tag: 'carrier_refused' },
    });
    refuse = false;
    expect(must(await shipping.buyLabel(shipper, { parcelId, rateId })).intent.state).toBe('bought');
    expect(books(station)).toEqual({ sold: 1, held: 1 });
  });

  test('is taken back, and another one bought', async () => {
    const station = await paperStation();
    const parcelId = (await packedParcels(station, 1))[0]?.parcelId ?? '';
    const shipping = createShipping(station.ctx, station.parts);
    must(await shipping.buyLabel(shipper, { parcelId, rateId: await cheapest(shipping, parcelId) }));
    const voided = must(await shipping.voidLabel(shipper, { parcelId, reason: 'wrong service' }));
    expect(voided.state).toBe('voided');
    expect(shipping.labelFile(parcelId)).toMatchObject({ ok: false, error: { tag: 'no_label' } });
    const again = must(
      await shipping.buyLabel(shipper, { parcelId, rateId: await cheapest(shipping, parcelId) }),
    );
    expect(again.intent.state).toBe('bought');
    expect(counted(station.ctx, `SELECT count(*) FROM pieces WHERE stage = 'labelled'`)).toBe(1);
  });

  test('after the hand-over is taken back only by two people', async () => {
    const station = await paperStation();
    const parcelId = (await packedParcels(station, 1))[0]?.parcelId ?? '';
    const shipping = createShipping(station.ctx, station.parts);
    const bought = must(
      await shipping.buyLabel(shipper, { parcelId, rateId: await cheapest(shipping, parcelId) }),
    );
    must(shipping.verifyLabel(shipper, { parcelId, text: bought.parcel.label?.tracking ?? '' }));
    must(await shipping.handOver(shipper, [parcelId]));
    const alone = await shipping.voidLabel(shipper, { parcelId, reason: 'never scanned' });
    expect(alone).toEqual({ ok: false, error: { tag: 'approval_needed' } });
    expect(station.carrier.sales()).toHaveLength(1);
  });
});

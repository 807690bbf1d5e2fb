import { expect, test } from 'vitest';
import { createShipping } from '../../../src/station/features/shipping/service.ts';
import { JobRunner } from '../../../src/station/jobs/runner.ts';
import { counted, must, paperStation, shipper, supervisor } from '../paperStation.ts';
import type { PaperStation } from '../paperStation.ts';
import { packedParcels } from '../passedPieces.ts';

/** A purchase whose look-up was tried until it was given to a person. */
async function parkedLookUp(station: PaperStation) {
  const { ctx, clock, timer } = station;
  const parcelId = (await packedParcels(station, 1))[0]?.parcelId ?? '';
  const shipping = createShipping(ctx, station.parts);
  const runner = new JobRunner(ctx);
  for (const kind of shipping.jobs) runner.register(kind);
  runner.start();
  await shipping.buyMany(shipper, [parcelId]);
  for (let hour = 0; hour < 60 && runner.parked().length === 0; hour += 1) {
    clock.time += 3_600_000;
    timer.pass(3_600_000);
    await runner.settled();
  }
  return { parcelId, shipping, runner };
}

test('a look-up that was tried in vain waits for a person, who lets it try again', async () => {
  let away = true;
  const station = await paperStation({
    carrierFaults: (operation) =>
      operation === 'buy' && away ? 'answer_lost' : operation === 'find' && away ? 'unreachable' : null,
  });
  const { runner, shipping, parcelId } = await parkedLookUp(station);
  const [job] = runner.parked();
  expect(job).toMatchObject({ kind: 'label.look_up', state: 'parked' });
  expect(job?.problem).not.toBe(null);
  away = false;
  expect(runner.retry(job?.jobId ?? '', supervisor.userId)).toBe(true);
  await runner.settled();
  expect(runner.parked()).toEqual([]);
  expect(shipping.parcels({ limit: 1 }).rows[0]).toMatchObject({ parcelId, state: 'labelled' });
  expect(station.carrier.sales()).toHaveLength(1);
  await runner.stop();
});

test('a look-up that a person gives up leaves the envelope free for new postage, with name and reason on record', async () => {
  let away = true;
  const station = await paperStation({
    carrierFaults: (operation) =>
      away && (operation === 'buy' || operation === 'find') ? 'unreachable' : null,
  });
  const { runner, shipping, parcelId } = await parkedLookUp(station);
  away = false;
  const [job] = runner.parked();
  const jobId = job?.jobId ?? '';
  expect(runner.giveUp(jobId, supervisor.userId, 'not in the account')).toBe(true);
  expect(runner.giveUp(jobId, supervisor.userId, 'again')).toBe(false);
  expect(shipping.openIntents()).toEqual([]);
  const offers = must(await shipping.rates(parcelId));
  expect(offers.length).toBeGreaterThan(0);
  const given = `SELECT count(*) FROM audit_log WHERE action = 'job.given_up' AND user_id = 'u-super'
    AND json_extract(detail, '$.reason') = 'not in the account'`;
  expect(counted(station.ctx, given)).toBe(1);
  await runner.stop();
});

import { expect, test } from 'vitest';
import { createShipping } from '../../../src/station/features/shipping/service.ts';
import { JobRunner } from '../../../src/station/jobs/runner.ts';
import { counted, must, paperStation, shipper } from '../paperStation.ts';
import { packedParcels } from '../passedPieces.ts';

test('a parcel that was handed over is followed until it is delivered, and central is told of each step once', async () => {
  const station = await paperStation();
  const { ctx, clock, timer } = station;
  const [parcel] = await packedParcels(station, 1);
  const parcelId = parcel?.parcelId ?? '';
  const shipping = createShipping(ctx, station.parts);
  await shipping.buyMany(shipper, [parcelId]);
  const tracking = shipping.parcels({ limit: 1 }).rows[0]?.label?.tracking ?? '';
  must(shipping.verifyLabel(shipper, { parcelId, text: tracking }));
  must(await shipping.handOver(shipper, [parcelId]));
  const jobs = new JobRunner(ctx);
  for (const kind of shipping.jobs) jobs.register(kind);
  jobs.start();
  const seen = new Set<string>();
  for (let hour = 0; hour < 72; hour += 1) {
    await jobs.settled();
    clock.time += 3_600_000;
    timer.pass(3_600_000);
    seen.add(shipping.parcels({ limit: 1 }).rows[0]?.state ?? '');
  }
  await jobs.stop();
  expect([...seen]).toEqual(['handed_over', 'in_transit', 'delivered']);
  expect(counted(ctx, `SELECT count(*) FROM pieces WHERE stage = 'delivered'`)).toBe(1);
  expect(counted(ctx, `SELECT count(*) FROM tracking_events`)).toBe(3);
  expect(counted(ctx, `SELECT count(*) FROM outbox WHERE json_extract(fact, '$.kind') = 'parcel'`)).toBe(3);
  const underEpoch = `SELECT count(*) FROM outbox WHERE json_extract(fact, '$.kind') IN ('parcel', 'label')
    AND json_extract(fact, '$.epochs') = json_object(json_extract(fact, '$.certificateIds[0]'), 1)`;
  expect(counted(ctx, underEpoch)).toBe(4);
  expect(counted(ctx, `SELECT count(*) FROM jobs WHERE kind = 'parcel.track' AND state = 'done'`)).toBe(1);
});

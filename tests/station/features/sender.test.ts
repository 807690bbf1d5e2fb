import { expect, test } from 'vitest';
import { setShipFrom, shipFrom, shipFromShown } from '../../../src/station/features/settings/service.ts';
import { createShipping } from '../../../src/station/features/shipping/service.ts';
import { counted, must, paperStation, shipper, supervisor } from '../paperStation.ts';
import { packedParcels } from '../passedPieces.ts';

const SCHOOL = {
  name: 'North School',
  street1: '5 School Street',
  city: 'Reno',
  region: 'NV',
  postalCode: '89501',
  country: 'US',
};

test('the sender is what an administrator set; a demo has its own until then', async () => {
  const station = await paperStation();
  const { ctx } = station;
  expect(shipFromShown(ctx)).toMatchObject({ demo: true, address: { city: 'Sacramento' } });
  expect(setShipFrom(ctx, supervisor, { ...SCHOOL, street1: '' })).toEqual({
    ok: false,
    error: { problems: ['street_missing'] },
  });
  must(setShipFrom(ctx, supervisor, SCHOOL));
  expect(shipFromShown(ctx)).toEqual({ demo: false, address: SCHOOL });
  expect(counted(ctx, `SELECT count(*) FROM audit_log WHERE action = 'settings.ship_from'`)).toBe(1);
});

test('a real station whose sender nobody has set buys no label, and says why', async () => {
  const station = await paperStation();
  const ctx = {
    ...station.ctx,
    ports: { ...station.ctx.ports, settings: { ...station.ctx.ports.settings, demo: false } },
  };
  const parts = { ...station.parts, shipFrom: (tx: Parameters<typeof shipFrom>[0]) => shipFrom(tx, ctx) };
  const [parcel] = await packedParcels(station, 1);
  const parcelId = parcel?.parcelId ?? '';
  const shipping = createShipping(ctx, parts);
  expect(await shipping.rates(parcelId)).toEqual({ ok: false, error: { tag: 'sender_missing' } });
  expect((await shipping.buyMany(shipper, [parcelId])).failed).toEqual([
    { parcelId, reason: 'sender_missing' },
  ]);
  must(setShipFrom(ctx, supervisor, SCHOOL));
  expect((await shipping.buyMany(shipper, [parcelId])).bought).toEqual([parcelId]);
  expect(station.carrier.sales()[0]?.from).toEqual(SCHOOL);
});

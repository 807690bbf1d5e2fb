import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createRendering } from '../../../src/station/documents/rendering.ts';
import { createShipping } from '../../../src/station/features/shipping/service.ts';
import { must, paperStation, quickRendering, shipper } from '../paperStation.ts';
import { packedParcels } from '../passedPieces.ts';
import { root } from '../stationUnderTest.ts';

test('a label is shown as a picture, and opened as the file that the carrier gave', async () => {
  const real = createRendering({
    fonts: join(root, 'resources', 'fonts'),
    templates: join(root, 'templates'),
  });
  onTestFinished(() => real.stop());
  const station = await paperStation({ rendering: { ...quickRendering(), picture: real.picture } });
  const parcelId = (await packedParcels(station, 1))[0]?.parcelId ?? '';
  const shipping = createShipping(station.ctx, station.parts);
  expect(await shipping.labelPicture(parcelId)).toEqual({ ok: false, error: { tag: 'no_label', parcelId } });
  await shipping.buyMany(shipper, [parcelId]);
  const picture = must(await shipping.labelPicture(parcelId));
  expect(picture.type).toBe('image/png');
  expect([...new Uint8Array(await picture.arrayBuffer()).slice(1, 4)]).toEqual([0x50, 0x4e, 0x47]);
  expect(must(shipping.labelFile(parcelId)).type).toBe('application/pdf');
});

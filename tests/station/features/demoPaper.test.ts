import { expect, test } from 'vitest';
import { layInDemoPaper, listStock, receiveStock } from '../../../src/station/features/stock/service.ts';
import { applyChanges } from '../../../src/station/sync/applyFeed.ts';
import { clerk } from '../paperStation.ts';
import { stationUnderTest } from '../stationUnderTest.ts';

async function stationWithPaper() {
  const { ctx } = await stationUnderTest();
  ctx.db.write((tx) =>
    applyChanges(
      tx,
      ctx,
      'station-1',
      ['numbered', 'plain'].map((name) => ({
        kind: 'stockItem',
        stockItem: { stockItemId: name, name, numbered: name === 'numbered', reorderAt: 500 },
      })),
      false,
    ),
  );
  return ctx;
}

test('a demo has paper of every kind to print on, numbered sheets with their serials', async () => {
  const ctx = await stationWithPaper();
  layInDemoPaper(ctx);
  expect(listStock(ctx)).toMatchObject([
    { stockItemId: 'numbered', onHand: 1000, ranges: [{ first: 'A0000001', last: 'A0001000' }] },
    { stockItemId: 'plain', onHand: 1000 },
  ]);
});

test('a demo lays paper in once, and none where a person took paper in before', async () => {
  const ctx = await stationWithPaper();
  receiveStock(ctx, clerk, { stockItemId: 'plain', sheets: 20 });
  layInDemoPaper(ctx);
  layInDemoPaper(ctx);
  expect(listStock(ctx)).toMatchObject([{ onHand: 1000 }, { onHand: 20 }]);
});

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createRendering } from '../../../src/station/documents/rendering.ts';
import { batchWithPieces, closeOut } from '../../../src/station/features/batches/service.ts';
import { closeParcel, scanToPack } from '../../../src/station/features/packing/service.ts';
import { previewPage, renderBatchPages } from '../../../src/station/features/pages/service.ts';
import { createPrinting } from '../../../src/station/features/printing/service.ts';
import { scanSheet, sheetMap } from '../../../src/station/features/qc/service.ts';
import { listQueue, summarizeQueue } from '../../../src/station/features/queue/service.ts';
import { createShipping } from '../../../src/station/features/shipping/service.ts';
import { listStock } from '../../../src/station/features/stock/service.ts';
import { createBatches } from '../../../src/station/features/takingWork/service.ts';
import { clerk, counted, must, paperStation, qc, shipper } from '../paperStation.ts';
import { root } from '../stationUnderTest.ts';

test('certificates go from the queue over real pages to the hand-over, and every sheet is accounted for', async () => {
  const rendering = createRendering({
    fonts: join(root, 'resources', 'fonts'),
    templates: join(root, 'templates'),
  });
  onTestFinished(() => rendering.stop());
  const station = await paperStation({ rendering });
  const { ctx, parts } = station;
  const names = ['María Núñez', 'Ngũgĩ wa Thiong’o', '李小龍', 'محمد علي', 'अनीता शर्मा'];
  const issued = [];
  for (const name of names) issued.push(...(await station.issue(1, { name })));
  expect(listQueue(ctx, { filter: {}, limit: 10 }).rows.map(({ issuedName }) => issuedName)).toEqual(names);
  expect(summarizeQueue(ctx)).toMatchObject({ waiting: 5, leased: 5, onHold: 0 });

  const made = must(await createBatches(ctx, parts, clerk, { count: 100, filter: {} }));
  expect(made.notTaken).toBe(0);
  const [batch] = made.batches;
  if (batch === undefined) throw new Error('No batch');
  expect(batch).toMatchObject({ batchNumber: 'B-2026-0001', state: 'open', counts: { total: 5 } });
  const rendered = must(await renderBatchPages(ctx, parts, clerk, batch.batchId));
  expect(batchWithPieces(ctx, batch.batchId)?.pieces.flatMap(({ findings }) => findings)).toEqual([]);
  expect(rendered).toMatchObject({ state: 'rendered', findings: 0 });
  const hashes = counted(ctx, 'SELECT count(DISTINCT page_hash) FROM pieces');
  expect(hashes).toBe(5);
  const picture = must(await previewPage(ctx, parts, { batchId: batch.batchId, position: 3, format: 'png' }));
  expect([...new Uint8Array(await picture.arrayBuffer()).subarray(1, 4)]).toEqual([...Buffer.from('PNG')]);

  const printing = createPrinting(ctx, parts);
  must(await printing.print(clerk, { batchId: batch.batchId, printerId: 'demo-printer', chunkSize: 2 }));
  while (printing.jobs(batch.batchId)?.some(({ state }) => state !== 'done') === true) await printing.tick();
  const files = await readdir(join(station.folder, 'printed'));
  expect(files).toHaveLength(3);
  const first = await readFile(join(station.folder, 'printed', files.toSorted()[0] ?? ''));
  expect(first.subarray(0, 5).toString()).toBe('%PDF-');

  for (const { qr } of issued) {
    const scan = await scanSheet(ctx, parts, qc, { text: qr, batchId: batch.batchId });
    expect(scan).toMatchObject({ verdict: 'pass', expectedPosition: null });
  }
  expect(sheetMap(ctx, batch.batchId)?.gaps).toEqual([]);
  expect(must(closeOut(ctx, qc, batch.batchId)).state).toBe('closed');
  expect(listStock(ctx)[0]).toMatchObject({ onHand: 995, inBatches: 0 });

  const shipping = createShipping(ctx, parts);
  const parcelIds = [];
  for (const { qr } of issued) {
    const packed = await scanToPack(ctx, parts, shipper, { text: qr });
    expect(packed.verdict).toBe('packed');
    const parcelId = packed.parcel?.parcelId ?? '';
    must(closeParcel(ctx, shipper, { parcelId, checklist: ['sheet_in', 'letter_in', 'address_shows'] }));
    parcelIds.push(parcelId);
  }
  const bought = await shipping.buyMany(shipper, parcelIds);
  expect(bought.failed).toEqual([]);
  for (const parcelId of parcelIds) {
    const label = must(shipping.labelFile(parcelId));
    expect(label.type).toBe('application/pdf');
    const tracking =
      shipping.parcels({ limit: 10 }).rows.find((parcel) => parcel.parcelId === parcelId)?.label?.tracking ??
      '';
    expect(must(shipping.verifyLabel(shipper, { parcelId, text: `42095814${tracking}` })).verdict).toBe(
      'match',
    );
  }
  const handed = must(await shipping.handOver(shipper, parcelIds));
  expect(handed.leftOut).toEqual([]);
  expect(handed.manifests).toMatchObject([
    { carrier: 'Demo Post', parcels: 5, manifestNumber: 'M-2026-0001' },
  ]);
  const manifest = await shipping.manifestFile(handed.manifests[0]?.manifestId ?? '');
  expect(manifest?.size).toBeGreaterThan(1000);
  expect(counted(ctx, `SELECT count(*) FROM pieces WHERE stage = 'handed_over'`)).toBe(5);
  expect(station.carrier.sales()).toHaveLength(5);
  expect(listQueue(ctx, { filter: {}, limit: 10 }).rows).toEqual([]);
});

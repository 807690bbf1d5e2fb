import { expect, test } from 'vitest';
import { createPrinting } from '../../../src/station/features/printing/service.ts';
import type { Printing } from '../../../src/station/features/printing/service.ts';
import { scanSheet } from '../../../src/station/features/qc/service.ts';
import { spoilPiece } from '../../../src/station/features/spoiling/service.ts';
import type { DocumentFate, PrinterAdapter } from '../../../src/station/printers/adapter.ts';
import { clerk, counted, must, paperStation, qc } from '../paperStation.ts';
import { renderedBatch } from '../passedPieces.ts';

/** A printer that takes everything and says of it what the test says. */
function sayingPrinter(fate: () => DocumentFate): PrinterAdapter & { sent: number } {
  const printer: PrinterAdapter & { sent: number } = {
    id: 'demo-printer',
    name: 'Printer',
    kind: 'cups',
    demo: false,
    sent: 0,
    state: () => Promise.resolve({ state: 'ready', reasons: [] }),
    abilities: () => Promise.resolve({ dpi: 300, twoSided: true, trays: [{ id: 'tray-1', name: 'Tray 1' }] }),
    send: ({ name }) => {
      printer.sent += 1;
      return Promise.resolve({ tag: 'accepted', printerJob: name });
    },
    lookUp: () => Promise.resolve(fate()),
  };
  return printer;
}

async function printed(fate: () => DocumentFate, count: number) {
  const printer = sayingPrinter(fate);
  const station = await paperStation({ printers: () => [printer] });
  const { batchId, issued } = await renderedBatch(station, count);
  const printing: Printing = createPrinting(station.ctx, station.parts);
  must(await printing.print(clerk, { batchId, printerId: 'demo-printer', chunkSize: 10 }));
  await printing.settled();
  const printJobId = printing.jobs(batchId)?.[0]?.printJobId ?? '';
  return { printer, station, batchId, issued, printing, printJobId };
}

test('nobody can say that nothing was printed of a chunk of which a sheet was scanned', async () => {
  const { station, batchId, issued, printing, printJobId, printer } = await printed(() => 'failed', 3);
  await scanSheet(station.ctx, station.parts, qc, { text: issued[1]?.qr ?? '' });
  expect(printing.jobs(batchId)).toMatchObject([{ state: 'unknown', seen: [2] }]);
  expect(printing.resolveUnknown(clerk, { printJobId, outcome: 'nothing_printed' })).toEqual({
    ok: false,
    error: { tag: 'sheets_seen', positions: [2] },
  });
  expect(counted(station.ctx, `SELECT count(*) FROM pieces WHERE stage = 'rendered'`)).toBe(0);
  must(printing.resolveUnknown(clerk, { printJobId, outcome: 'all_printed' }));
  await printing.settled();
  expect(counted(station.ctx, `SELECT count(*) FROM pieces WHERE stage = 'awaiting_scan'`)).toBe(2);
  expect(printer.sent).toBe(1);
});

test('a sheet that was spoiled in hand is proof as well', async () => {
  const { station, printing, printJobId } = await printed(() => 'failed', 2);
  const pieceId = station.ctx.db.read((tx) =>
    String(tx.reads.sqlite.prepare('SELECT piece_id FROM pieces WHERE position = 1').pluck().get()),
  );
  must(spoilPiece(station.ctx, qc, { pieceId, reason: 'jam' }));
  expect(printing.resolveUnknown(clerk, { printJobId, outcome: 'nothing_printed' })).toMatchObject({
    ok: false,
    error: { tag: 'sheets_seen' },
  });
});

test('a printer that took a document and knows nothing of it later is not believed: a person looks', async () => {
  let fate: DocumentFate = 'printing';
  const { station, batchId, printing, printJobId, printer } = await printed(() => fate, 2);
  fate = 'absent';
  await printing.tick();
  expect(printing.jobs(batchId)).toMatchObject([{ state: 'unknown' }]);
  expect(counted(station.ctx, `SELECT count(*) FROM pieces WHERE stage = 'spooled'`)).toBe(2);
  must(printing.resolveUnknown(clerk, { printJobId, outcome: 'nothing_printed' }));
  await printing.settled();
  expect(counted(station.ctx, `SELECT count(*) FROM pieces WHERE stage = 'rendered'`)).toBe(2);
  expect(printer.sent).toBe(1);
});

test('a chunk whose lease was taken away sends its pieces back to the queue when nothing came out', async () => {
  const { station, printing, printJobId } = await printed(() => 'failed', 2);
  station.ctx.db.write((tx) =>
    tx.writes.sqlite.exec('UPDATE deliverables SET lease_epoch = NULL, lease_expires_at = NULL'),
  );
  must(printing.resolveUnknown(clerk, { printJobId, outcome: 'nothing_printed' }));
  await printing.settled();
  expect(counted(station.ctx, 'SELECT count(*) FROM deliverables WHERE workable = 1')).toBe(2);
  expect(counted(station.ctx, `SELECT count(*) FROM pieces WHERE stage = 'queued'`)).toBe(2);
});

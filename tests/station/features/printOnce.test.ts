import { describe, expect, test } from 'vitest';
import { renderBatchPages } from '../../../src/station/features/pages/service.ts';
import { createPrinting } from '../../../src/station/features/printing/service.ts';
import { balanceOf } from '../../../src/station/features/stock/service.ts';
import { createBatches } from '../../../src/station/features/takingWork/service.ts';
import type { DocumentFate, PrinterAdapter } from '../../../src/station/printers/adapter.ts';
import { Process, survives } from '../crash.ts';
import { clerk, counted, must, paperStation, quickRendering } from '../paperStation.ts';
import type { PaperStation } from '../paperStation.ts';

/** A printer that prints whatever it is sent, as often as it is sent, and remembers names. */
function paperPrinter(memory: 'good' | 'none' = 'good'): PrinterAdapter & { readonly printed: string[] } {
  const printed: string[] = [];
  const names = new Set<string>();
  return {
    printed,
    id: 'printer',
    name: 'Printer',
    kind: 'cups',
    demo: false,
    state: () => Promise.resolve({ state: 'ready', reasons: [] }),
    abilities: () => Promise.resolve({ dpi: 300, twoSided: true, trays: [{ id: 'tray-1', name: 'Tray 1' }] }),
    send: ({ name, pdf }) => {
      names.add(name);
      printed.push(...new TextDecoder().decode(pdf).split('\n').slice(1));
      return Promise.resolve({ tag: 'accepted', printerJob: name });
    },
    lookUp: (name) => {
      const fate: DocumentFate = memory === 'none' ? 'cannot_tell' : names.has(name) ? 'done' : 'absent';
      return Promise.resolve(fate);
    },
  };
}

async function renderedBatch(station: PaperStation, count: number): Promise<string> {
  await station.issue(count);
  const made = must(await createBatches(station.ctx, station.parts, clerk, { count, filter: {} }));
  const batchId = made.batches[0]?.batchId ?? '';
  must(await renderBatchPages(station.ctx, station.parts, clerk, batchId));
  return batchId;
}

/** One run that dies at a step, then a start that goes on until nothing moves any more. */
async function printWithDeathAt(dieAt: number, memory: 'good' | 'none') {
  const printer = paperPrinter(memory);
  const station = await paperStation({ printers: () => [printer] });
  const batchId = await renderedBatch(station, 6);
  const process = new Process(dieAt);
  const dying = createPrinting(process.context(station.ctx), {
    ...station.parts,
    printers: [process.adapter(printer)],
  });
  const lived = await survives(async () => {
    must(await dying.print(clerk, { batchId, printerId: 'printer', chunkSize: 2 }));
    await dying.tick();
    await dying.tick();
    await dying.tick();
  });
  process.dead = true;
  await dying.settled();
  const again = createPrinting(station.ctx, station.parts);
  for (let round = 0; round < 6; round += 1) await again.tick();
  const jobs = again.jobs(batchId) ?? [];
  if (jobs.length === 0) {
    must(await again.print(clerk, { batchId, printerId: 'printer', chunkSize: 2 }));
    for (let round = 0; round < 6; round += 1) await again.tick();
  }
  return { station, batchId, printer, lived, printing: again, jobs: again.jobs(batchId) ?? [] };
}

describe('a batch that is printed while the station dies', () => {
  test('between any two steps prints every page once', async () => {
    let dieAt = 1;
    for (; ; dieAt += 1) {
      const { printer, lived, jobs, station } = await printWithDeathAt(dieAt, 'good');
      expect(
        jobs.map(({ state }) => state),
        `dying at step ${dieAt}`,
      ).toEqual(['done', 'done', 'done']);
      expect(new Set(printer.printed).size, `dying at step ${dieAt}`).toBe(6);
      expect(printer.printed, `dying at step ${dieAt}`).toHaveLength(6);
      expect(counted(station.ctx, `SELECT count(*) FROM pieces WHERE stage = 'awaiting_scan'`)).toBe(6);
      expect(station.ctx.db.read((tx) => balanceOf(tx, station.ctx, 'paper'))).toMatchObject({
        onHand: 994,
        outInBatches: 6,
      });
      if (lived) break;
    }
    expect(dieAt).toBeGreaterThan(12);
  });

  test('at a printer that cannot tell prints no page twice, and leaves what is unknown to a person', async () => {
    for (let dieAt = 1; ; dieAt += 1) {
      const { printer, lived, jobs, printing, station } = await printWithDeathAt(dieAt, 'none');
      expect(new Set(printer.printed).size, `dying at step ${dieAt}`).toBe(printer.printed.length);
      const unknown = jobs.find(({ state }) => state === 'unknown');
      if (unknown === undefined) throw new Error('A printer that cannot tell leaves a chunk unknown');
      // A person looks: the pages of this chunk are in the tray or they are not.
      const inTray = printer.printed.length > 0;
      const outcome = inTray ? 'all_printed' : 'nothing_printed';
      must(printing.resolveUnknown(clerk, { printJobId: unknown.printJobId, outcome }));
      await printing.settled();
      const expected = inTray ? 'awaiting_scan' : 'rendered';
      expect(
        counted(station.ctx, `SELECT count(*) FROM pieces WHERE stage = '${expected}'`),
      ).toBeGreaterThanOrEqual(2);
      if (lived) break;
    }
  });
});

describe('printing', () => {
  test('stops a certificate that is revoked between two chunks, and the rest goes on', async () => {
    const printer = paperPrinter();
    let release: DocumentFate = 'printing';
    const slow: PrinterAdapter = { ...printer, lookUp: () => Promise.resolve(release) };
    const station = await paperStation({ printers: () => [slow] });
    const issued = await station.issue(8);
    const made = must(await createBatches(station.ctx, station.parts, clerk, { count: 8, filter: {} }));
    const batchId = made.batches[0]?.batchId ?? '';
    must(await renderBatchPages(station.ctx, station.parts, clerk, batchId));
    const printing = createPrinting(station.ctx, station.parts);
    must(await printing.print(clerk, { batchId, printerId: 'printer', chunkSize: 2 }));
    await printing.tick();
    expect(printer.printed).toHaveLength(4);
    const [late] = issued.slice(5);
    if (late === undefined) throw new Error('Too few');
    station.setValidity(late, 'revoked', 'refunded');
    release = 'done';
    for (let round = 0; round < 5; round += 1) await printing.tick();
    expect(printer.printed).toHaveLength(7);
    const stopped = counted(
      station.ctx,
      `SELECT count(*) FROM pieces WHERE stage = 'cancelled' AND certificate_id = '${late.certificateId}'`,
    );
    expect(stopped).toBe(1);
    expect(station.ctx.db.read((tx) => balanceOf(tx, station.ctx, 'paper'))).toMatchObject({
      onHand: 993,
      outInBatches: 7,
    });
  });

  test('takes out what is revoked or held since the batch was made, and names it', async () => {
    const station = await paperStation({ printers: () => [paperPrinter()] });
    const batchId = await renderedBatch(station, 3);
    station.setValidity(
      {
        certificateId: String(certificateOf(station, 2)),
        certificateNumber: '',
        deliverableId: '',
        verificationCode: '',
        qr: '',
      },
      'revoked',
    );
    const printing = createPrinting(station.ctx, station.parts);
    const refused = await printing.print(clerk, { batchId, printerId: 'printer', chunkSize: 25 });
    expect(refused).toMatchObject({
      ok: false,
      error: { tag: 'not_printable', pieces: [{ reason: 'revoked: refunded' }] },
    });
    expect(must(await printing.print(clerk, { batchId, printerId: 'printer', chunkSize: 25 }))).toHaveLength(
      1,
    );
    await printing.settled();
  });

  test('waits while the printer is stopped, and goes on by itself when it is ready', async () => {
    let stopped = false;
    const printer = paperPrinter();
    const moody: PrinterAdapter = {
      ...printer,
      state: () =>
        Promise.resolve(
          stopped ? { state: 'stopped', reasons: ['media-empty'] } : { state: 'ready', reasons: [] },
        ),
    };
    const station = await paperStation({ printers: () => [moody], rendering: quickRendering() });
    const batchId = await renderedBatch(station, 2);
    const printing = createPrinting(station.ctx, station.parts);
    stopped = true;
    expect(await printing.print(clerk, { batchId, printerId: 'printer', chunkSize: 25 })).toEqual({
      ok: false,
      error: { tag: 'printer_stopped', reasons: ['media-empty'] },
    });
    stopped = false;
    const planned = printing.print(clerk, { batchId, printerId: 'printer', chunkSize: 25 });
    must(await planned);
    stopped = true;
    await printing.settled();
    stopped = false;
    await printing.tick();
    expect(printer.printed).toHaveLength(2);
    expect(printing.jobs(batchId)?.map(({ state }) => state)).toEqual(['done']);
  });

  test('wants enough paper and live leases', async () => {
    const station = await paperStation({ printers: () => [paperPrinter()] });
    const batchId = await renderedBatch(station, 2);
    const printing = createPrinting(station.ctx, station.parts);
    station.clock.time += 86_400_001;
    expect(await printing.print(clerk, { batchId, printerId: 'printer', chunkSize: 25 })).toEqual({
      ok: false,
      error: { tag: 'lease_expired', pieces: 2 },
    });
  });
});

function certificateOf(station: PaperStation, position: number): unknown {
  return station.ctx.db.read((tx) =>
    tx.reads.sqlite.prepare('SELECT certificate_id FROM pieces WHERE position = ?').pluck().get(position),
  );
}

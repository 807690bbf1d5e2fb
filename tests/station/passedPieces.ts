import { closeParcel, scanToPack } from '../../src/station/features/packing/service.ts';
import { renderBatchPages } from '../../src/station/features/pages/service.ts';
import { createPrinting } from '../../src/station/features/printing/service.ts';
import { scanSheet } from '../../src/station/features/qc/service.ts';
import { createBatches } from '../../src/station/features/takingWork/service.ts';
import { clerk, must, qc, shipper } from './paperStation.ts';
import type { Issued, IssueAbout, PaperStation } from './paperStation.ts';

/** Certificates whose pages are made and can be printed. Answers with them and their batch. */
export async function renderedBatch(
  station: PaperStation,
  count: number,
  about: IssueAbout = {},
): Promise<{ issued: Issued[]; batchId: string }> {
  const { ctx, parts } = station;
  const issued = await station.issue(count, about);
  const made = must(await createBatches(ctx, parts, clerk, { count, filter: {} }));
  const batchId = made.batches[0]?.batchId ?? '';
  must(await renderBatchPages(ctx, parts, clerk, batchId));
  return { issued, batchId };
}

/** Certificates whose pieces are printed and wait for their scan. Answers with them and their batch. */
export async function printedBatch(
  station: PaperStation,
  count: number,
  about: IssueAbout = {},
): Promise<{ issued: Issued[]; batchId: string }> {
  const { ctx, parts } = station;
  const { issued, batchId } = await renderedBatch(station, count, about);
  const printing = createPrinting(ctx, parts);
  must(await printing.print(clerk, { batchId, printerId: 'demo-printer', chunkSize: 100 }));
  await printing.settled();
  while (printing.jobs(batchId)?.some(({ state }) => state !== 'done') === true) await printing.tick();
  return { issued, batchId };
}

/** Certificates whose sheets are passed. */
export async function passedSheets(
  station: PaperStation,
  count: number,
  about: IssueAbout = {},
): Promise<Issued[]> {
  const { issued } = await printedBatch(station, count, about);
  for (const { qr } of issued) await scanSheet(station.ctx, station.parts, qc, { text: qr });
  return issued;
}

/** Certificates each in a closed envelope of its own, without a label. */
export async function packedParcels(
  station: PaperStation,
  count: number,
  about: IssueAbout = {},
): Promise<{ issued: Issued; parcelId: string }[]> {
  const parcels: { issued: Issued; parcelId: string }[] = [];
  for (const issued of await passedSheets(station, count, about)) {
    const packed = await scanToPack(station.ctx, station.parts, shipper, { text: issued.qr });
    const parcelId = packed.parcel?.parcelId ?? '';
    must(
      closeParcel(station.ctx, shipper, { parcelId, checklist: ['sheet_in', 'letter_in', 'address_shows'] }),
    );
    parcels.push({ issued, parcelId });
  }
  return parcels;
}

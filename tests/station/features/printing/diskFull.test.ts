import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { renderBatchPages } from '../../../../src/station/features/pages/service.ts';
import { createPrinting } from '../../../../src/station/features/printing/service.ts';
import { createFolderPrinter } from '../../../../src/station/printers/folder/folderPrinter.ts';
import { smallDisk } from '../../../support/smallDisk.ts';
import { clerk, counted, must, paperStation } from '../../paperStation.ts';
import { openBatch, realRendering } from '../pages/pageStation.ts';

test(
  'a chunk whose PDF finds no room on the disk says so and waits; with room again it is printed once',
  { timeout: 60_000 },
  async (context) => {
    let folder = '';
    const station = await paperStation({
      rendering: realRendering(),
      printers: (base) => {
        folder = join(base, 'printed');
        return [createFolderPrinter({ id: 'demo-printer', name: 'Demo printer', folder })];
      },
    });
    await mkdir(folder);
    if (!smallDisk(folder, 1)) context.skip('a small disk of its own can only be had on Linux as root');
    await writeFile(join(folder, 'filler'), Buffer.alloc(1024 * 1024 - 64 * 1024));
    const batchId = await openBatch(station, 2);
    must(await renderBatchPages(station.ctx, station.parts, clerk, batchId));
    const printing = createPrinting(station.ctx, station.parts);
    must(await printing.print(clerk, { batchId, printerId: 'demo-printer', chunkSize: 25 }));
    await printing.settled();
    expect(printing.jobs(batchId)).toMatchObject([
      { state: 'planned', problem: 'spool-area-full', sentAt: null },
    ]);
    expect(await readdir(folder)).toEqual(['filler']);
    expect(counted(station.ctx, `SELECT count(*) FROM pieces WHERE stage = 'spooled'`)).toBe(2);
    await rm(join(folder, 'filler'));
    await printing.tick();
    expect(printing.jobs(batchId)).toMatchObject([{ state: 'done', problem: null }]);
    expect(await readdir(folder)).toHaveLength(1);
  },
);

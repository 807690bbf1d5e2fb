import { open, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { ORPCError } from '@orpc/client';
import { expect, onTestFinished, test } from 'vitest';
import { openDemoWorld } from '../support/demoWorld.ts';
import { floorOf } from '../support/floor.ts';
import { doMainJob, nextStep, newMemory } from '../support/mainJob.ts';
import { smallDisk } from '../support/smallDisk.ts';
import { tempDir } from '../support/tempDir.ts';
import { stationOnDisk } from '../support/wholeness.ts';

/** Fills what is left of the disk. */
async function fill(folder: string): Promise<string> {
  const file = join(folder, 'filler');
  const handle = await open(file, 'w');
  try {
    for (const size of [1 << 20, 4096, 1]) {
      for (;;) {
        const { bytesWritten } = await handle.write(Buffer.alloc(size));
        if (bytesWritten < size) break;
      }
    }
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
  } finally {
    await handle.close();
  }
  return file;
}

test(
  'on a full disk each step says so and keeps nothing by halves; with space again the work goes on',
  { timeout: 180_000 },
  async (ctx) => {
    const folder = await tempDir();
    const world = await openDemoWorld({ folder, form: 'sources', withStation: false });
    onTestFinished(() => world.close());
    if (!smallDisk(world.stationData, 24))
      ctx.skip('a small disk of its own can only be had on Linux as root');
    await world.startStation();
    const floor = floorOf(world);
    const memory = newMemory();
    const clerk = await floor.clerk();
    await floor.qc();
    await floor.shipping();
    await nextStep(floor, { certificates: 3, chunkSize: 4 }, memory);
    const before = (await clerk.batches.list({})).rows.map(({ counts }) => counts.total);

    const filler = await fill(world.stationData);
    const { bavail } = await statfs(world.stationData);
    expect(bavail).toBe(0);
    // What is small may still fit into the log of the database; what is not, is refused as a whole.
    const refusal = await firstRefusal(async () => {
      await clerk.batches.create({ count: 40 });
    });
    expect(refusal).toMatchObject({ code: 'DISK_FULL', data: { folder: world.stationData } });
    expect((await clerk.queue.list({ filter: {}, limit: 1 })).rows).toHaveLength(1);
    const made = (await clerk.batches.list({})).rows.length;

    await rm(filler);
    await clerk.batches.create({ count: 1 });
    expect((await clerk.batches.list({})).rows.length).toBe(made + 1);
    expect(before.length).toBeLessThanOrEqual(made);
    await doMainJob(floor, { certificates: 2, chunkSize: 4 }, { memory });
    expect((await (await floor.supervisor()).history.auditCheck()).intact).toBe(true);
    await world.stop('station');
    expect(stationOnDisk(world.stationData).faults).toEqual([]);
  },
);

/** Does it until it is refused; a disk that never refuses fails the test. */
async function firstRefusal(work: () => Promise<void>): Promise<ORPCError<string, unknown>> {
  for (let turn = 0; turn < 8; turn += 1) {
    try {
      await work();
    } catch (error) {
      if (error instanceof ORPCError) return error;
      throw error;
    }
  }
  throw new Error('Nothing was refused on a full disk.');
}

import { expect, test } from 'vitest';
import { openDemoWorld } from '../support/demoWorld.ts';
import { floorOf } from '../support/floor.ts';
import { tempDir } from '../support/tempDir.ts';

test(
  'a caller that hangs up in the middle of a file, at any moment, does not take the station with it',
  { timeout: 120_000 },
  async () => {
    const world = await openDemoWorld({ folder: await tempDir(), form: 'sources' });
    try {
      const clerk = await floorOf(world).clerk();
      const { batches } = await clerk.batches.create({ count: 2 });
      const batchId = batches[0]?.batchId ?? '';
      await clerk.batches.render({ batchId });
      const whole = await clerk.batches.previewPage({ batchId, position: 1 });
      const began = performance.now();
      await clerk.batches.previewPage({ batchId, position: 1 });
      const takes = performance.now() - began;
      const surprises: unknown[] = [];
      for (let turn = 0; turn < 16; turn += 1) {
        const hangUp = AbortSignal.timeout(Math.round((takes * turn) / 12));
        await clerk.batches
          .previewPage({ batchId, position: 1 + (turn % 2) }, { signal: hangUp })
          .catch((error: unknown) => {
            if (!hangUp.aborted) surprises.push(error);
          });
      }
      expect(surprises).toEqual([]);
      expect((await clerk.batches.previewPage({ batchId, position: 1 })).size).toBe(whole.size);
    } finally {
      await world.close();
    }
  },
);

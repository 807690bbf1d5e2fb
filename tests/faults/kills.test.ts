import { expect, test } from 'vitest';
import { killedJob } from '../support/killedJob.ts';
import { seedOf } from '../support/randomness.ts';
import { tempDir } from '../support/tempDir.ts';

test(
  'station and central are killed six times in the main job, and nothing is lost or done twice',
  { timeout: 120_000 },
  async () => {
    const seed = seedOf('KILL_SEED');
    const outcome = await killedJob({
      folder: await tempDir(),
      form: 'sources',
      seed,
      kills: 6,
      certificates: 8,
      chance: 0.06,
    });
    expect(outcome.kills, `KILL_SEED=${seed}`).toHaveLength(6);
    expect(outcome.faults, `KILL_SEED=${seed}\n${outcome.kills.join('\n')}`).toEqual([]);
  },
);

import { expect, test } from 'vitest';
import { killedJob } from '../support/killedJob.ts';
import { seedOf } from '../support/randomness.ts';
import { tempDir } from '../support/tempDir.ts';

test.for([1, 2, 3])(
  'station and central are killed at 25 random moments of the main job, and nothing is lost or done twice (%i)',
  async (round) => {
    const seed = seedOf('KILL_SEED') + round;
    const outcome = await killedJob({
      folder: await tempDir(),
      form: 'sources',
      seed,
      kills: 25,
      certificates: 40,
      chance: 0.05,
    });
    expect(outcome.kills, `KILL_SEED=${seed - round}`).toHaveLength(25);
    expect(outcome.faults, `KILL_SEED=${seed - round}\n${outcome.kills.join('\n')}`).toEqual([]);
  },
);

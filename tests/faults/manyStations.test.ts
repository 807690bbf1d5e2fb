import { expect, test } from 'vitest';
import { contend } from '../support/contendingStations.ts';
import { postgresDatabase } from '../support/postgres.ts';
import { tempDir } from '../support/tempDir.ts';

test(
  'two stations on one central on PostgreSQL take work as fast as they can, and none of it twice',
  { timeout: 180_000 },
  async () => {
    const { taken, issued, conflicts } = await contend({
      folder: await tempDir(),
      databaseUrl: await postgresDatabase(),
      stations: 2,
      waves: 2,
      learnersAWave: 30,
    });
    const all = taken.flat();
    expect(new Set(all).size).toBe(all.length);
    expect(all.length).toBeGreaterThanOrEqual(issued);
    expect(conflicts).toBe(0);
  },
);

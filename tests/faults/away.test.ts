import { expect, onTestFinished, test } from 'vitest';
import { openDemoWorld } from '../support/demoWorld.ts';
import { floorOf } from '../support/floor.ts';
import { faultsAfter, pushed } from '../support/killedJob.ts';
import { doMainJob, newMemory } from '../support/mainJob.ts';
import { tempDir } from '../support/tempDir.ts';

test(
  'with central away the whole main job goes on under the leases, is said, and central has it all when it is back',
  { timeout: 180_000 },
  async () => {
    const world = await openDemoWorld({ folder: await tempDir(), form: 'sources' });
    onTestFinished(() => world.close());
    const floor = floorOf(world);
    const supervisor = await floor.supervisor();
    const atFirst = await supervisor.sync.status();
    expect(atFirst.leased).toBeGreaterThan(0);
    await world.kill('central');
    const memory = newMemory();
    await doMainJob(floor, { certificates: 5, chunkSize: 4 }, { memory });
    // Restarting the station with central away changes nothing of that.
    await world.kill('station');
    await world.startStation();
    const again = await floor.supervisor();
    await again.sync.runNow();
    const away = await again.sync.status();
    expect(away.state).toBe('offline');
    expect(away.since).not.toBeNull();
    expect(away.waitingFacts).toBeGreaterThan(20);
    expect(away.leased).toBeGreaterThan(0);

    await world.startCentral();
    await pushed(world);
    await world.stop('station');
    await world.stop('central');
    expect(await faultsAfter(world, 5, memory.spoiled.size)).toEqual([]);
  },
);

import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, test as base } from '@playwright/test';
import type { ElectronApplication, Page } from '@playwright/test';
import { entryUrlOfRunning } from '../../src/station/hosting/door/doorFile.ts';
import { openDemoWorld } from '../support/demoWorld.ts';
import type { DemoWorld } from '../support/demoWorld.ts';
import { electronRuntime } from '../support/electron.ts';
import { ROOT } from '../support/programs.ts';

export { expect } from '@playwright/test';

interface EachTest {
  /** The way into the station. In the project `electron` a test is skipped where the runtime is absent. */
  readonly door: 'browser' | 'electron';
  /** Central with the demo school, and a station on fresh data of this worker. */
  readonly world: DemoWorld;
  /** Opens one more window of the station; the first is signed out. */
  readonly openStation: () => Promise<Page>;
  /** The first window, or the only one. */
  readonly station: Page;
}

interface EachWorker {
  /** Made when the first test asks for it. */
  readonly worldOf: (door: EachTest['door']) => Promise<DemoWorld>;
}

/** Playwright's `test` with the whole demo behind it, for both doors. */
export const test = base.extend<EachTest, EachWorker>({
  door: [
    async ({}, give, info) => {
      const door = info.project.name === 'electron' ? 'electron' : 'browser';
      const runtime = electronRuntime();
      info.skip(door === 'electron' && !runtime.found, runtime.found ? '' : runtime.reason);
      await give(door);
    },
    { auto: true },
  ],
  worldOf: [
    async ({}, give) => {
      const folder = await mkdtemp(join(tmpdir(), `station-e2e-${randomBytes(3).toString('hex')}-`));
      let opening: Promise<DemoWorld> | undefined;
      await give(
        (door) => (opening ??= openDemoWorld({ folder, form: 'built', withStation: door === 'browser' })),
      );
      await (await opening)?.close();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
    { scope: 'worker', timeout: 180_000 },
  ],
  world: [async ({ door, worldOf }, give) => give(await worldOf(door)), { timeout: 180_000 }],
  openStation: async ({ browser, door, world }, give, info) => {
    const windows: { close(): Promise<void> }[] = [];
    await give(async () => {
      if (door === 'electron') {
        const application = await launchElectron(world);
        windows.push(application);
        return application.firstWindow();
      }
      const { viewport } = info.project.use;
      const context = await browser.newContext(viewport === undefined ? {} : { viewport });
      windows.push(context);
      const page = await context.newPage();
      const entry = await entryUrlOfRunning(world.stationData, 10_000);
      if (entry === null) throw new Error('The station does not answer.');
      await page.goto(entry.url);
      return page;
    });
    for (const window of windows) await window.close();
  },
  station: async ({ openStation }, give) => give(await openStation()),
});

async function launchElectron(world: DemoWorld): Promise<ElectronApplication> {
  const runtime = electronRuntime();
  if (!runtime.found) throw new Error(runtime.reason);
  const asRoot = process.getuid?.() === 0;
  return _electron.launch({
    executablePath: runtime.path,
    args: [...(asRoot ? ['--no-sandbox'] : []), ROOT, ...world.stationArguments()],
  });
}

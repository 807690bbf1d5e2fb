import { test as base } from '@playwright/test';
import { electronRuntime } from '../support/electron.ts';

export { expect } from '@playwright/test';

/** Playwright's `test`, for both doors. In the project `electron` a test is skipped where the runtime is absent. */
export const test = base.extend<{ door: 'browser' | 'electron' }>({
  door: [
    async ({}, use, info) => {
      const door = info.project.name === 'electron' ? 'electron' : 'browser';
      const runtime = electronRuntime();
      info.skip(door === 'electron' && !runtime.found, runtime.found ? '' : runtime.reason);
      await use(door);
    },
    { auto: true },
  ],
});

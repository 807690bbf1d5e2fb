import { defineConfig } from 'vitest/config';

const slow = 'tests/**/*.long.test.ts';

export default defineConfig({
  test: {
    // One server for the tests that ask for it; nothing is started when none does.
    globalSetup: ['tests/support/postgresServer.ts'],
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['tests/**/*.test.{ts,tsx}'],
          exclude: [slow, 'tests/e2e/**'],
          testTimeout: 20_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'long',
          include: [slow],
          testTimeout: 15 * 60_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});

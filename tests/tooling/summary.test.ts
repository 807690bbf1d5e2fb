import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { playwrightTally, vitestTally } from '../../scripts/summary.mjs';
import { tempDir } from '../support/tempDir.ts';

async function file(content: unknown): Promise<string> {
  const path = join(await tempDir(), 'report.json');
  await writeFile(path, JSON.stringify(content));
  return path;
}

it('counts a test file that could not be loaded as a failure', async () => {
  const report = await file({
    testResults: [
      { name: 'a.test.ts', status: 'failed', assertionResults: [] },
      {
        name: 'b.test.ts',
        status: 'passed',
        assertionResults: [
          { status: 'passed', fullName: 'b works' },
          { status: 'skipped', fullName: 'b on Windows' },
        ],
      },
    ],
  });
  expect(vitestTally(report)).toMatchObject({ passed: 1, failed: 1, skipped: 1, failures: ['a.test.ts'] });
  expect(vitestTally(report).skips).toContain('b on Windows');
});

it('counts a flaky browser test as failed, and names a skipped one with its reason', async () => {
  const skipped = {
    title: 'prints',
    tests: [
      {
        projectName: 'electron',
        status: 'skipped',
        annotations: [{ type: 'skip', description: 'no runtime' }],
      },
    ],
  };
  const flaky = { title: 'scans', tests: [{ projectName: 'browser', status: 'flaky', annotations: [] }] };
  const report = await file({
    stats: { expected: 3, unexpected: 0, flaky: 1, skipped: 1 },
    errors: [],
    suites: [{ suites: [{ specs: [skipped, flaky] }] }],
  });
  expect(playwrightTally(report)).toEqual({
    passed: 3,
    failed: 1,
    skipped: 1,
    failures: ['scans [browser]'],
    skips: ['prints [electron]: no runtime'],
  });
});

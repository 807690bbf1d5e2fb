import { readFileSync } from 'node:fs';

/**
 * What one part of the test run came to. `skips` are the names of what did not run, with the reason where one is known.
 * @typedef {{ passed: number, failed: number, skipped: number, skips: string[] }} Tally
 */

/**
 * Counts vitest's JSON report. A file that could not be loaded, or whose hook failed, counts as one failure.
 *
 * @param {string} file
 * @returns {Tally}
 */
export function vitestTally(file) {
  const report = JSON.parse(readFileSync(file, 'utf8'));
  /** @type {Tally} */
  const tally = { passed: 0, failed: 0, skipped: 0, skips: [] };
  for (const { status, name, assertionResults } of report.testResults) {
    let failedHere = 0;
    for (const test of assertionResults) {
      if (test.status === 'passed') tally.passed += 1;
      else if (test.status === 'failed') failedHere += 1;
      else {
        tally.skipped += 1;
        tally.skips.push(test.fullName);
      }
    }
    if (status === 'failed' && failedHere === 0) failedHere = 1;
    if (status === 'failed' && assertionResults.length === 0) tally.skips.push(`(not loaded: ${name})`);
    tally.failed += failedHere;
  }
  return tally;
}

/**
 * Counts Playwright's JSON report. A flaky test counts as failed.
 *
 * @param {string} file
 * @returns {Tally}
 */
export function playwrightTally(file) {
  const report = JSON.parse(readFileSync(file, 'utf8'));
  const { expected, unexpected, flaky, skipped } = report.stats;
  const outside = report.errors.length;
  const failed = unexpected + flaky;
  return {
    passed: expected,
    failed: failed === 0 && outside > 0 ? outside : failed,
    skipped,
    skips: report.suites.flatMap(skipsOf),
  };
}

/**
 * @param {{ suites?: any[], specs?: any[] }} suite
 * @returns {string[]}
 */
function skipsOf(suite) {
  const own = (suite.specs ?? []).flatMap((spec) =>
    spec.tests
      .filter((/** @type {any} */ test) => test.status === 'skipped')
      .map((/** @type {any} */ test) => {
        const reason = test.annotations.find((/** @type {any} */ note) => note.type === 'skip')?.description;
        return `${spec.title} [${test.projectName}]${reason ? `: ${reason}` : ''}`;
      }),
  );
  return [...own, ...(suite.suites ?? []).flatMap(skipsOf)];
}

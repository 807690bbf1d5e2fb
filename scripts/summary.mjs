import { readFileSync } from 'node:fs';

/**
 * What one part of the test run came to: counts, the names of what failed, and the names of what did not run, with the
 * reason where one is known.
 * @typedef {{ passed: number, failed: number, skipped: number, failures: string[], skips: string[] }} Tally
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
  const tally = { passed: 0, failed: 0, skipped: 0, failures: [], skips: [] };
  for (const { status, name, assertionResults } of report.testResults) {
    const failures = [];
    for (const test of assertionResults) {
      if (test.status === 'passed') tally.passed += 1;
      else if (test.status === 'failed') failures.push(test.fullName);
      else {
        tally.skipped += 1;
        tally.skips.push(test.fullName);
      }
    }
    if (status === 'failed' && failures.length === 0) failures.push(name);
    tally.failed += failures.length;
    tally.failures.push(...failures);
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
    failures: report.suites.flatMap((/** @type {Suite} */ suite) => named(suite, ['unexpected', 'flaky'])),
    skips: report.suites.flatMap((/** @type {Suite} */ suite) => named(suite, ['skipped'])),
  };
}

/**
 * @typedef {{ status: string, projectName: string, annotations: { type: string, description?: string }[] }} Test
 * @typedef {{ suites?: Suite[], specs?: { title: string, tests: Test[] }[] }} Suite
 */

/**
 * The tests that ended in one of these ways, each with its project and the reason for a skip.
 *
 * @param {Suite} suite
 * @param {string[]} statuses
 * @returns {string[]}
 */
function named(suite, statuses) {
  const own = (suite.specs ?? []).flatMap(({ title, tests }) =>
    tests
      .filter(({ status }) => statuses.includes(status))
      .map(({ projectName, annotations }) => {
        const reason = annotations.find(({ type }) => type === 'skip')?.description;
        return `${title} [${projectName}]${reason ? `: ${reason}` : ''}`;
      }),
  );
  return [...own, ...(suite.suites ?? []).flatMap((inner) => named(inner, statuses))];
}

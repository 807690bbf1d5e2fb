import { existsSync, rmSync } from 'node:fs';
import { build } from './build.mjs';
import { check } from './check.mjs';
import { chromiumPath } from './chromium.mjs';
import { ensure } from './ensure.mjs';
import { at } from './root.mjs';
import { run, say } from './run.mjs';
import { playwrightTally, vitestTally } from './summary.mjs';
import { ensureSystem } from './system.mjs';

const usage = `npm test             everything but the long tests
npm run test:long    the long tests too
npm test -- --only PART [filter or option]...
  PART is check, build, vitest, long or e2e; what follows goes to vitest or playwright:
  npm test -- --only vitest tests/domain
  npm test -- --only e2e --project browser`;

const parts = /** @type {const} */ (['check', 'build', 'vitest', 'long', 'e2e']);

/**
 * @typedef {import('./summary.mjs').Tally} Tally
 * @typedef {{ name: string, ok: boolean, tally?: Tally, note?: string }} Outcome
 */

/** @param {string[]} args */
function read(args) {
  const rest = args.filter((arg) => arg !== '--long');
  if (rest.length === 0) {
    const long = args.includes('--long');
    return { chosen: parts.filter((part) => long || part !== 'long'), rest };
  }
  const chosen = parts.filter((part) => part === rest[1]);
  if (rest[0] !== '--only' || chosen.length === 0) {
    say(usage);
    process.exit(rest[0] === '--help' ? 0 : 2);
  }
  return { chosen, rest: rest.slice(2) };
}

/**
 * @param {'vitest' | 'long'} part
 * @param {string[]} rest
 * @returns {Promise<Outcome>}
 */
async function vitest(part, rest) {
  const report = at('.cache', `${part}.json`);
  rmSync(report, { force: true });
  const { code } = await run(process.execPath, [
    at('node_modules/vitest/vitest.mjs'),
    'run',
    `--project=${part === 'long' ? 'long' : 'unit'}`,
    '--passWithNoTests',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...rest,
  ]);
  return outcome(part, code, report, vitestTally);
}

/**
 * @param {string[]} rest
 * @returns {Promise<Outcome>}
 */
async function e2e(rest) {
  const report = at('.cache', 'playwright.json');
  rmSync(report, { force: true });
  const cli = at('node_modules/@playwright/test/cli.js');
  const unavailable = await noBrowser(cli);
  if (unavailable) {
    const listed = await run(process.execPath, [cli, 'test', '--list', ...rest], { quiet: true });
    const skipped = Number(/Total: (\d+) test/.exec(listed.output)?.[1] ?? 1);
    return {
      name: 'e2e',
      ok: true,
      tally: { passed: 0, failed: 0, skipped, failures: [], skips: [`all: ${unavailable}`] },
    };
  }
  const { code } = await run(process.execPath, [cli, 'test', '--pass-with-no-tests', ...rest]);
  return outcome('e2e', code, report, playwrightTally);
}

/**
 * Why the browser tests cannot run here, or `undefined`. Fetches Playwright's own Chromium when there is no other.
 *
 * @param {string} cli
 */
async function noBrowser(cli) {
  if (chromiumPath()) return undefined;
  const { chromium } = await import('@playwright/test');
  if (existsSync(chromium.executablePath())) return undefined;
  say("No Chromium on the PATH or in CHROMIUM: fetching Playwright's own.");
  const { code } = await run(process.execPath, [cli, 'install', 'chromium'], { quiet: true });
  return code === 0
    ? undefined
    : "no Chromium on the PATH, none named in CHROMIUM, and Playwright's own cannot be fetched";
}

/**
 * @param {string} name
 * @param {number} code
 * @param {string} report
 * @param {(file: string) => Tally} count
 * @returns {Outcome}
 */
function outcome(name, code, report, count) {
  if (!existsSync(report)) return { name, ok: false, note: `ended with status ${code} before any test` };
  const tally = count(report);
  // An error outside every test (an unhandled rejection, say) fails the run without failing a test.
  if (code !== 0 && tally.failed === 0) tally.failed = 1;
  return { name, ok: code === 0 && tally.failed === 0, tally };
}

/** @param {Outcome[]} outcomes */
function summarise(outcomes) {
  const total = { passed: 0, failed: 0, skipped: 0 };
  console.log('\nSummary');
  for (const { name, ok, tally, note } of outcomes) {
    const counts = tally ? `${tally.passed} passed, ${tally.failed} failed, ${tally.skipped} skipped` : '';
    console.log(`  ${ok ? 'passed' : 'FAILED'}  ${[name, counts, note].filter(Boolean).join('  ')}`);
    for (const failure of tally?.failures ?? []) console.log(`            failed: ${failure}`);
    for (const skip of tally?.skips ?? []) console.log(`            skipped: ${skip}`);
    total.passed += tally?.passed ?? 0;
    total.skipped += tally?.skipped ?? 0;
    // A part without tests of its own that fails (static checks, the build) is one failure.
    total.failed += tally ? tally.failed : ok ? 0 : 1;
  }
  console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
}

const { chosen, rest } = read(process.argv.slice(2));
await ensure();
/** @type {Outcome[]} */
const outcomes = [];
if (chosen.length > 1) await ensureSystem();
if (chosen.includes('check')) {
  const failed = await check();
  outcomes.push({ name: 'check', ok: failed.length === 0, note: failed.join(', ') });
}
if (chosen.some((part) => part !== 'check')) {
  outcomes.push({ name: 'build', ok: await build() });
}
if (chosen.includes('vitest')) outcomes.push(await vitest('vitest', rest));
if (chosen.includes('long')) outcomes.push(await vitest('long', rest));
if (chosen.includes('e2e')) outcomes.push(await e2e(rest));
summarise(outcomes);
process.exitCode = outcomes.every(({ ok }) => ok) ? 0 : 1;

import { pathToFileURL } from 'node:url';
import { ensure } from './ensure.mjs';
import { at } from './root.mjs';
import { run, say } from './run.mjs';

/** Each static check: its name, and the package and arguments that run it. */
const checks = /** @type {const} */ ([
  ['types', 'typescript/bin/tsc', ['-b']],
  ['lint', 'oxlint/bin/oxlint', []],
  ['format', 'oxfmt/bin/oxfmt', ['--check']],
  ['unused code', 'knip/bin/knip.js', []],
]);

/**
 * Runs every static check, also after one has failed, and prints what each found.
 *
 * @returns {Promise<string[]>} the names of the checks that failed
 */
export async function check() {
  /** @type {string[]} */
  const failed = [];
  for (const [name, file, args] of checks) {
    const { code, output } = await run(process.execPath, [at('node_modules', file), ...args], {
      quiet: true,
    });
    say(`${code === 0 ? 'ok    ' : 'FAILED'} ${name}`);
    if (code === 0) continue;
    failed.push(name);
    say(output);
  }
  return failed;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await ensure();
  const failed = await check();
  if (failed.length > 0) {
    say(`Failed: ${failed.join(', ')}`);
    process.exitCode = 1;
  }
}

import { build } from './build.mjs';
import { ensure } from './ensure.mjs';
import { at } from './root.mjs';
import { run } from './run.mjs';

await ensure();
if (!(await build())) process.exit(1);
const { code } = await run(process.execPath, [at('out', 'node', 'serve.js'), ...process.argv.slice(2)]);
process.exitCode = code;

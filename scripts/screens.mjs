/** Takes the pictures of the screens for the documentation anew: `node scripts/screens.mjs`. */
import { copyFileSync, mkdirSync } from 'node:fs';
import { build } from './build.mjs';
import { ensure } from './ensure.mjs';
import { at } from './root.mjs';
import { run, say } from './run.mjs';

/** One of each step of the main job. */
const pictures = ['queue', 'batch', 'check-pass', 'pack-in-hand', 'ship', 'certificate', 'stock'];

await ensure();
if (!(await build())) process.exit(1);
const playwright = at('node_modules/@playwright/test/cli.js');
const { code } = await run(process.execPath, [playwright, 'test', '--project=browser', 'screens.spec.ts']);
if (code === 0) {
  mkdirSync(at('docs', 'pictures'), { recursive: true });
  for (const name of pictures)
    copyFileSync(at('test-results', 'screens', `${name}-light.png`), at('docs', 'pictures', `${name}.png`));
  say(`${pictures.length} pictures are in docs/pictures.`);
}
process.exitCode = code;

import { build } from './build.mjs';
import { ensure } from './ensure.mjs';
import { at } from './root.mjs';
import { run } from './run.mjs';

// Makes the desktop packages that electron-builder.yml describes, in dist/. Arguments go to electron-builder:
// `npm run package -- --linux --dir`; without a network, add `-c.electronDist=FOLDER -c.npmRebuild=false`.
await ensure();
if (!(await build())) process.exit(1);
const { code } = await run(process.execPath, [
  at('node_modules/electron-builder/cli.js'),
  '--publish',
  'never',
  ...process.argv.slice(2),
]);
process.exitCode = code;

import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { build } from './build.mjs';
import { ensure } from './ensure.mjs';
import { at } from './root.mjs';
import { run, say } from './run.mjs';

await ensure();
const files = globSync('tests/bench/*.bench.ts', { cwd: at() }).toSorted();
const names = files.map((file) => basename(file, '.bench.ts'));
const [name, ...rest] = process.argv.slice(2);
if (name === undefined || name === '--help') {
  console.log('npm run bench -- NAME [--n N] [--json] [--grow]\n');
  for (const [index, file] of files.entries()) {
    const about = /export const about =\s*(['"`])(.*?)\1;/s.exec(readFileSync(at(file), 'utf8'))?.[2];
    console.log(`  ${(names[index] ?? '').padEnd(16)}${about ?? ''}`);
  }
} else if (!names.includes(name)) {
  say(`There is no benchmark "${name}". There are: ${names.join(', ')}`);
  process.exitCode = 2;
} else if (await build()) {
  const strip = process.features.typescript ? [] : ['--experimental-strip-types', '--no-warnings'];
  const { code } = await run(process.execPath, [...strip, at('tests/bench/run.ts'), name, ...rest]);
  process.exitCode = code;
} else {
  process.exitCode = 1;
}

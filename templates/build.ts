/**
 * Draws the bundled templates: `node templates/build.ts`. What it writes is committed; a template that has been issued
 * from is never changed, a new one is drawn beside it.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { californiaPackage } from './drawing/california.ts';
import { completionPackage } from './drawing/completion.ts';
import { texasPackage } from './drawing/texas.ts';

const packages = {
  completion: completionPackage(),
  california: californiaPackage(),
  texas: texasPackage(),
};

for (const [name, files] of Object.entries(packages)) {
  const folder = new URL(`${name}/`, import.meta.url);
  mkdirSync(folder, { recursive: true });
  for (const [path, data] of files) writeFileSync(new URL(path, folder), data);
}

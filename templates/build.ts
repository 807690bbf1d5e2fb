/**
 * Draws the bundled templates: `node templates/build.ts`. What it writes is committed; a template that has been issued
 * from is never changed, a new one is drawn beside it.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { californiaPackage } from './drawing/california.ts';
import { completionPackage } from './drawing/completion.ts';
import { letterPackages } from './drawing/letters.ts';
import { listPackages } from './drawing/lists.ts';
import { texasPackage } from './drawing/texas.ts';

const letters = Object.entries({ ...letterPackages(), ...listPackages() });
const packages = [
  ['completion', completionPackage()],
  ['california', californiaPackage()],
  ['texas', texasPackage()],
  ...letters.map(([name, files]) => [`letters/${name}`, files] as const),
] as const;

for (const [name, files] of packages) {
  const folder = new URL(`${name}/`, import.meta.url);
  mkdirSync(folder, { recursive: true });
  for (const [path, data] of files) writeFileSync(new URL(path, folder), data);
}

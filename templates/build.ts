/**
 * Draws the bundled templates: `node templates/build.ts`. What it writes is committed; a template that has been issued
 * from is never changed, a new one is drawn beside it. The one that is designed in HTML is laid out by a browser elsewhere
 * (`UPDATE_GOLDEN=1` in its test) and gets its preview here.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { californiaPackage } from './drawing/california.ts';
import { completionPackage } from './drawing/completion.ts';
import { letterPackages } from './drawing/letters.ts';
import { listPackages } from './drawing/lists.ts';
import { texasPackage } from './drawing/texas.ts';
import { previewTools, withPreview } from './preview/previewPicture.ts';

const designed = new Map(
  ['template.json', 'background.pdf'].map((path): [string, Uint8Array] => [
    path,
    readFileSync(new URL(`designed/${path}`, import.meta.url)),
  ]),
);
const certificates = [
  ['completion', completionPackage()],
  ['california', californiaPackage()],
  ['texas', texasPackage()],
  ['designed', designed],
] as const;
const letters = Object.entries({ ...letterPackages(), ...listPackages() });
const tools = await previewTools();

function write(name: string, files: ReadonlyMap<string, Uint8Array>): void {
  const folder = new URL(`${name}/`, import.meta.url);
  mkdirSync(folder, { recursive: true });
  for (const [path, data] of files) writeFileSync(new URL(path, folder), data);
}

for (const [name, files] of certificates) write(name, await withPreview(files, tools));
for (const [name, files] of letters) write(`letters/${name}`, files);

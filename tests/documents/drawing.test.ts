import { describe, expect, it } from 'vitest';
import { californiaPackage } from '../../templates/drawing/california.ts';
import { completionPackage } from '../../templates/drawing/completion.ts';
import { letterPackages } from '../../templates/drawing/letters.ts';
import { listPackages } from '../../templates/drawing/lists.ts';
import { texasPackage } from '../../templates/drawing/texas.ts';
import { bundledTemplateFiles } from '../support/documentsNode.ts';

const packages = [
  ['completion', completionPackage()],
  ['california', californiaPackage()],
  ['texas', texasPackage()],
  ...Object.entries({ ...letterPackages(), ...listPackages() }).map(
    ([name, files]) => [`letters/${name}`, files] as const,
  ),
] as const;

describe('the drawing of the bundled templates', () => {
  it.each(packages)('draws %s byte for byte as it is kept', async (name, drawn) => {
    const kept = await bundledTemplateFiles(name);
    expect([...drawn.keys()].toSorted()).toEqual([...kept.keys()].toSorted());
    for (const [path, data] of drawn) {
      expect(Buffer.compare(data, kept.get(path) ?? new Uint8Array()), path).toBe(0);
    }
  });
});

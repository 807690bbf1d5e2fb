import { describe, expect, it } from 'vitest';
import { openTemplatePackage } from '../../src/documents/template/templatePackage.ts';
import { californiaPackage } from '../../templates/drawing/california.ts';
import { completionPackage } from '../../templates/drawing/completion.ts';
import { letterPackages } from '../../templates/drawing/letters.ts';
import { listPackages } from '../../templates/drawing/lists.ts';
import { texasPackage } from '../../templates/drawing/texas.ts';
import { palettePng } from '../../templates/preview/palettePng.ts';
import {
  namingPreview,
  PREVIEW_FILE,
  previewPicture,
  previewTools,
} from '../../templates/preview/previewPicture.ts';
import { bundledTemplateFiles } from '../support/documentsNode.ts';

const packages = [
  ['completion', completionPackage()],
  ['california', californiaPackage()],
  ['texas', texasPackage()],
  ...Object.entries({ ...letterPackages(), ...listPackages() }).map(
    ([name, files]) => [`letters/${name}`, files] as const,
  ),
] as const;

/** Letters are chosen by what they are for; only certificates are chosen by their looks. */
const pictured = ['completion', 'california', 'texas', 'designed'];

describe('the drawing of the bundled templates', () => {
  it.each(packages)('draws %s byte for byte as it is kept', async (name, drawn) => {
    const kept = await bundledTemplateFiles(name);
    const isPictured = pictured.includes(name);
    const paths = [...drawn.keys(), ...(isPictured ? [PREVIEW_FILE] : [])];
    expect([...kept.keys()].toSorted()).toEqual(paths.toSorted());
    for (const [path, data] of drawn) {
      const whole = isPictured && path === 'template.json' ? namingPreview(data) : data;
      expect(Buffer.compare(whole, kept.get(path) ?? new Uint8Array()), path).toBe(0);
    }
  });

  it.each(pictured)('keeps a small picture of %s that shows what it prints', async (name) => {
    const kept = await bundledTemplateFiles(name);
    const file = Buffer.from(kept.get(PREVIEW_FILE) ?? []);
    const opened = openTemplatePackage(kept);
    expect(opened.ok ? opened.value.template.preview : opened.error).toBe(PREVIEW_FILE);
    expect(file.length).toBeLessThan(150_000);
    const tools = await previewTools();
    const printed = await previewPicture(kept, tools);
    expect([file.readUInt32BE(16), file.readUInt32BE(20)]).toEqual([printed.width, printed.height]);
    expect(printed.width).toBeLessThanOrEqual(900);
    expect(Buffer.compare(palettePng(printed), file)).toBe(0);
  });
});

import { beforeAll, describe, expect, it } from 'vitest';
import { pictureDifference } from '../../src/documents/preflight/pictureDifference.ts';
import type { Picture } from '../../src/documents/preflight/rasteriser.ts';
import { diffTemplates } from '../../src/documents/template/templateDiff.ts';
import { openTemplatePackage } from '../../src/documents/template/templatePackage.ts';
import type { TemplatePackage } from '../../src/documents/template/templatePackage.ts';
import { bundledTemplateFiles } from '../support/documentsNode.ts';

describe('two versions of a template', () => {
  let files: Map<string, Uint8Array>;
  let before: TemplatePackage;

  const open = (pkg: ReadonlyMap<string, Uint8Array>): TemplatePackage => {
    const opened = openTemplatePackage(pkg);
    if (!opened.ok) throw new Error(JSON.stringify(opened.error));
    return opened.value;
  };
  const edited = (edit: (text: string) => string): TemplatePackage => {
    const text = Buffer.from(files.get('template.json') ?? []).toString();
    return open(new Map([...files, ['template.json', Buffer.from(edit(text))]]));
  };

  beforeAll(async () => {
    files = await bundledTemplateFiles('completion');
    before = open(files);
  });

  it('that are the same differ in nothing', () => {
    expect(diffTemplates(before, open(files))).toEqual([]);
  });

  it('show what was changed, by field and by setting', () => {
    const after = edited((text) =>
      text.replace('Certificate of Completion', 'Certificate').replace('en-US', 'es'),
    );
    expect(diffTemplates(before, after).map(({ at }) => at)).toEqual(['language', 'fields.heading.text']);
  });

  it('show fields that came, went and changed places, and files that changed', () => {
    const changed = {
      ...before,
      template: {
        ...before.template,
        fields: before.template.fields.slice(1).toReversed(),
      },
      files: new Map([...before.files, ['background.pdf', new Uint8Array([1])]]),
    };
    const changes = diffTemplates(before, changed);
    expect(changes.map(({ at }) => at)).toEqual(['fields.heading', 'fields (order)', 'files.background.pdf']);
    expect(changes[0]).not.toHaveProperty('after');
  });

  it('show where the page differs', () => {
    const white = (): Picture => ({
      width: 10,
      height: 10,
      channels: 3,
      data: new Uint8Array(300).fill(255),
    });
    const one = white();
    const other = white();
    one.data.set([0, 0, 0], 0);
    other.data.set([0, 0, 0], 3);
    const { picture, share } = pictureDifference(one, other);
    expect(share).toBe(0.02);
    expect([...picture.data.subarray(0, 9)]).toEqual([200, 30, 60, 0, 130, 60, 255, 255, 255]);
    expect(pictureDifference(one, one).share).toBe(0);
  });
});

import { beforeAll, describe, expect, it } from 'vitest';
import type { FontLibrary } from '../../src/documents/compiledTemplate.ts';
import { compileTemplate } from '../../src/documents/compileTemplate.ts';
import type { Rasteriser } from '../../src/documents/preflight/rasteriser.ts';
import { DraftPreview } from '../../src/documents/preview/draftPreview.ts';
import { keysOf, parseTemplateJson } from '../../src/documents/preview/editedTemplate.ts';
import { renderOne } from '../../src/documents/renderOne.ts';
import type { Template } from '../../src/documents/template/format.ts';
import { openTemplatePackage } from '../../src/documents/template/templatePackage.ts';
import type { TextEngine } from '../../src/documents/text/engine.ts';
import {
  bundledTemplateFiles,
  nodeFontLibrary,
  nodeRasteriser,
  nodeTextEngine,
} from '../support/documentsNode.ts';
import { HARD_NAMES } from '../support/hardNames.ts';
import { sampleValues } from '../support/sampleValues.ts';

let engine: TextEngine;
let library: FontLibrary;
let rasteriser: Rasteriser;
let template: Template;
let files: ReadonlyMap<string, Uint8Array>;

beforeAll(async () => {
  [engine, library, rasteriser] = await Promise.all([nodeTextEngine(), nodeFontLibrary(), nodeRasteriser()]);
  const opened = openTemplatePackage(await bundledTemplateFiles('completion'));
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  ({ template, files } = opened.value);
});

function changed(id: string, change: object): Template {
  return {
    ...template,
    fields: template.fields.map((field) => (field.id === id ? { ...field, ...change } : field)),
  };
}

async function printed(edited: Template, name: string): Promise<Uint8Array> {
  const own = new Map(files).set('template.json', new TextEncoder().encode(JSON.stringify(edited)));
  const opened = openTemplatePackage(own);
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  const compiled = await compileTemplate(opened.value, library, engine);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.error));
  const file = rasteriser.open(await renderOne(compiled.value, sampleValues(name)));
  const picture = file?.picture({ page: 0, dpi: 72, colour: true });
  file?.close();
  return picture?.data ?? new Uint8Array();
}

describe('a template that is edited', () => {
  it('looks after each change exactly as it will print', async () => {
    const preview = new DraftPreview(engine, rasteriser, library);
    const edits = [
      template,
      changed('issuedName', { box: { x: 50, y: 80, width: 179, height: 18 } }),
      changed('issuedName', { size: 22, colour: '#204060', font: 'italic' }),
    ];
    for (const [edited, name] of [
      [edits[0], HARD_NAMES.thai],
      [edits[1], HARD_NAMES.latin],
      [edits[2], HARD_NAMES.mixed],
    ] as const) {
      if (edited === undefined) throw new Error('no edit');
      const page = await preview.show({ template: edited, files }, sampleValues(name), 72);
      expect(page.faults).toEqual([]);
      expect(page.findings).toEqual([]);
      const expected = await printed(edited, name);
      expect(Buffer.compare(page.picture?.data ?? new Uint8Array(), expected)).toBe(0);
    }
  });

  it('fetches a font only when a text needs it', async () => {
    const fetched: string[] = [];
    const preview = new DraftPreview(engine, rasteriser, {
      read: (sha256) => {
        fetched.push(sha256);
        return library.read(sha256);
      },
    });
    const japanese = template.fonts['japanese']?.sha256;
    await preview.show({ template, files }, sampleValues('Ada Lovelace'), 36);
    expect(fetched).not.toContain(japanese);
    await preview.show({ template, files }, sampleValues(HARD_NAMES.japanese), 36);
    expect(fetched).toContain(japanese);
    expect(new Set(fetched).size).toBe(fetched.length);
  });

  it('is drawn without the fields that have a fault, and says which', async () => {
    const preview = new DraftPreview(engine, rasteriser, library);
    const show = (edited: Template) => preview.show({ template: edited, files }, sampleValues('Ada'), 36);
    const unclosed = await show(changed('issuedName', { text: '{{issuedName' }));
    expect(unclosed.faults.map(({ at }) => at)).toEqual(['issuedName']);
    expect(unclosed.picture).toBeDefined();
    const [first] = template.fields;
    if (first === undefined) throw new Error('no field');
    const twice = await show({ ...template, fields: [...template.fields, first] });
    expect(twice.faults.map(({ kind }) => kind)).toEqual(['doubleField']);
    expect(twice.picture).toBeDefined();
    const outside = await show(changed('issuedName', { box: { x: 1, y: 80, width: 20, height: 9 } }));
    expect(outside.faults.map(({ kind }) => kind)).toEqual(['fieldOutsidePage']);
    expect(outside.picture).toBeDefined();
  });

  it('has no picture while its background is missing, and is whole again with it', async () => {
    const preview = new DraftPreview(engine, rasteriser, library);
    const bare = await preview.show({ template, files: new Map() }, sampleValues('Ada'), 36);
    expect(bare.picture).toBeUndefined();
    expect(bare.faults.map(({ kind }) => kind)).toContain('fileMissing');
    expect((await preview.show({ template, files }, sampleValues('Ada'), 36)).picture).toBeDefined();
  });
});

describe('template.json in the editor', () => {
  it('is read as it was written, with what it leaves out filled in', () => {
    const parsed = parseTemplateJson(JSON.stringify(template));
    expect(parsed).toEqual({ ok: true, value: template });
  });

  it('says each place that is wrong', () => {
    const parsed = parseTemplateJson(JSON.stringify({ ...template, name: '', page: { widthMm: 1 } }));
    expect(parsed.ok ? [] : parsed.error.map(({ at }) => at)).toEqual(
      expect.arrayContaining(['name', 'page.widthMm', 'page.heightMm']),
    );
    expect(parseTemplateJson('{').ok).toBe(false);
  });

  it('the keys of a text are its placeholders', () => {
    expect(keysOf('On {{completionDate|d MMMM}} at {{ jurisdiction }}')).toEqual([
      'completionDate',
      'jurisdiction',
    ]);
    expect(keysOf('no {{end')).toBeUndefined();
  });
});

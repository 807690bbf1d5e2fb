import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { FontLibrary } from '../../src/documents/compiledTemplate.ts';
import { compileTemplate, releaseTemplate } from '../../src/documents/compileTemplate.ts';
import { loadRasteriser } from '../../src/documents/preflight/rasteriser.ts';
import type { Picture, Rasteriser } from '../../src/documents/preflight/rasteriser.ts';
import { renderOne } from '../../src/documents/renderOne.ts';
import { valuesOf } from '../../src/documents/template/fieldValues.ts';
import { openTemplatePackage } from '../../src/documents/template/templatePackage.ts';
import { loadTextEngine } from '../../src/documents/text/engine.ts';
import type { TextEngine } from '../../src/documents/text/engine.ts';
import { palettePng } from './palettePng.ts';

/** Where a package keeps the picture that a gallery shows of it. */
export const PREVIEW_FILE = 'preview.png';

const DOTS_WIDE = 880;
const FONTS = new URL('../../resources/fonts/', import.meta.url);

const SAMPLE = valuesOf(
  {
    certificateId: '019a9f0e-5d30-7a10-8000-000000000001',
    certificateNumber: 'CCT-2026-000001',
    verificationCode: '7K3M-9QXT-2RWD-VH4P',
    controlNumber: 'DE-7 0412 9986',
    issuedName: 'Alexandra Maria Sample',
    courseTitle: 'Driver Education: Thirty Hours of Theory and Traffic Law',
    completionDate: '2026-11-18',
    issueDate: '2026-11-20',
    jurisdiction: 'US-CA',
    templateVersion: '0'.repeat(64),
  },
  'https://verify.example.org/v/7K3M-9QXT-2RWD-VH4P',
);

/** What is needed to make pictures of templates, loaded once. */
export interface PreviewTools {
  readonly engine: TextEngine;
  readonly fonts: FontLibrary;
  readonly rasteriser: Rasteriser;
}

/** Loads the renderer as any host does, with the fonts of `resources/fonts`. */
export async function previewTools(): Promise<PreviewTools> {
  const { resolve } = createRequire(import.meta.url);
  const byHash = new Map<string, Uint8Array>();
  for (const name of readdirSync(FONTS).filter((file) => file.endsWith('.ttf'))) {
    const data = readFileSync(new URL(name, FONTS));
    byHash.set(createHash('sha256').update(data).digest('hex'), data);
  }
  return {
    engine: await loadTextEngine({
      shape: readFileSync(resolve('harfbuzzjs/dist/harfbuzz.wasm')),
      subset: readFileSync(resolve('harfbuzzjs/dist/harfbuzz-subset.wasm')),
    }),
    fonts: { read: async (sha256) => byHash.get(sha256) },
    rasteriser: await loadRasteriser(readFileSync(resolve('@hyzyla/pdfium/dist/pdfium.wasm'))),
  };
}

/**
 * A certificate of the template, 880 dots wide, rendered as it would be printed. The package names its preview; whether it
 * has it already does not matter.
 */
export async function previewPicture(
  files: ReadonlyMap<string, Uint8Array>,
  { engine, fonts, rasteriser }: PreviewTools,
): Promise<Picture> {
  const opened = openTemplatePackage(new Map([...files, [PREVIEW_FILE, new Uint8Array()]]));
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  const compiled = await compileTemplate(opened.value, fonts, engine);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.error));
  const file = rasteriser.open(await renderOne(compiled.value, SAMPLE));
  releaseTemplate(compiled.value);
  if (file === undefined) throw new Error('The renderer wrote something that is no PDF.');
  try {
    const dpi = (DOTS_WIDE / compiled.value.pageWidth) * 72;
    return file.picture({ page: 0, dpi, colour: true });
  } finally {
    file.close();
  }
}

/** `template.json` that names the preview, whether or not it did before. */
export function namingPreview(templateJson: Uint8Array): Uint8Array {
  const template: unknown = JSON.parse(new TextDecoder().decode(templateJson));
  if (typeof template !== 'object' || template === null) throw new Error('template.json holds no object.');
  const entries = Object.entries(template).filter(([key]) => key !== 'preview');
  const after = entries.findIndex(([key]) => key === 'background') + 1;
  const named = Object.fromEntries(entries.toSpliced(after, 0, ['preview', PREVIEW_FILE]));
  return new TextEncoder().encode(`${JSON.stringify(named, null, 2)}\n`);
}

/** The package with its preview, made anew. */
export async function withPreview(
  files: ReadonlyMap<string, Uint8Array>,
  tools: PreviewTools,
): Promise<ReadonlyMap<string, Uint8Array>> {
  const named = new Map(files).set(
    'template.json',
    namingPreview(files.get('template.json') ?? new Uint8Array()),
  );
  return named.set(PREVIEW_FILE, palettePng(await previewPicture(named, tools)));
}

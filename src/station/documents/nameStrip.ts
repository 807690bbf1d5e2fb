import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { templateSchema } from '../../documents/template/format.ts';
import { contentId } from '../../documents/template/templatePackage.ts';
import type { Rendering, TemplateSource } from './rendering.ts';

/** Draws one line of text in any script, as a PDF page of {@link STRIP}; null when no font has its letters. */
export type NameStrip = (text: string) => Promise<Uint8Array | null>;

/** The page, in millimetres, as small as templates may be; the line stands in its uppermost part. `size` in points. */
export const STRIP = { widthMm: 88, heightMm: 20, lineMm: 7, size: 13 } as const;

async function stripTemplate(root: string): Promise<TemplateSource> {
  // The bundled certificate names the fonts for all scripts.
  const file = join(root, 'templates', 'completion', 'template.json');
  const { fonts, fallbacks } = templateSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  const [font] = Object.keys(fonts);
  const page = { widthMm: STRIP.widthMm, heightMm: STRIP.heightMm };
  // Loaded at the first name: starting the station does not wait for it.
  const { PDFDocument } = await import('pdf-lib');
  const blank = await PDFDocument.create({ updateMetadata: false });
  blank.addPage([(page.widthMm * 72) / 25.4, (page.heightMm * 72) / 25.4]);
  const template = {
    format: 'certificate-template/1',
    name: 'Name on a label',
    kind: 'addressPage',
    page,
    background: { front: 'background.pdf' },
    safeZoneMm: { top: 0, right: 0, bottom: 0, left: 0 },
    title: 'Name',
    fonts,
    fallbacks,
    fields: [
      {
        id: 'name',
        kind: 'text',
        text: '{{name}}',
        font,
        size: STRIP.size,
        minSize: 5,
        align: 'left',
        box: { x: 0, y: 0, width: page.widthMm, height: STRIP.lineMm },
      },
    ],
  };
  const files = new Map([
    ['template.json', new TextEncoder().encode(JSON.stringify(template))],
    ['background.pdf', await blank.save({ useObjectStreams: false })],
  ]);
  return { templateVersion: contentId(files), package: zipSync(Object.fromEntries(files)) };
}

/** Makes the drawing of names with the fonts of the product. The template is made at the first name. */
export function createNameStrip(rendering: Rendering, root: string): NameStrip {
  let template: Promise<TemplateSource> | null = null;
  return async (text) => {
    template ??= stripTemplate(root);
    const page = await rendering.page(
      await template,
      { key: 'name', values: { text: { name: text } } },
      'pdf',
    );
    return page.ok ? page.value : null;
  };
}

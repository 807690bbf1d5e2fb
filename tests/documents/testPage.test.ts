import { deflateSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import type { CompiledTemplate, FontLibrary } from '../../src/documents/compiledTemplate.ts';
import { compileTemplate } from '../../src/documents/compileTemplate.ts';
import { PageRefused } from '../../src/documents/findings.ts';
import type { OpenPdf, Rasteriser } from '../../src/documents/preflight/rasteriser.ts';
import { STROKED_WORDS, strokesOf } from '../../src/documents/printing/strokedLetters.ts';
import { testPage } from '../../src/documents/printing/testPage.ts';
import { renderOne } from '../../src/documents/renderOne.ts';
import { openTemplatePackage } from '../../src/documents/template/templatePackage.ts';
import type { TextEngine } from '../../src/documents/text/engine.ts';
import { SPECIMENS, specimenTexts } from '../../src/domain/certificates/specimens.ts';
import {
  compiledBundledTemplate,
  nodeFontLibrary,
  nodeRasteriser,
  nodeTextEngine,
} from '../support/documentsNode.ts';
import { onePage } from '../support/hostilePdfs.ts';

const values = { text: specimenTexts(SPECIMENS[4]) };
const DPI = 300;

let engine: TextEngine;
let library: FontLibrary;
let rasteriser: Rasteriser;
let completion: CompiledTemplate;

beforeAll(async () => {
  [engine, library, rasteriser] = await Promise.all([nodeTextEngine(), nodeFontLibrary(), nodeRasteriser()]);
  completion = await compiledBundledTemplate('completion', engine, library);
});

/** A template without any text or font: an empty page, and its back where it has one. */
async function emptyTemplate(about: {
  readonly language?: string;
  readonly back?: boolean;
}): Promise<CompiledTemplate> {
  const page = onePage('/MediaBox[0 0 595.28 841.89]', deflateSync(Buffer.from('')));
  const template = {
    format: 'certificate-template/1',
    name: 'Empty',
    page: { widthMm: 210, heightMm: 297 },
    background: { front: 'front.pdf', ...(about.back === true ? { back: 'back.pdf' } : {}) },
    ...(about.language === undefined ? {} : { language: about.language }),
    fonts: {},
    fields: [],
  };
  const files = new Map<string, Uint8Array>([
    ['template.json', Buffer.from(JSON.stringify(template))],
    ['front.pdf', page],
    ...(about.back === true ? [['back.pdf', page] as const] : []),
  ]);
  const opened = openTemplatePackage(files);
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  const compiled = await compileTemplate(opened.value, library, engine);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.error));
  return compiled.value;
}

function looked<T>(pdf: Uint8Array, look: (file: OpenPdf) => T): T {
  const file = rasteriser.open(pdf);
  if (file === undefined) throw new Error('It is no PDF');
  try {
    return look(file);
  } finally {
    file.close();
  }
}

/** Share of dots that are not white, in a region in millimetres. */
function inked(
  file: OpenPdf,
  region: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
  page = 0,
): number {
  const { data } = file.picture({ page, dpi: DPI, colour: false, region });
  return data.reduce((count, dot) => count + (dot < 200 ? 1 : 0), 0) / data.length;
}

describe('a page to try a template with', () => {
  it('without marks is the page that a certificate of these values is', async () => {
    expect(await testPage(completion, values, { marks: false })).toEqual(await renderOne(completion, values));
  });

  it('with marks shows the same page, its text and all, and marks over it', async () => {
    const [plain, marked] = [
      await renderOne(completion, values),
      await testPage(completion, values, { marks: true }),
    ];
    expect(looked(marked, (file) => file.text(0))).toBe(looked(plain, (file) => file.text(0)));
    const middle = { x: 30, y: 30, width: 219, height: 155 };
    const picture = (pdf: Uint8Array) =>
      looked(pdf, (file) => file.picture({ page: 0, dpi: 100, colour: true, region: middle }).data);
    expect(Buffer.compare(picture(marked), picture(plain))).toBe(0);
  });

  it('counts millimetres from the edges of the page', async () => {
    const marked = await testPage(await emptyTemplate({}), values, { marks: true });
    looked(marked, (file) => {
      for (const at of [20, 100, 190]) {
        // Long strokes at whole centimetres, nothing between two millimetres.
        expect(
          inked(file, { x: at - 0.1, y: 6.8, width: 0.2, height: 0.6 }),
          `${at} mm across`,
        ).toBeGreaterThan(0.4);
        expect(
          inked(file, { x: 6.8, y: at - 0.1, width: 0.6, height: 0.2 }),
          `${at} mm down`,
        ).toBeGreaterThan(0.4);
        expect(inked(file, { x: at + 3.35, y: 5.1, width: 0.3, height: 0.6 })).toBe(0);
      }
    });
  });

  it('points at the corners of the safe zone, and has the corners of the page itself', async () => {
    const marked = await testPage(completion, values, { marks: true });
    const { widthMm, heightMm } = completion.template.page;
    looked(marked, (file) => {
      for (const x of [8, widthMm - 8]) {
        const outside = x < 100 ? x - 5 : x + 3;
        expect(inked(file, { x: outside, y: 7.8, width: 2, height: 0.4 })).toBeGreaterThan(0.3);
        expect(inked(file, { x: outside, y: heightMm - 8.2, width: 2, height: 0.4 })).toBeGreaterThan(0.3);
      }
      expect(inked(file, { x: 0, y: 0, width: 3, height: 0.1 })).toBeGreaterThan(0.4);
    });
  });

  it('says what it is not in any template, in its language, on each side', async () => {
    const english = await testPage(await emptyTemplate({ back: true }), values, { marks: true });
    const spanish = await testPage(await emptyTemplate({ language: 'es-MX' }), values, { marks: true });
    const words = { x: 40, y: 288, width: 130, height: 5 };
    const [front, back] = looked(english, (file) => [inked(file, words, 0), inked(file, words, 1)]);
    expect(front).toBeGreaterThan(0.02);
    expect(back).toBe(front);
    expect(looked(spanish, (file) => inked(file, words))).not.toBe(front);
    for (const text of Object.values(STROKED_WORDS))
      expect(strokesOf(text, { x: 0, y: 0, height: 3 }).length).toBeGreaterThan(
        text.replaceAll(' ', '').length,
      );
  });

  it('is refused for values that a certificate would be refused for', async () => {
    const endless = { text: { ...values.text, issuedName: 'Endless '.repeat(60) } };
    await expect(testPage(completion, endless, { marks: true })).rejects.toBeInstanceOf(PageRefused);
  });
});

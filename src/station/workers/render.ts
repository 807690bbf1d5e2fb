/** The rendering thread: templates, pages, pictures of pages. The main thread stays free for scans and clicks. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { PDFiumLibrary } from '@hyzyla/pdfium';
import { unzipSync } from 'fflate';
import { checkFit } from '../../documents/checkFit.ts';
import { compileTemplate } from '../../documents/compileTemplate.ts';
import type { CompiledTemplate } from '../../documents/compiledTemplate.ts';
import { PageRefused } from '../../documents/findings.ts';
import { renderBatch } from '../../documents/renderBatch.ts';
import { renderOne } from '../../documents/renderOne.ts';
import { openTemplatePackage } from '../../documents/template/templatePackage.ts';
import { loadTextEngine } from '../../documents/text/engine.ts';
import { fontFolder } from '../documents/fontFolder.ts';
import { pngOf } from '../documents/png.ts';
import type { CheckedPage, RenderAnswer, RenderingFolders, RenderTask, TemplateUnusable } from '../documents/renderingProtocol.ts';

/** Pixels a point: 150 dots an inch, sharp on a large screen and quick. */
const SCREEN_SCALE = 150 / 72;

const { fonts }: RenderingFolders = workerData;
const library = fontFolder(fonts);
const compiled = new Map<string, CompiledTemplate>();
const shaping = engine();
let pdfium: Promise<PDFiumLibrary> | null = null;

async function engine(): ReturnType<typeof loadTextEngine> {
  const folder = dirname(createRequire(import.meta.url).resolve('harfbuzzjs'));
  const [shape, subset] = await Promise.all([
    readFile(join(folder, 'harfbuzz.wasm')),
    readFile(join(folder, 'harfbuzz-subset.wasm')),
  ]);
  return loadTextEngine({ shape: new Uint8Array(shape), subset: new Uint8Array(subset) });
}

async function templateOf(task: RenderTask): Promise<CompiledTemplate | TemplateUnusable> {
  const known = compiled.get(task.templateVersion);
  if (known !== undefined) return known;
  if (task.package === null) throw new Error(`The rendering thread was never given the template ${task.templateVersion}`);
  const opened = openTemplatePackage(new Map(Object.entries(unzipSync(task.package))));
  if (!opened.ok) return { tag: 'template_unusable', faults: opened.error.map(({ message }) => message) };
  if (opened.value.id !== task.templateVersion) {
    return { tag: 'template_unusable', faults: ['The package is not the one that the certificate names.'] };
  }
  const made = await compileTemplate(opened.value, library, await shaping);
  if (!made.ok) return { tag: 'template_unusable', faults: made.error.map(({ message }) => message) };
  compiled.set(task.templateVersion, made.value);
  return made.value;
}

async function picture(pdf: Uint8Array): Promise<Uint8Array> {
  pdfium ??= PDFiumLibrary.init();
  const document = await (await pdfium).loadDocument(pdf);
  try {
    const image = await document.getPage(0).render({ scale: SCREEN_SCALE, render: 'bitmap', colorSpace: 'BGRA' });
    return pngOf(image.data, image.width, image.height);
  } finally {
    document.destroy();
  }
}

async function answerTo(task: RenderTask): Promise<RenderAnswer> {
  const template = await templateOf(task);
  if ('tag' in template) return template;
  switch (task.kind) {
    case 'check': {
      const pages: CheckedPage[] = [];
      for (const { key, values } of task.pages) {
        const findings = checkFit(template, values);
        const hash = findings.length > 0 ? null : createHash('sha256').update(await renderOne(template, values)).digest('hex');
        pages.push({ key, hash, findings });
      }
      return { tag: 'checked', pages };
    }
    case 'document': {
      const parts: Uint8Array[] = [];
      for await (const part of renderBatch(template, task.pages, { title: task.title })) parts.push(part);
      return { tag: 'file', bytes: new Uint8Array(Buffer.concat(parts)) };
    }
    case 'page': {
      try {
        const pdf = await renderOne(template, task.page.values);
        return { tag: 'file', bytes: task.format === 'pdf' ? pdf : await picture(pdf) };
      } catch (problem) {
        if (problem instanceof PageRefused) return { tag: 'page_refused', findings: problem.findings };
        throw problem;
      }
    }
    default:
      throw new Error('No such task');
  }
}

let turn: Promise<void> = Promise.resolve();

parentPort?.on('message', ({ id, task }: { id: number; task: RenderTask }) => {
  turn = turn.then(async () => {
    let answer: RenderAnswer;
    try {
      answer = await answerTo(task);
    } catch (problem) {
      const { message, stack = '' } = problem instanceof Error ? problem : new Error(String(problem));
      answer = { tag: 'failed', message, stack };
    }
    parentPort?.postMessage({ id, answer });
  });
});

/** The rendering thread: templates, pages, pictures of pages. The main thread stays free for scans and clicks. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { unzipSync } from 'fflate';
import type { CompiledTemplate } from '../../documents/compiledTemplate.ts';
import { compileTemplate } from '../../documents/compileTemplate.ts';
import { PageRefused } from '../../documents/findings.ts';
import { checkSheet } from '../../documents/preflight/checkSheet.ts';
import { loadCodeReader } from '../../documents/preflight/codeReader.ts';
import { pngOf } from '../../documents/preflight/png.ts';
import { preflight } from '../../documents/preflight/preflight.ts';
import type { PreflightTools } from '../../documents/preflight/preflight.ts';
import { loadRasteriser } from '../../documents/preflight/rasteriser.ts';
import type { Rasteriser } from '../../documents/preflight/rasteriser.ts';
import { renderBatch } from '../../documents/renderBatch.ts';
import { renderOne } from '../../documents/renderOne.ts';
import { openTemplatePackage } from '../../documents/template/templatePackage.ts';
import { loadTextEngine } from '../../documents/text/engine.ts';
import { fontFolder } from '../documents/fontFolder.ts';
import type {
  CheckedPage,
  PageWanted,
  RenderAnswer,
  RenderingFolders,
  RenderTask,
  TemplateUnusable,
} from '../documents/renderingProtocol.ts';

/** Dots an inch of a picture for the screen: sharp on a large one, and quick. */
const SCREEN_DPI = 150;
/** Dots an inch at which codes are read back: what the plainest printers in use have. */
const PRINTER_DPI = 300;

const { fonts }: RenderingFolders = workerData;
const library = fontFolder(fonts);
const compiled = new Map<string, CompiledTemplate>();
const shaping = engine();
let rasterising: Promise<Rasteriser> | null = null;
let looking: Promise<PreflightTools> | null = null;

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
  if (task.package === null)
    throw new Error(`The rendering thread was never given the template ${task.templateVersion}`);
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

function binary(name: string): Promise<Uint8Array> {
  return readFile(createRequire(import.meta.url).resolve(name));
}

function rasteriser(): Promise<Rasteriser> {
  rasterising ??= binary('@hyzyla/pdfium/dist/pdfium.wasm').then(loadRasteriser);
  return rasterising;
}

function tools(): Promise<PreflightTools> {
  looking ??= (async () => ({
    rasteriser: await rasteriser(),
    codeReader: await loadCodeReader(await binary('zxing-wasm/reader/zxing_reader.wasm')),
  }))();
  return looking;
}

async function picture(pdf: Uint8Array): Promise<Uint8Array> {
  const file = (await rasteriser()).open(pdf);
  if (file === undefined) throw new Error('A page that was just made is no PDF');
  try {
    return pngOf(file.picture({ page: 0, dpi: SCREEN_DPI, colour: true }));
  } finally {
    file.close();
  }
}

async function wholeFile(
  template: CompiledTemplate,
  title: string,
  pages: readonly PageWanted[],
): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const part of renderBatch(template, pages, { title })) parts.push(part);
  return new Uint8Array(Buffer.concat(parts));
}

/** Preflight: what values and places tell, then a look at the pages themselves with the codes read back. */
async function checked(template: CompiledTemplate, pages: readonly PageWanted[]): Promise<CheckedPage[]> {
  const found = new Map(pages.map(({ key, values }) => [key, checkSheet(template, values, undefined)]));
  const printable = pages.filter(({ key }) => found.get(key)?.length === 0);
  const file = await wholeFile(template, 'Preflight', printable);
  for await (const { sheet, findings } of preflight(template, file, printable, await tools(), {
    dpi: PRINTER_DPI,
  })) {
    found.set(printable[sheet]?.key ?? '', findings);
  }
  return Promise.all(
    pages.map(async ({ key, values }) => {
      const findings = found.get(key) ?? [];
      const hash =
        findings.length > 0
          ? null
          : createHash('sha256')
              .update(await renderOne(template, values))
              .digest('hex');
      return { key, hash, findings };
    }),
  );
}

async function answerTo(task: RenderTask): Promise<RenderAnswer> {
  const template = await templateOf(task);
  if ('tag' in template) return template;
  switch (task.kind) {
    case 'check':
      return { tag: 'checked', pages: await checked(template, task.pages) };
    case 'document':
      return { tag: 'file', bytes: await wholeFile(template, task.title, task.pages) };
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
    parentPort?.postMessage({ id, answer }, []);
  });
});

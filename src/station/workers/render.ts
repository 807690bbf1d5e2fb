/**
 * The rendering thread: templates, pages, pictures of pages. The main thread stays free for scans and clicks. Checks go on
 * page by page and by turns; whatever a person waits for comes before the next page.
 */
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { unzipSync } from 'fflate';
import type { CompiledTemplate } from '../../documents/compiledTemplate.ts';
import { compileTemplate } from '../../documents/compileTemplate.ts';
import { PageRefused } from '../../documents/findings.ts';
import { renderOne } from '../../documents/renderOne.ts';
import { openTemplatePackage } from '../../documents/template/templatePackage.ts';
import { fontFolder } from '../documents/fontFolder.ts';
import { letterFolder, makeLetter, templateFolder } from '../documents/letterMaking.ts';
import { packageProblem } from '../documents/packageProblem.ts';
import { checkPages, fileOfPages, pictureOfFaults, pictureOfPage, sheetOf } from '../documents/pageMaking.ts';
import type {
  CheckedPage,
  FromThread,
  Letter,
  RenderAnswer,
  RenderingFolders,
  RenderTask,
  TemplateTask,
  TemplateUnusable,
  ToThread,
} from '../documents/renderingProtocol.ts';
import { threadTools } from '../documents/threadTools.ts';

/** One task on its way: each step of a check is a page, everything else is done in one. */
interface Turn {
  readonly id: number;
  readonly steps: AsyncGenerator<CheckedPage, RenderAnswer, undefined>;
  unwanted: boolean;
}

const { fonts, templates }: RenderingFolders = workerData;
const library = fontFolder(fonts);
const tools = threadTools();
const compiled = new Map<string, CompiledTemplate>();
const quick: Turn[] = [];
const slow: Turn[] = [];
let current: Turn | null = null;

/** Keeps the template under `key`. `version`: what its content must come to, null where any will do. */
async function compiledFrom(
  key: string,
  files: ReadonlyMap<string, Uint8Array>,
  version: string | null,
): Promise<CompiledTemplate | TemplateUnusable> {
  const opened = openTemplatePackage(files);
  if (!opened.ok) return { tag: 'template_unusable', faults: opened.error.map(({ message }) => message) };
  if (version !== null && opened.value.id !== version) {
    return { tag: 'template_unusable', faults: ['The package is not the one that the certificate names.'] };
  }
  const made = await compileTemplate(opened.value, library, await tools.textEngine());
  if (!made.ok) return { tag: 'template_unusable', faults: made.error.map(({ message }) => message) };
  compiled.set(key, made.value);
  return made.value;
}

async function templateOf(task: TemplateTask): Promise<CompiledTemplate | TemplateUnusable> {
  const known = compiled.get(task.templateVersion);
  if (known !== undefined) return known;
  if (task.package === null)
    throw new Error(`The rendering thread was never given the template ${task.templateVersion}`);
  let files: Record<string, Uint8Array>;
  try {
    files = unzipSync(task.package);
  } catch (problem) {
    const detail = problem instanceof Error ? problem.message : String(problem);
    return { tag: 'template_unusable', faults: [`The package is damaged: ${detail}`] };
  }
  return compiledFrom(task.templateVersion, new Map(Object.entries(files)), task.templateVersion);
}

async function letterFile(letter: Letter): Promise<RenderAnswer> {
  const folder = letterFolder(letter);
  const template =
    compiled.get(folder) ?? (await compiledFrom(folder, await templateFolder(join(templates, folder)), null));
  if ('tag' in template) return template;
  const made = await makeLetter(template, letter);
  if (!made.ok) return { tag: 'page_refused', findings: made.error };
  const looked = (await tools.rasteriser()).open(made.value);
  const pages = looked?.pageCount ?? 0;
  looked?.close();
  return { tag: 'printable', file: { pdf: made.value, sheet: sheetOf(template), pages } };
}

async function* stepsOf(task: RenderTask): AsyncGenerator<CheckedPage, RenderAnswer, undefined> {
  if (task.kind === 'letter') return letterFile(task.letter);
  if (task.kind === 'package') return { tag: 'package', problem: packageProblem(task.file, task.version) };
  if (task.kind === 'picture')
    return { tag: 'file', bytes: pictureOfPage(task.pdf, await tools.rasteriser()) };
  const template = await templateOf(task);
  if ('tag' in template) return template;
  switch (task.kind) {
    case 'check': {
      const pages: CheckedPage[] = [];
      for await (const page of checkPages(template, task.pages, task.layout, await tools.preflight())) {
        pages.push(page);
        yield page;
      }
      return { tag: 'checked', pages, sheet: sheetOf(template) };
    }
    case 'document':
      return { tag: 'printable', file: await fileOfPages(template, task.title, task.pages, task.layout) };
    case 'findingPicture': {
      const { page, layout, findings } = task;
      return {
        tag: 'file',
        bytes: await pictureOfFaults(template, page, layout, findings, await tools.preflight()),
      };
    }
    case 'page': {
      try {
        const pdf = await renderOne(template, task.page.values);
        const bytes = task.format === 'pdf' ? pdf : pictureOfPage(pdf, await tools.rasteriser());
        return { tag: 'file', bytes };
      } catch (problem) {
        if (problem instanceof PageRefused) return { tag: 'page_refused', findings: problem.findings };
        throw problem;
      }
    }
  }
}

function say(message: FromThread): void {
  parentPort?.postMessage(message, []);
}

/** One step of a task: a page of a check, or its whole. True when there is more of it to do. */
async function step({ id, steps }: Turn): Promise<boolean> {
  try {
    const done = await steps.next();
    say(done.done === true ? { id, answer: done.value } : { id, page: done.value });
    return done.done !== true;
  } catch (problem) {
    const { message, stack = '' } = problem instanceof Error ? problem : new Error(String(problem));
    say({ id, answer: { tag: 'failed', message, stack } });
    return false;
  }
}

async function work(): Promise<void> {
  if (current !== null) return;
  for (let turn = quick.shift() ?? slow.shift(); turn !== undefined; turn = quick.shift() ?? slow.shift()) {
    current = turn;
    if (!turn.unwanted && (await step(turn))) slow.push(turn);
    // Between two pages what was said meanwhile gets in: another task, or that this one is not wanted any more.
    await new Promise((resolve) => void setImmediate(resolve));
    if (turn.unwanted) await turn.steps.return({ tag: 'checked', pages: [], sheet: NO_SHEET });
  }
  current = null;
}

/** For the answer of a check that nobody waits for. */
const NO_SHEET = { widthMm: 0, heightMm: 0, twoSided: false };

parentPort?.on('message', ({ id, task }: ToThread) => {
  if (task === null) {
    for (const turn of [current, ...slow, ...quick]) if (turn?.id === id) turn.unwanted = true;
    return;
  }
  (task.kind === 'check' ? slow : quick).push({ id, steps: stepsOf(task), unwanted: false });
  void work();
});

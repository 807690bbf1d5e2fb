import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Finding } from '../../documents/findings.ts';
import { err, ok } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import type {
  CheckedPage,
  FromThread,
  Letter,
  PageLayout,
  PageWanted,
  PrintableFile,
  RenderAnswer,
  RenderingFolders,
  RenderTask,
  SheetForm,
  TemplateTask,
  TemplateUnusable,
  ToThread,
} from './renderingProtocol.ts';

/** A template: its version and its package as one zip file. */
export interface TemplateSource {
  readonly templateVersion: string;
  readonly package: Uint8Array;
}

/** The page has findings and cannot be shown as it would print. */
export interface PageNotShown {
  readonly tag: 'page_refused';
  readonly findings: readonly Finding[];
}

/** A check was not wanted any more. What was reported until then stands. */
export interface NotWanted {
  readonly tag: 'not_wanted';
}

/** Thrown when the thread ended under a task: it ran out of memory, or was killed. A new one starts with the next task. */
export class ThreadEnded extends Error {
  constructor(code: number | string) {
    super(`The rendering thread has ended (${code})`);
    this.name = 'ThreadEnded';
  }
}

/** How pages are to be checked. */
export interface CheckWatch {
  readonly layout: PageLayout;
  /** Ends the check at the next page; the answer comes at once. */
  readonly signal?: AbortSignal;
  /** Each page as it is done, in order. */
  readonly report?: (page: CheckedPage) => void;
}

/**
 * Pages from templates, made in a thread of their own. Checks go on page by page and by turns; everything else comes
 * between two pages, so that nobody waits for a check to end.
 */
export interface Rendering {
  /** Preflight of each page, its hash, and the sheet it is made for. */
  check(
    template: TemplateSource,
    pages: readonly PageWanted[],
    watch: CheckWatch,
  ): Promise<Result<{ pages: readonly CheckedPage[]; sheet: SheetForm }, TemplateUnusable | NotWanted>>;
  /** One PDF of these pages, for a printer. Rejects for pages with findings: only checked ones are printed. */
  document(
    template: TemplateSource,
    title: string,
    pages: readonly PageWanted[],
    layout: PageLayout,
  ): Promise<Result<PrintableFile, TemplateUnusable>>;
  /** One page, as PDF or as a picture for the screen. */
  page(
    template: TemplateSource,
    page: PageWanted,
    format: 'pdf' | 'png',
  ): Promise<Result<Uint8Array, TemplateUnusable | PageNotShown>>;
  /** The page with red frames around what is wrong: what the thread finds, and what the caller did. PNG. */
  findingPicture(
    template: TemplateSource,
    page: PageWanted,
    layout: PageLayout,
    findings: readonly Finding[],
  ): Promise<Result<Uint8Array, TemplateUnusable>>;
  /** A letter or list that goes with certificates. */
  letter(letter: Letter): Promise<Result<PrintableFile, TemplateUnusable | PageNotShown>>;
  /** The first page of a PDF from elsewhere (a carrier's label) as a picture. PNG. Rejects for what is no PDF. */
  picture(pdf: Uint8Array): Promise<Uint8Array>;
  /** What is wrong with a package that came as this version; null when it is what it says. */
  packageProblem(file: Uint8Array, version: string): Promise<string | null>;
  /** Ends the thread; what it was doing rejects. */
  stop(): Promise<void>;
}

interface Waiting {
  readonly answer: PromiseWithResolvers<RenderAnswer | NotWanted>;
  readonly report: ((page: CheckedPage) => void) | undefined;
}

interface Thread {
  readonly worker: Worker;
  readonly waiting: Map<number, Waiting>;
  readonly given: Set<string>;
}

/** In the sources the thread is a folder away; a built program has all its files in one. */
function workerFile(): string {
  return import.meta.filename.endsWith('.ts')
    ? join(import.meta.dirname, '..', 'workers', 'render.ts')
    : join(import.meta.dirname, 'render.js');
}

type WithoutPackage<Task> = Task extends TemplateTask ? Omit<Task, 'package' | 'templateVersion'> : never;

/** Starts the thread at the first task, and anew when it has died. */
export function createRendering(folders: RenderingFolders): Rendering {
  let thread: Thread | null = null;
  let last = 0;

  const start = (): Thread => {
    const worker = new Worker(workerFile(), { workerData: folders });
    worker.unref();
    const started: Thread = { worker, waiting: new Map(), given: new Set() };
    const ended = (problem: Error): void => {
      if (thread === started) thread = null;
      for (const { answer } of started.waiting.values()) answer.reject(problem);
      started.waiting.clear();
    };
    worker.on('message', (message: FromThread) => {
      const waiting = started.waiting.get(message.id);
      if (waiting === undefined) return;
      if ('page' in message) {
        waiting.report?.(message.page);
        return;
      }
      waiting.answer.resolve(message.answer);
      started.waiting.delete(message.id);
      if (started.waiting.size === 0) worker.unref();
    });
    // Out of memory and the like arrive as errors of the worker: whatever was asked of it can be asked of the next one.
    worker.on('error', (problem) => ended(new ThreadEnded(String(problem))));
    worker.on('exit', (code) => ended(new ThreadEnded(code)));
    return started;
  };

  const tell = (to: Thread, message: ToThread): void => to.worker.postMessage(message, []);

  const send = async (
    task: RenderTask,
    watch: Pick<CheckWatch, 'signal' | 'report'> = {},
  ): Promise<RenderAnswer | NotWanted> => {
    if (watch.signal?.aborted === true) return { tag: 'not_wanted' };
    const current = (thread ??= start());
    last += 1;
    const id = last;
    const answer = Promise.withResolvers<RenderAnswer | NotWanted>();
    current.waiting.set(id, { answer, report: watch.report });
    current.worker.ref();
    const drop = (): void => {
      current.waiting.delete(id);
      if (current.waiting.size === 0) current.worker.unref();
      tell(current, { id, task: null });
      answer.resolve({ tag: 'not_wanted' });
    };
    watch.signal?.addEventListener('abort', drop, { once: true });
    tell(current, { id, task });
    try {
      const given = await answer.promise;
      if (given.tag === 'failed')
        throw new Error(`Rendering failed: ${given.message}`, { cause: given.stack });
      // A template that could not be used is not kept over there.
      if ('templateVersion' in task && given.tag !== 'template_unusable' && given.tag !== 'not_wanted')
        current.given.add(task.templateVersion);
      return given;
    } finally {
      watch.signal?.removeEventListener('abort', drop);
    }
  };

  const ask = (
    { templateVersion, package: file }: TemplateSource,
    rest: WithoutPackage<TemplateTask>,
    watch?: Pick<CheckWatch, 'signal' | 'report'>,
  ): Promise<RenderAnswer | NotWanted> =>
    send(
      { ...rest, templateVersion, package: thread?.given.has(templateVersion) === true ? null : file },
      watch,
    );

  const unexpected = (answer: RenderAnswer | NotWanted): never => {
    throw new Error(`The rendering thread gave another answer: ${answer.tag}`);
  };

  return {
    async check(template, pages, { layout, ...watch }) {
      const answer = await ask(template, { kind: 'check', pages, layout }, watch);
      if (answer.tag === 'template_unusable' || answer.tag === 'not_wanted') return err(answer);
      return answer.tag === 'checked' ? ok(answer) : unexpected(answer);
    },
    async document(template, title, pages, layout) {
      const answer = await ask(template, { kind: 'document', title, pages, layout });
      if (answer.tag === 'template_unusable') return err(answer);
      return answer.tag === 'printable' ? ok(answer.file) : unexpected(answer);
    },
    async page(template, page, format) {
      const answer = await ask(template, { kind: 'page', page, format });
      if (answer.tag === 'template_unusable' || answer.tag === 'page_refused') return err(answer);
      return answer.tag === 'file' ? ok(answer.bytes) : unexpected(answer);
    },
    async findingPicture(template, page, layout, findings) {
      const answer = await ask(template, { kind: 'findingPicture', page, layout, findings });
      if (answer.tag === 'template_unusable') return err(answer);
      return answer.tag === 'file' ? ok(answer.bytes) : unexpected(answer);
    },
    async letter(letter) {
      const answer = await send({ kind: 'letter', letter });
      if (answer.tag === 'template_unusable' || answer.tag === 'page_refused') return err(answer);
      return answer.tag === 'printable' ? ok(answer.file) : unexpected(answer);
    },
    async picture(pdf) {
      const answer = await send({ kind: 'picture', pdf });
      return answer.tag === 'file' ? answer.bytes : unexpected(answer);
    },
    async packageProblem(file, version) {
      const answer = await send({ kind: 'package', file, version });
      return answer.tag === 'package' ? answer.problem : unexpected(answer);
    },
    async stop() {
      await thread?.worker.terminate();
      thread = null;
    },
  };
}

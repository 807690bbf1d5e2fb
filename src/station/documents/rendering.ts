import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Finding } from '../../documents/findings.ts';
import { err, ok } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import type {
  CheckedPage,
  PageWanted,
  RenderAnswer,
  RenderingFolders,
  RenderTask,
  TemplateUnusable,
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

/** Pages from templates, made in a thread of their own, one task after the other. */
export interface Rendering {
  /** Preflight of each page, and its hash. */
  check(
    template: TemplateSource,
    pages: readonly PageWanted[],
  ): Promise<Result<readonly CheckedPage[], TemplateUnusable>>;
  /** One PDF of these pages, for a printer. Rejects for pages with findings: only checked ones are printed. */
  document(
    template: TemplateSource,
    title: string,
    pages: readonly PageWanted[],
  ): Promise<Result<Uint8Array, TemplateUnusable>>;
  /** One page, as PDF or as a picture for the screen. */
  page(
    template: TemplateSource,
    page: PageWanted,
    format: 'pdf' | 'png',
  ): Promise<Result<Uint8Array, TemplateUnusable | PageNotShown>>;
  /** Ends the thread; what it was doing rejects. */
  stop(): Promise<void>;
}

interface Thread {
  readonly worker: Worker;
  readonly waiting: Map<number, PromiseWithResolvers<RenderAnswer>>;
  readonly given: Set<string>;
}

/** In the sources the thread is a folder away; a built program has all its files in one. */
function workerFile(): string {
  return import.meta.filename.endsWith('.ts')
    ? join(import.meta.dirname, '..', 'workers', 'render.ts')
    : join(import.meta.dirname, 'render.js');
}

type WithoutPackage<Task> = Task extends RenderTask ? Omit<Task, 'package' | 'templateVersion'> : never;

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
      for (const { reject } of started.waiting.values()) reject(problem);
      started.waiting.clear();
    };
    worker.on('message', ({ id, answer }: { id: number; answer: RenderAnswer }) => {
      started.waiting.get(id)?.resolve(answer);
      started.waiting.delete(id);
      if (started.waiting.size === 0) worker.unref();
    });
    worker.on('error', (problem) => ended(problem instanceof Error ? problem : new Error(String(problem))));
    worker.on('exit', (code) => ended(new Error(`The rendering thread has ended (${code})`)));
    return started;
  };

  const ask = async (template: TemplateSource, rest: WithoutPackage<RenderTask>): Promise<RenderAnswer> => {
    const current = (thread ??= start());
    const { templateVersion } = template;
    last += 1;
    const id = last;
    const answer = Promise.withResolvers<RenderAnswer>();
    current.waiting.set(id, answer);
    current.worker.ref();
    const task: RenderTask = {
      ...rest,
      templateVersion,
      package: current.given.has(templateVersion) ? null : template.package,
    };
    current.worker.postMessage({ id, task }, []);
    const given = await answer.promise;
    // A template that could not be used is not kept over there.
    if (given.tag === 'failed') throw new Error(`Rendering failed: ${given.message}`, { cause: given.stack });
    if (given.tag !== 'template_unusable') current.given.add(templateVersion);
    return given;
  };

  const unexpected = (answer: RenderAnswer): never => {
    throw new Error(`The rendering thread gave another answer: ${answer.tag}`);
  };

  return {
    async check(template, pages) {
      const answer = await ask(template, { kind: 'check', pages });
      if (answer.tag === 'template_unusable') return err(answer);
      return answer.tag === 'checked' ? ok(answer.pages) : unexpected(answer);
    },
    async document(template, title, pages) {
      const answer = await ask(template, { kind: 'document', title, pages });
      if (answer.tag === 'template_unusable') return err(answer);
      return answer.tag === 'file' ? ok(answer.bytes) : unexpected(answer);
    },
    async page(template, page, format) {
      const answer = await ask(template, { kind: 'page', page, format });
      if (answer.tag === 'template_unusable' || answer.tag === 'page_refused') return err(answer);
      return answer.tag === 'file' ? ok(answer.bytes) : unexpected(answer);
    },
    async stop() {
      await thread?.worker.terminate();
      thread = null;
    },
  };
}

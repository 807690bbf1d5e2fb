import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { LaidOutPage, PageLayoutEngine } from '../../documents/html/pageLayout.ts';
import type {
  DesignAnswer,
  DesignFault,
  DesignFolders,
  DesignTask,
  FromDesignThread,
  LayoutAnswer,
  LayoutRequest,
  ToDesignThread,
} from './designingProtocol.ts';

/** How long one task may take. */
export interface DesignPatience {
  /** Of work, in milliseconds: what the program was kept waiting for by others does not count. */
  readonly workMs: number;
  /** In all. */
  readonly longestMs: number;
}

/** A file takes no longer than this to be read, whatever is in it. */
export const DESIGN_PATIENCE: DesignPatience = { workMs: 2000, longestMs: 20_000 };
/** A browser starts, and lays the page out. */
const LAYING_OUT: DesignPatience = { workMs: 60_000, longestMs: 60_000 };
/** Bytes that the thread's objects may take. */
const MOST_MEMORY_MB = 512;

/** Templates in the making, opened and drawn in a thread of their own, so that neither a screen nor a batch waits for them. */
export interface Designing {
  /**
   * Answers with `not_sound` too when the thread was ended because the task took too long or too much; whatever a file does
   * to it, nothing else is touched, and the next task has a new one. Rejects for faults of this program.
   */
  ask(task: DesignTask): Promise<DesignAnswer>;
  /** Ends the thread; what it was doing rejects. */
  stop(): Promise<void>;
}

/** In the sources the thread is a folder away; a built program has all its files in one. */
function workerFile(): string {
  return import.meta.filename.endsWith('.ts')
    ? join(import.meta.dirname, '..', 'workers', 'designing.ts')
    : join(import.meta.dirname, 'designing.js');
}

interface Thread {
  readonly worker: Worker;
  readonly ready: Promise<void>;
  readonly ended: AbortSignal;
}

interface Open {
  readonly id: number;
  readonly done: PromiseWithResolvers<DesignAnswer>;
}

function tooMuch(message: string): DesignAnswer {
  const fault: DesignFault = { kind: 'tooLarge', at: 'package', message };
  return { tag: 'not_sound', faults: [fault] };
}

/** Starts the thread at the first task, and anew when it has ended. Tasks go to it one after the other. */
export function createDesigning(
  folders: DesignFolders,
  layoutEngine: PageLayoutEngine | undefined,
  patience: DesignPatience = DESIGN_PATIENCE,
): Designing {
  let thread: Thread | null = null;
  let current: Open | null = null;
  let turn: Promise<unknown> = Promise.resolve();
  let lastId = 0;
  let stopped = false;

  const start = (): Thread => {
    const worker = new Worker(workerFile(), {
      workerData: folders,
      resourceLimits: { maxOldGenerationSizeMb: MOST_MEMORY_MB },
    });
    const ready = Promise.withResolvers<void>();
    const ended = new AbortController();
    const layingOut = layoutEngine === undefined ? null : layoutFor(layoutEngine);
    const started: Thread = { worker, ready: ready.promise, ended: ended.signal };
    const end = (problem: Error): void => {
      if (thread === started) thread = null;
      ready.reject(problem);
      ended.abort(problem);
      void layingOut?.closeAll();
    };
    ready.promise.catch(() => undefined);
    worker.unref();
    worker.on('message', (message: FromDesignThread) => {
      if ('ready' in message) ready.resolve();
      else if ('request' in message) {
        const { layoutId, request } = message;
        const answering =
          layingOut?.answer(request) ??
          Promise.resolve<LayoutAnswer>({ tag: 'layout_failed', message: 'There is no browser.' });
        answering.then(
          (answer) => worker.postMessage({ layoutId, answer } satisfies ToDesignThread, []),
          (problem: unknown) => end(problem instanceof Error ? problem : new Error(String(problem))),
        );
      } else if (current?.id === message.id) current.done.resolve(message.answer);
    });
    worker.on('error', (problem) => end(problem instanceof Error ? problem : new Error(String(problem))));
    worker.on('exit', (code) => end(new Error(`The thread for templates has ended (${code})`)));
    return started;
  };

  const run = async (task: DesignTask): Promise<DesignAnswer> => {
    if (stopped) throw new Error('The thread for templates was stopped');
    const used = (thread ??= start());
    used.worker.ref();
    try {
      await used.ready;
      lastId += 1;
      const open: Open = { id: lastId, done: Promise.withResolvers() };
      current = open;
      const limits = task.kind === 'begin' && task.canLayOut ? LAYING_OUT : patience;
      const late = watch(limits);
      const gone = Promise.withResolvers<'gone'>();
      const onEnd = (): void => gone.resolve('gone');
      used.ended.addEventListener('abort', onEnd, { once: true });
      used.worker.postMessage({ id: open.id, task } satisfies ToDesignThread, []);
      const outcome = await Promise.race([open.done.promise, late.promise, gone.promise]);
      late.cancel();
      used.ended.removeEventListener('abort', onEnd);
      if (outcome === 'gone') {
        if (outOfMemory(used.ended.reason)) return tooMuch('It takes too much memory to read.');
        throw used.ended.reason;
      }
      if (outcome === 'late') {
        if (thread === used) thread = null;
        await used.worker.terminate();
        return tooMuch('It takes too long to read.');
      }
      if (outcome.tag === 'failed')
        throw new Error(`A template could not be worked on: ${outcome.message}`, { cause: outcome.stack });
      return outcome;
    } finally {
      current = null;
      used.worker.unref();
    }
  };

  return {
    ask(task) {
      const answer = turn.then(() => run(task));
      turn = answer.catch(() => undefined);
      return answer;
    },
    async stop() {
      stopped = true;
      await thread?.worker.terminate();
      thread = null;
    },
  };
}

function outOfMemory(problem: unknown): boolean {
  return problem instanceof Error && 'code' in problem && problem.code === 'ERR_WORKER_OUT_OF_MEMORY';
}

/** Resolves when the time is up: both by the clock and by what this program was given of the processor. */
function watch({ workMs, longestMs }: DesignPatience): {
  readonly promise: Promise<'late'>;
  cancel(): void;
} {
  const late = Promise.withResolvers<'late'>();
  const began = performance.now();
  const before = process.cpuUsage();
  let timer: NodeJS.Timeout;
  const look = (): void => {
    const { user, system } = process.cpuUsage(before);
    const worked = (user + system) / 1000;
    const passed = performance.now() - began;
    if (passed >= longestMs || (passed >= workMs && worked >= workMs)) late.resolve('late');
    else timer = setTimeout(look, Math.max(50, workMs - worked));
  };
  timer = setTimeout(look, workMs);
  return { promise: late.promise, cancel: () => clearTimeout(timer) };
}

/** Answers what the thread asks of the browser. Pages that it leaves open are closed with it. */
function layoutFor(engine: PageLayoutEngine): {
  answer(request: LayoutRequest): Promise<LayoutAnswer>;
  closeAll(): Promise<void>;
} {
  const pages = new Map<number, LaidOutPage>();
  let last = 0;
  return {
    async answer(request) {
      try {
        if (request.kind === 'open') {
          const page = await engine.open(request.page);
          if (!page.ok) return { tag: 'layout_failed', message: page.error };
          last += 1;
          pages.set(last, page.value);
          const { elements, refusedRequests } = page.value;
          return { tag: 'opened', opened: last, elements, refusedRequests };
        }
        const page = pages.get(request.opened);
        if (page === undefined) return { tag: 'layout_failed', message: 'The page is not open any more.' };
        if (request.kind === 'print') return { tag: 'printed', pdf: await page.print(request.hidden) };
        pages.delete(request.opened);
        await page.close();
        return { tag: 'closed' };
      } catch (problem) {
        // The browser ended, or said what this program does not understand: no layout either way.
        return {
          tag: 'layout_failed',
          message: problem instanceof Error ? problem.message : String(problem),
        };
      }
    },
    async closeAll() {
      const open = [...pages.values()];
      pages.clear();
      await Promise.allSettled(open.map((page) => page.close()));
    },
  };
}

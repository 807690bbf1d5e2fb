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
const READING: DesignPatience = { workMs: 2000, longestMs: 20_000 };
/** What was read is drawn, at any size, twice where two are compared. */
const DRAWING: DesignPatience = { workMs: 10_000, longestMs: 30_000 };
const DRAWINGS: readonly DesignTask['kind'][] = ['testPage', 'picture', 'difference', 'pack'];
/** A browser starts, and lays the page out. */
const LAYING_OUT: DesignPatience = { workMs: 60_000, longestMs: 60_000 };
/** A thread that nobody asks is ended: fonts take room. */
const IDLE_MS = 10 * 60_000;
/** Bytes that the thread's objects may take. */
const MOST_MEMORY_MB = 512;

/** Templates in the making, opened and drawn in a thread of their own, so that neither a screen nor a batch waits for them. */
export interface Designing {
  /**
   * Answers with `not_sound` too when a file made the task take too long or too much, or broke what reads it; whatever a file
   * does, nothing else is touched, and the next task has a new thread. Rejects when it is stopped.
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
  readonly late: Watch;
}

function unsound(kind: 'tooLarge' | 'unreadable', message: string): DesignAnswer {
  const fault: DesignFault = { kind, at: 'package', message };
  return { tag: 'not_sound', faults: [fault] };
}

/** What else a host may say of the thread. */
export interface DesigningOptions {
  /** For every task; absent: what it usually takes, many times over. */
  readonly patience?: DesignPatience;
  /** Told when a task ended in an error that was not foreseen; what was asked is answered all the same. */
  readonly taskFailed?: (problem: unknown) => void;
}

/** Starts the thread at the first task, and anew when it has ended. Tasks go to it one after the other. */
export function createDesigning(
  folders: DesignFolders,
  layoutEngine: PageLayoutEngine | undefined,
  { patience, taskFailed = () => undefined }: DesigningOptions = {},
): Designing {
  let thread: Thread | null = null;
  let current: Open | null = null;
  let turn: Promise<unknown> = Promise.resolve();
  let lastId = 0;
  let stopped = false;
  let idle: NodeJS.Timeout | undefined;

  const end = async (): Promise<void> => {
    const ended = thread;
    thread = null;
    await ended?.worker.terminate();
  };

  const start = (): Thread => {
    const worker = new Worker(workerFile(), {
      workerData: folders,
      resourceLimits: { maxOldGenerationSizeMb: MOST_MEMORY_MB },
    });
    const ready = Promise.withResolvers<void>();
    const ended = new AbortController();
    const layingOut = layoutEngine === undefined ? null : layoutFor(layoutEngine);
    const started: Thread = { worker, ready: ready.promise, ended: ended.signal };
    const gone = (problem: Error): void => {
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
        // The browser has its own time.
        current?.late.restart(LAYING_OUT);
        const answering =
          layingOut?.answer(request) ??
          Promise.resolve<LayoutAnswer>({ tag: 'layout_failed', message: 'There is no browser.' });
        answering.then(
          (answer) => {
            current?.late.restart(patience ?? READING);
            worker.postMessage({ layoutId, answer } satisfies ToDesignThread, []);
          },
          (problem: unknown) => gone(problem instanceof Error ? problem : new Error(String(problem))),
        );
      } else if (current?.id === message.id) current.done.resolve(message.answer);
    });
    worker.on('error', (problem) => gone(problem instanceof Error ? problem : new Error(String(problem))));
    worker.on('exit', (code) => gone(new Error(`The thread for templates has ended (${code})`)));
    return started;
  };

  const run = async (task: DesignTask): Promise<DesignAnswer> => {
    if (stopped) throw new Error('The thread for templates was stopped');
    clearTimeout(idle);
    const used = (thread ??= start());
    used.worker.ref();
    try {
      await used.ready;
      lastId += 1;
      const open: Open = {
        id: lastId,
        done: Promise.withResolvers(),
        late: watch(patience ?? (DRAWINGS.includes(task.kind) ? DRAWING : READING)),
      };
      current = open;
      const gone = Promise.withResolvers<'gone'>();
      const onEnd = (): void => gone.resolve('gone');
      used.ended.addEventListener('abort', onEnd, { once: true });
      used.worker.postMessage({ id: open.id, task } satisfies ToDesignThread, []);
      const outcome = await Promise.race([open.done.promise, open.late.promise, gone.promise]);
      open.late.cancel();
      used.ended.removeEventListener('abort', onEnd);
      if (outcome === 'gone') {
        const problem: unknown = used.ended.reason;
        if (stopped) throw problem;
        if (outOfMemory(problem)) return unsound('tooLarge', 'It takes too much memory to read.');
        taskFailed(problem);
        return unsound('unreadable', 'It breaks what reads it.');
      }
      if (outcome === 'late') {
        await end();
        return unsound('tooLarge', 'It takes too long to read.');
      }
      if (outcome.tag === 'failed') {
        taskFailed(
          new Error(`A template could not be worked on: ${outcome.message}`, { cause: outcome.stack }),
        );
        // What broke may not work for the next one either.
        await end();
        return unsound('unreadable', 'It cannot be read to its end.');
      }
      return outcome;
    } finally {
      current = null;
      used.worker.unref();
      idle = setTimeout(() => void end(), IDLE_MS);
      idle.unref();
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
      clearTimeout(idle);
      await end();
    },
  };
}

function outOfMemory(problem: unknown): boolean {
  return problem instanceof Error && 'code' in problem && problem.code === 'ERR_WORKER_OUT_OF_MEMORY';
}

interface Watch {
  /** Resolves when the time is up. */
  readonly promise: Promise<'late'>;
  /** Begins anew, with so much time. */
  restart(patience: DesignPatience): void;
  cancel(): void;
}

/** Time is up both by the clock and by what this program was given of the processor. */
function watch(patience: DesignPatience): Watch {
  const late = Promise.withResolvers<'late'>();
  let timer: NodeJS.Timeout | undefined;
  const restart = ({ workMs, longestMs }: DesignPatience): void => {
    clearTimeout(timer);
    const began = performance.now();
    const before = process.cpuUsage();
    const look = (): void => {
      const { user, system } = process.cpuUsage(before);
      const worked = (user + system) / 1000;
      const passed = performance.now() - began;
      if (passed >= longestMs || (passed >= workMs && worked >= workMs)) late.resolve('late');
      else timer = setTimeout(look, Math.max(50, workMs - worked));
    };
    timer = setTimeout(look, workMs);
  };
  restart(patience);
  return { promise: late.promise, restart, cancel: () => clearTimeout(timer) };
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

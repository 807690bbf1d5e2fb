/** The thread in which templates are made: files that people upload are opened here and nowhere else. */
import { parentPort, workerData } from 'node:worker_threads';
import type { LaidOutPage, PageLayoutEngine } from '../../documents/html/pageLayout.ts';
import { err, ok } from '../../domain/result.ts';
import { createDesignDesk } from '../documents/designDesk.ts';
import type {
  DesignAnswer,
  DesignFolders,
  FromDesignThread,
  LayoutAnswer,
  LayoutRequest,
  ToDesignThread,
} from '../documents/designingProtocol.ts';

const folders: DesignFolders = workerData;

function tell(message: FromDesignThread): void {
  parentPort?.postMessage(message, []);
}

const asked = new Map<number, PromiseWithResolvers<LayoutAnswer>>();
let lastAsked = 0;

function askLayout(request: LayoutRequest): Promise<LayoutAnswer> {
  lastAsked += 1;
  const waiting = Promise.withResolvers<LayoutAnswer>();
  asked.set(lastAsked, waiting);
  tell({ layoutId: lastAsked, request });
  return waiting.promise;
}

function failed(answer: LayoutAnswer): Error {
  return new Error(answer.tag === 'layout_failed' ? answer.message : `The browser answered ${answer.tag}.`);
}

/** The browser of the host, over there. */
const layoutEngine: PageLayoutEngine = {
  async open(page) {
    const answer = await askLayout({ kind: 'open', page });
    if (answer.tag !== 'opened') return err(failed(answer).message);
    const { opened, elements, refusedRequests } = answer;
    const laidOut: LaidOutPage = {
      elements,
      refusedRequests,
      async print(hidden) {
        const printed = await askLayout({ kind: 'print', opened, hidden });
        if (printed.tag === 'printed') return printed.pdf;
        throw failed(printed);
      },
      async close() {
        await askLayout({ kind: 'close', opened });
      },
    };
    return ok(laidOut);
  },
};

const desk = createDesignDesk(folders, layoutEngine);

parentPort?.on('message', (message: ToDesignThread) => {
  if ('layoutId' in message) {
    asked.get(message.layoutId)?.resolve(message.answer);
    asked.delete(message.layoutId);
    return;
  }
  const { id, task } = message;
  desk
    .answer(task)
    .catch((problem: unknown): DesignAnswer => {
      const { message: words, stack = '' } = problem instanceof Error ? problem : new Error(String(problem));
      return { tag: 'failed', message: words, stack };
    })
    .then(
      (answer) => tell({ id, answer }),
      (problem: unknown) => {
        throw problem;
      },
    );
});

desk.load().then(
  () => tell({ ready: true }),
  (problem: unknown) => {
    throw problem;
  },
);

/** The worker that draws, outside React: it is started when a page is shown, and anew when it failed. */
import type { Template } from '../../../../documents/template/format.ts';
import { createStore } from '../../../state/store.ts';
import type { Store } from '../../../state/store.ts';
import { fontBytes } from './draftFiles.ts';
import type { FromWorker, PageRequest, PageShown } from './messages.ts';
import { createPagePainter } from './pagePainter.ts';
import type { PagePainter } from './pagePainter.ts';

export interface DrawnPage {
  /** The newest page that was drawn; null before the first. */
  readonly shown: PageShown | null;
  /** Why drawing failed; a fault of the program. */
  readonly failed: string | null;
}

export interface PreviewSession {
  readonly page: Store<DrawnPage>;
  /** Starts drawing; returns what ends it. */
  readonly start: () => () => void;
  readonly restart: () => void;
  readonly files: (files: ReadonlyMap<string, Uint8Array>) => void;
  readonly want: (request: PageRequest) => void;
  /** See `PagePainter.survey`; null while nothing is running. */
  readonly survey: (
    template: Template,
    texts: readonly PageRequest['texts'][],
  ) => Promise<readonly boolean[] | null>;
}

export function createPreviewSession(): PreviewSession {
  const page = createStore<DrawnPage>({ shown: null, failed: null });
  let running: { readonly worker: Worker; readonly painter: PagePainter } | null = null;
  let lastFiles: ReadonlyMap<string, Uint8Array> = new Map();
  let lastRequest: PageRequest | null = null;
  const fail = (failed: string) => page.update(({ shown }) => ({ shown, failed }));

  const end = (): void => {
    running?.worker.terminate();
    running = null;
  };
  const begin = (): void => {
    end();
    const worker = new Worker(new URL('./previewWorker.ts', import.meta.url), { type: 'module' });
    const painter = createPagePainter({
      send: (message) => worker.postMessage(message, []),
      font: fontBytes,
      onShown: (shown) => page.set({ shown, failed: null }),
      onFailed: fail,
    });
    worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => painter.heard(data));
    worker.addEventListener('error', (event) => fail(event.message || 'worker'));
    running = { worker, painter };
    painter.files(lastFiles);
    if (lastRequest !== null) painter.want(lastRequest);
  };

  return {
    page,
    start: () => {
      begin();
      return end;
    },
    restart: begin,
    files: (files) => {
      if (files === lastFiles) return;
      lastFiles = files;
      running?.painter.files(files);
    },
    survey: async (template, texts) => (await running?.painter.survey(template, texts)) ?? null,
    want: (request) => {
      lastRequest = request;
      running?.painter.want(request);
    },
  };
}

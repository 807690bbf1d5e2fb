/** The page's side of the worker that draws: one request under way at a time, the newest next, those between left out. */
import type { Template } from '../../../../documents/template/format.ts';
import type { FromWorker, PageRequest, PageShown, ToWorker } from './messages.ts';

export interface PagePainter {
  readonly files: (files: ReadonlyMap<string, Uint8Array>) => void;
  readonly want: (request: PageRequest) => void;
  /** For each of the texts, whether the page is right with it. The promise of an older question is never kept. */
  readonly survey: (
    template: Template,
    texts: readonly PageRequest['texts'][],
  ) => Promise<readonly boolean[]>;
  readonly heard: (message: FromWorker) => void;
}

interface PainterParts {
  /** Says something to the worker. */
  readonly send: (message: ToWorker) => void;
  readonly font: (sha256: string) => Promise<Uint8Array | null>;
  readonly onShown: (shown: PageShown) => void;
  readonly onFailed: (message: string) => void;
}

export function createPagePainter({ send, font, onShown, onFailed }: PainterParts): PagePainter {
  let number = 0;
  let under: number | null = null;
  let next: PageRequest | null = null;
  let told: Template | null = null;
  let surveys = 0;
  let answerSurvey: ((right: readonly boolean[]) => void) | null = null;

  const about = (template: Template): void => {
    if (template === told) return;
    told = template;
    send({ kind: 'template', template });
  };

  const go = (): void => {
    if (under !== null || next === null) return;
    number += 1;
    under = number;
    const { template, ...request } = next;
    next = null;
    about(template);
    send({ kind: 'show', number, ...request });
  };

  return {
    files: (files) => send({ kind: 'files', files }),
    want: (request) => {
      next = request;
      go();
    },
    survey: (template, texts) => {
      surveys += 1;
      about(template);
      send({ kind: 'survey', number: surveys, texts });
      return new Promise((resolve) => {
        answerSurvey = resolve;
      });
    },
    heard: (message) => {
      switch (message.kind) {
        case 'surveyed':
          if (message.number === surveys) answerSurvey?.(message.right);
          return;
        case 'fontWanted':
          void font(message.sha256).then((data) => send({ kind: 'font', sha256: message.sha256, data }));
          return;
        case 'shown':
          under = null;
          onShown(message);
          break;
        case 'failed':
          under = null;
          onFailed(message.message);
      }
      go();
    },
  };
}

/** Pages looked at in the rendering thread, which may die of one of them. */
import type { StationContext } from '../../context.ts';
import { ThreadEnded } from '../../documents/rendering.ts';
import type { Rendering, TemplateSource } from '../../documents/rendering.ts';
import type { CheckedPage, PageLayout, PageWanted, SheetForm } from '../../documents/renderingProtocol.ts';

/** Pages that are to be looked at. */
export interface PagesToLookAt {
  readonly pages: readonly PageWanted[];
  readonly layout: PageLayout;
  readonly signal?: AbortSignal | undefined;
  /** For each page as it is done: was something found? */
  readonly report: (found: boolean) => void;
}

/** A page of which the thread died, twice. */
export interface DeadlyPage {
  readonly died: true;
}

/** What became of a look. */
export type LookedAt =
  | {
      readonly tag: 'looked_at';
      readonly pages: ReadonlyMap<string, CheckedPage | DeadlyPage>;
      /** Null when no page could be made. */
      readonly sheet: SheetForm | null;
    }
  | { readonly tag: 'not_wanted' }
  | { readonly tag: 'template_unusable'; readonly faults: readonly string[] };

/**
 * Looks at pages. When the thread dies, it goes on in a new one at the page that was in work; a page at which it dies again
 * is noted as that, and the rest goes on.
 */
export async function lookedAt(
  ctx: StationContext,
  rendering: Rendering,
  template: TemplateSource,
  { pages, layout, signal, report }: PagesToLookAt,
): Promise<LookedAt> {
  const done = new Map<string, CheckedPage | DeadlyPage>();
  const note = (page: CheckedPage): void => {
    if (done.has(page.key)) return;
    done.set(page.key, page);
    report(page.findings.length > 0);
  };
  let diedAt: string | null = null;
  for (;;) {
    const left = pages.filter(({ key }) => !done.has(key));
    const [first] = left;
    if (first === undefined) return { tag: 'looked_at', pages: done, sheet: null };
    try {
      const answer = await rendering.check(template, left, {
        layout,
        report: note,
        ...(signal === undefined ? {} : { signal }),
      });
      if (!answer.ok) return answer.error;
      for (const page of answer.value.pages) {
        note(page);
        done.set(page.key, page);
      }
      return { tag: 'looked_at', pages: done, sheet: answer.value.sheet };
    } catch (problem) {
      if (signal?.aborted === true) return { tag: 'not_wanted' };
      if (!(problem instanceof ThreadEnded)) throw problem;
      const at = left.find(({ key }) => !done.has(key))?.key ?? null;
      ctx.log.warn(
        { pieceId: at, problem },
        'the rendering thread died during a check; it goes on in a new one',
      );
      if (at !== null && at === diedAt) {
        done.set(at, { died: true });
        report(true);
      }
      diedAt = at;
    }
  }
}

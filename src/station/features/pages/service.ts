/** Pages of a batch: rendered and preflighted off the main thread, shown to people, handed to the printer. */
import type { BatchSummary, PageCheck } from '../../../contract/station/batches.ts';
import type { Finding } from '../../../documents/findings.ts';
import { verifySnapshotSignature } from '../../../domain/certificates/qrPayload.ts';
import { err, ok } from '../../../domain/result.ts';
import type { Result } from '../../../domain/result.ts';
import type { Actor, StationContext } from '../../context.ts';
import type { Reader } from '../../db/statements.ts';
import type { TemplateSource } from '../../documents/rendering.ts';
import type { PageWanted } from '../../documents/renderingProtocol.ts';
import { CheckedFor, pageLayout } from '../../printers/layout.ts';
import { publishedKeys } from '../../record/signingKeys.ts';
import type { WorkParts } from '../../work.ts';
import { answered, printableBatch } from '../batches/service.ts';
import type { BatchRow, PrintableBatch, UnknownBatch, WrongState } from '../batches/service.ts';
import { beginCheck, checkProgress, dropCheck, runCheck } from './checkRun.ts';
import type { CheckEnd, CheckRunWatch } from './checkRun.ts';
import * as repo from './repo.ts';
import { checkLayout, pageWanted, templateOf } from './sheets.ts';
import { pageFindings } from './values.ts';

/** Which batch is to be checked, and for which printer; absent: the one it will go to as far as that is known. */
export interface CheckWanted {
  readonly batchId: string;
  readonly printerId?: string | undefined;
}

/** Renders and preflights every page of a batch from the first on, and answers with the batch when that is done. */
export async function renderBatchPages(
  ctx: StationContext,
  parts: WorkParts,
  actor: Actor,
  batchId: string,
  watch: CheckRunWatch = {},
): Promise<Result<BatchSummary, UnknownBatch | WrongState>> {
  const begun = await beginCheck(ctx, parts, actor, { batchId });
  if (!begun.ok) return begun;
  await runCheck(ctx, parts, batchId, watch);
  return answered(ctx, batchId);
}

/** The checks of this station. They belong to nobody's screen: they go on when it is left, and after a restart. */
export interface PageChecks {
  /** Answers when the check is at its end, or was cancelled. A second call joins the first. */
  check(actor: Actor, wanted: CheckWanted): Promise<Result<BatchSummary, UnknownBatch | WrongState>>;
  /** Ends a check; nothing happens where none is under way. */
  cancel(batchId: string): Result<BatchSummary, UnknownBatch>;
  /** How far each check is that is under way. */
  running(): PageCheck[];
  /** Goes on with what a stop or a crash left. */
  start(): void;
  /** Resolves when none runs any more; they end when the station stops. */
  settled(): Promise<void>;
}

interface RunningCheck {
  readonly quit: AbortController;
  readonly ended: Promise<CheckEnd>;
  /** How far it was when it last told. */
  last: PageCheck | null;
}

/** Makes the checks of a station. */
export function createPageChecks(ctx: StationContext, parts: WorkParts): PageChecks {
  const running = new Map<string, RunningCheck>();

  const run = (batchId: string): Promise<CheckEnd> => {
    const ended = Promise.withResolvers<CheckEnd>();
    const entry: RunningCheck = { quit: new AbortController(), ended: ended.promise, last: null };
    running.set(batchId, entry);
    const signal = AbortSignal.any([entry.quit.signal, ctx.stopping]);
    const report = (check: PageCheck): void => {
      if (signal.aborted) return;
      entry.last = check;
      ctx.live.pagesChecked(check);
    };
    ended.resolve(
      runCheck(ctx, parts, batchId, { signal, report }).finally(() => {
        if (running.get(batchId) === entry) running.delete(batchId);
      }),
    );
    return ended.promise;
  };

  return {
    async check(actor, wanted) {
      const { batchId } = wanted;
      const already = running.get(batchId);
      if (already === undefined) {
        const begun = await beginCheck(ctx, parts, actor, wanted);
        if (!begun.ok) return begun;
      }
      await (running.get(batchId)?.ended ?? run(batchId));
      return answered(ctx, batchId);
    },
    cancel(batchId) {
      ctx.db.write((tx) => dropCheck(tx, ctx, batchId));
      running.get(batchId)?.quit.abort();
      // Whoever asks for a check from here on begins a new one, although the old one is still letting go.
      running.delete(batchId);
      return answered(ctx, batchId);
    },
    running() {
      return [...running].flatMap(
        ([batchId, { last }]) => last ?? ctx.db.read((tx) => checkProgress(tx, batchId)) ?? [],
      );
    },
    start() {
      for (const { batchId } of ctx.db.read((tx) => repo.allChecks.all(tx, {}))) {
        run(batchId).catch((problem: unknown) =>
          ctx.log.error({ problem, batchId }, 'a check of pages that was gone on with came to no end'),
        );
      }
    },
    async settled() {
      await Promise.allSettled([...running.values()].map(({ ended }) => ended));
    },
  };
}

/** One page of a batch, as one moment has it. */
interface OnePage {
  readonly batch: PrintableBatch;
  readonly row: BatchRow;
  readonly template: TemplateSource;
  readonly page: PageWanted;
}

/** There is no page to show: no such place, no template, or faults that leave nothing to draw. */
export type NoPage = { readonly tag: 'no_page'; readonly details: readonly string[] };

function onePage(
  ctx: StationContext,
  parts: WorkParts,
  { batchId, position }: { readonly batchId: string; readonly position: number },
): Result<OnePage, UnknownBatch | NoPage> {
  return ctx.db.read((tx) => {
    const batch = printableBatch(tx, batchId, { first: position, last: position });
    if (batch === null) return err({ tag: 'unknown_batch', batchId });
    const [row] = batch.rows;
    const template = templateOf(tx, batch.templateVersion);
    const [verifyBaseUrl] = parts.verifyBaseUrls(tx);
    if (row === undefined || template === null || verifyBaseUrl === undefined)
      return err({ tag: 'no_page', details: [] });
    return ok({ batch, row, template, page: pageWanted(row, verifyBaseUrl) });
  });
}

function pictureFile(bytes: Uint8Array, name: string, type: string): File {
  return new File([new Uint8Array(bytes)], name, { type });
}

/** A page as it will print. */
export async function previewPage(
  ctx: StationContext,
  parts: WorkParts,
  wanted: { readonly batchId: string; readonly position: number; readonly format: 'pdf' | 'png' },
): Promise<Result<File, UnknownBatch | NoPage>> {
  const { position, format } = wanted;
  const found = onePage(ctx, parts, wanted);
  if (!found.ok) return found;
  const { batch, template, page } = found.value;
  const made = await parts.rendering.page(template, page, format);
  if (!made.ok) {
    const details =
      made.error.tag === 'page_refused'
        ? pageFindings(made.error.findings).map(({ detail }) => detail)
        : made.error.faults;
    return err({ tag: 'no_page', details });
  }
  const name = `${batch.batchNumber}-${position}.${format}`;
  return ok(pictureFile(made.value, name, format === 'pdf' ? 'application/pdf' : 'image/png'));
}

/** A page with a red frame around each place that something is found about, as it is now. */
export async function findingPicture(
  ctx: StationContext,
  parts: WorkParts,
  wanted: { readonly batchId: string; readonly position: number },
): Promise<Result<File, UnknownBatch | NoPage>> {
  const found = onePage(ctx, parts, wanted);
  if (!found.ok) return found;
  const { batch, row, template, page } = found.value;
  const layout =
    batch.checkedFor === null
      ? await checkLayout(ctx, parts, wanted.batchId, undefined)
      : CheckedFor.parse(JSON.parse(batch.checkedFor)).layout;
  const keys = ctx.db.read((tx) => publishedKeys(tx, ctx));
  const verdict = await verifySnapshotSignature(keys, row, { keyId: row.keyId, signature: row.signature });
  const signature: Finding[] = verdict === 'valid' ? [] : [{ kind: 'badSignature', verdict }];
  const made = await parts.rendering.findingPicture(
    template,
    page,
    pageLayout(layout, batch.batchNumber),
    signature,
  );
  return made.ok
    ? ok(pictureFile(made.value, `${batch.batchNumber}-${wanted.position}-findings.png`, 'image/png'))
    : err({ tag: 'no_page', details: made.error.faults });
}

/** What the printer is to be given for some pieces of a batch: the template, and the values of each page in order. */
export function pagesFor(
  tx: Reader,
  parts: WorkParts,
  batchId: string,
  rows: readonly BatchRow[],
): { template: TemplateSource; batchNumber: string; pages: PageWanted[] } | null {
  const batch = printableBatch(tx, batchId);
  const verifyBaseUrl = parts.verifyBaseUrls(tx)[0];
  const template = batch === null ? null : templateOf(tx, batch.templateVersion);
  if (batch === null || template === null || verifyBaseUrl === undefined) return null;
  return {
    template,
    batchNumber: batch.batchNumber,
    pages: rows.map((row) => pageWanted(row, verifyBaseUrl)),
  };
}

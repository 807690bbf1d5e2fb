/**
 * A check of a batch's pages: rendered and preflighted off the main thread, kept part by part. Where it is stands in the
 * database, so that it goes on after a restart.
 */
import type { BatchState, PageCheck } from '../../../contract/station/batches.ts';
import { verifySnapshotSignature } from '../../../domain/certificates/qrPayload.ts';
import { err, ok } from '../../../domain/result.ts';
import type { Result } from '../../../domain/result.ts';
import type { Actor, StationContext } from '../../context.ts';
import type { Reader, Writer } from '../../db/statements.ts';
import type { TemplateSource } from '../../documents/rendering.ts';
import type { SheetForm } from '../../documents/renderingProtocol.ts';
import { CheckedFor, pageLayout, PrintLayout } from '../../printers/layout.ts';
import { publishedKeys } from '../../record/signingKeys.ts';
import type { WorkParts } from '../../work.ts';
import { markOpen, markRendered, printableBatch, takeOutStopped } from '../batches/service.ts';
import type { BatchRow, PrintableBatch, UnknownBatch, WrongState } from '../batches/service.ts';
import { displayNameOf } from '../people/service.ts';
import { movePiece } from '../pieces/service.ts';
import * as repo from './repo.ts';
import { checkLayout, pageWanted, templateOf } from './sheets.ts';
import { lookedAt } from './threadChecks.ts';
import { pageFindings, wholeFinding } from './values.ts';
import type { PageFindings } from './values.ts';

/** Pages that are checked and kept together: a second of work, which is what a restart can cost. */
const KEPT_TOGETHER = 25;

/** How a check is watched and ended. */
export interface CheckRunWatch {
  readonly signal?: AbortSignal;
  readonly report?: (check: PageCheck) => void;
}

/** `stopped`: it was cancelled, or the station stops; what was kept stays. */
export type CheckEnd = 'done' | 'stopped';

function workable(state: BatchState): boolean {
  return state === 'open' || state === 'rendered';
}

function inCheck({ stage }: BatchRow): boolean {
  return stage === 'claimed' || stage === 'rendered';
}

/**
 * Begins a check anew, at the first page. Pages whose certificate is not active any more are taken out with the reason.
 * Until the check is done, the batch is not printed.
 */
export async function beginCheck(
  ctx: StationContext,
  parts: WorkParts,
  actor: Actor,
  { batchId, printerId }: { readonly batchId: string; readonly printerId?: string | undefined },
): Promise<Result<null, UnknownBatch | WrongState>> {
  const layout = await checkLayout(ctx, parts, batchId, printerId);
  return ctx.db.attempt<null, UnknownBatch | WrongState>((tx) => {
    const state = printableBatch(tx, batchId)?.state;
    if (state === undefined) return err({ tag: 'unknown_batch', batchId });
    if (!workable(state)) return err({ tag: 'wrong_state', state });
    takeOutStopped(tx, ctx, batchId, { holds: true });
    repo.insertCheck.run(tx, {
      batchId,
      userId: actor.userId,
      layout: JSON.stringify(layout),
      throughPosition: 0,
      begunAt: ctx.clock.now(),
    });
    markOpen(tx, ctx, batchId);
    return ok(null);
  });
}

/** Drops a check that is under way; false when there is none. Pages that were kept stay as they are. */
export function dropCheck(tx: Writer, ctx: StationContext, batchId: string): boolean {
  if (repo.dropCheck.run(tx, { batchId }) === 0) return false;
  ctx.live.changed(tx, [{ topic: 'batches', id: batchId }]);
  return true;
}

/** How far a check is; null when none is under way. */
export function checkProgress(tx: Reader, batchId: string): PageCheck | null {
  const check = repo.checkOf.get(tx, { batchId });
  const batch = check === undefined ? null : printableBatch(tx, batchId);
  if (check === undefined || batch === null) return null;
  const rows = batch.rows.filter(inCheck);
  const done = rows.filter(({ position }) => position <= check.throughPosition);
  return {
    batchId,
    done: done.length,
    total: rows.length,
    stopped: done.filter(({ findings }) => findings !== '[]').length,
  };
}

interface Part {
  readonly batch: PrintableBatch;
  readonly layout: PrintLayout;
  readonly actor: Actor;
  readonly rows: readonly BatchRow[];
  readonly template: TemplateSource | null;
  readonly verifyBaseUrl: string | null;
  readonly before: PageCheck;
}

/** The next pages of a check; null when it was dropped, or its batch cannot be worked on any more. */
function nextPart(tx: Reader, parts: WorkParts, batchId: string): Part | null {
  const check = repo.checkOf.get(tx, { batchId });
  const batch = printableBatch(tx, batchId);
  const before = checkProgress(tx, batchId);
  if (check === undefined || batch === null || before === null || !workable(batch.state)) return null;
  const { userId, layout, throughPosition } = check;
  return {
    batch,
    layout: PrintLayout.parse(JSON.parse(layout)),
    actor: { userId, displayName: displayNameOf(tx, userId) ?? userId, roles: [] },
    rows: batch.rows.filter((row) => inCheck(row) && row.position > throughPosition).slice(0, KEPT_TOGETHER),
    template: templateOf(tx, batch.templateVersion),
    verifyBaseUrl: parts.verifyBaseUrls(tx)[0] ?? null,
    before,
  };
}

/** Goes on with a check that was begun, to its end. The same pages again give the same bytes. */
export async function runCheck(
  ctx: StationContext,
  parts: WorkParts,
  batchId: string,
  watch: CheckRunWatch = {},
): Promise<CheckEnd> {
  let sheet: SheetForm | null = null;
  const unwanted = (): boolean => watch.signal?.aborted === true;
  for (;;) {
    if (unwanted()) return 'stopped';
    const part = ctx.db.read((tx) => nextPart(tx, parts, batchId));
    if (part === null || part.rows.length === 0) {
      ctx.db.write((tx) => endCheck(tx, ctx, batchId, part, sheet));
      return 'done';
    }
    const checked = await checkedPart(ctx, parts, part, watch);
    if (checked === null || unwanted()) return 'stopped';
    sheet = checked.sheet ?? sheet;
    ctx.db.write((tx) => keepPart(tx, ctx, batchId, part, checked.pages));
  }
}

/** What a batch of which no page could be made is noted with: it is printed on nothing. */
const NO_SHEET: SheetForm = { widthMm: 0, heightMm: 0, twoSided: false };

/** `part`: null when the batch cannot be worked on any more. */
function endCheck(
  tx: Writer,
  ctx: StationContext,
  batchId: string,
  part: Part | null,
  sheet: SheetForm | null,
): void {
  if (!dropCheck(tx, ctx, batchId) || part === null) return;
  const kept = sheet ?? sheetOfBatch(part.batch) ?? NO_SHEET;
  const checkedFor: CheckedFor = { layout: part.layout, sheet: kept };
  repo.setCheckedFor.run(tx, { batchId, checkedFor: JSON.stringify(checkedFor) });
  markRendered(tx, ctx, batchId);
}

/** From an earlier part: after a restart nothing may be left to be checked. */
function sheetOfBatch({ checkedFor }: PrintableBatch): SheetForm | null {
  return checkedFor === null ? null : CheckedFor.parse(JSON.parse(checkedFor)).sheet;
}

interface PageResult {
  readonly findings: PageFindings;
  readonly hash: string | null;
}

function keepPart(
  tx: Writer,
  ctx: StationContext,
  batchId: string,
  { rows, actor }: Part,
  checked: ReadonlyMap<string, PageResult>,
): void {
  // The check may have been cancelled, and the batch with it, while its pages were looked at.
  const last = rows.at(-1)?.position ?? 0;
  if (repo.setThrough.run(tx, { batchId, throughPosition: last }) === 0) return;
  const now = new Map(printableBatch(tx, batchId)?.rows.map((row) => [row.pieceId, row.stage]));
  for (const { pieceId } of rows) {
    const page = checked.get(pieceId);
    const stage = now.get(pieceId);
    if (page === undefined || (stage !== 'claimed' && stage !== 'rendered')) continue;
    const findings = JSON.stringify(page.findings);
    if (stage === 'rendered' || page.hash === null) {
      repo.setFindings.run(tx, { pieceId, findings });
      continue;
    }
    const moved = movePiece(tx, ctx, {
      pieceId,
      event: 'render',
      actor,
      notes: { pageHash: page.hash, findings },
    });
    if (!moved.ok) repo.setFindings.run(tx, { pieceId, findings: JSON.stringify(refusedPage(moved.error)) });
  }
}

function refusedPage(refusal: { readonly tag: string; readonly reason?: string | null }): PageFindings {
  const detail = refusal.reason ?? refusal.tag;
  return [{ code: 'not_active', kind: 'notActive', detail, values: { validity: detail } }];
}

/** The same finding for every page, when none can be made. */
function unusable(rows: readonly BatchRow[], finding: PageFindings): Map<string, PageResult> {
  return new Map(rows.map(({ pieceId }) => [pieceId, { findings: finding, hash: null }]));
}

/** What was found on these pages; null when the check ended before it was through with them. */
async function checkedPart(
  ctx: StationContext,
  parts: WorkParts,
  part: Part,
  watch: CheckRunWatch,
): Promise<{ pages: ReadonlyMap<string, PageResult>; sheet: SheetForm | null } | null> {
  const { rows, template, verifyBaseUrl, layout, batch, before } = part;
  if (template === null) {
    const detail = 'The template is not on this station yet.';
    return {
      pages: unusable(rows, [wholeFinding('wrong_template', 'templateNotHere', detail)]),
      sheet: null,
    };
  }
  if (verifyBaseUrl === null) {
    const detail = 'The station is not paired: it does not know where certificates are verified.';
    return { pages: unusable(rows, [wholeFinding('wrong_template', 'notPaired', detail)]), sheet: null };
  }
  let { done, stopped } = before;
  const looked = await lookedAt(ctx, parts.rendering, template, {
    pages: rows.map((row) => pageWanted(row, verifyBaseUrl)),
    layout: pageLayout(layout, batch.batchNumber),
    signal: watch.signal,
    report: (found) => {
      done += 1;
      if (found) stopped += 1;
      watch.report?.({ ...before, done, stopped });
    },
  });
  if (looked.tag === 'not_wanted') return null;
  if (looked.tag === 'template_unusable') {
    const findings = looked.faults.map((fault) => wholeFinding('wrong_template', 'templateUnusable', fault));
    return { pages: unusable(rows, findings), sheet: null };
  }
  const keys = ctx.db.read((tx) => publishedKeys(tx, ctx));
  const pages = new Map<string, PageResult>();
  for (const row of rows) {
    const found = looked.pages.get(row.pieceId);
    if (found === undefined) throw new Error(`Preflight left out the piece ${row.pieceId}`);
    const findings = 'died' in found ? [notMade()] : pageFindings(found.findings);
    const verdict = await verifySnapshotSignature(keys, row, { keyId: row.keyId, signature: row.signature });
    if (verdict !== 'valid') findings.push(...pageFindings([{ kind: 'badSignature', verdict }]));
    const hash = 'died' in found || findings.length > 0 ? null : found.hash;
    pages.set(row.pieceId, { findings, hash });
  }
  return { pages, sheet: looked.sheet };
}

function notMade(): PageFindings[number] {
  return wholeFinding(
    'bad_value',
    'notMade',
    'The page could not be made: the program that makes pages died of it.',
  );
}

/** Pages of a batch: rendered and preflighted off the main thread, shown to people, handed to the printer. */
import type { BatchState, BatchSummary } from '../../../contract/station/batches.ts';
import type { FieldValues } from '../../../documents/template/fieldValues.ts';
import { verifySnapshotSignature } from '../../../domain/certificates/qrPayload.ts';
import { err, ok } from '../../../domain/result.ts';
import type { Result } from '../../../domain/result.ts';
import type { Actor, StationContext } from '../../context.ts';
import type { Reader } from '../../db/statements.ts';
import type { TemplateSource } from '../../documents/rendering.ts';
import { publishedKeys } from '../../record/signingKeys.ts';
import type { WorkParts } from '../../work.ts';
import { answered, markRendered, printableBatch, takeOutStopped } from '../batches/service.ts';
import type { BatchRow, PrintableBatch, UnknownBatch, WrongState } from '../batches/service.ts';
import { movePiece } from '../pieces/service.ts';
import * as repo from './repo.ts';
import { pageFindings, pageValues } from './values.ts';
import type { PageFindings } from './values.ts';

/** A batch, its template and its rows, as one moment has them. */
interface Sheets {
  readonly batch: PrintableBatch;
  readonly template: TemplateSource | null;
  readonly verifyBaseUrl: string | null;
}

function sheetsAt(
  tx: Reader,
  parts: WorkParts,
  batchId: string,
  places?: { first: number; last: number },
): Sheets | null {
  const batch = printableBatch(tx, batchId, places);
  if (batch === null) return null;
  return { batch, template: templateOf(tx, batch), verifyBaseUrl: parts.verifyBaseUrls(tx)[0] ?? null };
}

function templateOf(tx: Reader, { templateVersion }: PrintableBatch): TemplateSource | null {
  const stored = repo.packageOf.get(tx, { templateVersion })?.package ?? null;
  return stored === null ? null : { templateVersion, package: stored };
}

function workable(state: BatchState): boolean {
  return state === 'open' || state === 'rendered';
}

/** The same finding for every page, when the template itself cannot be used. */
function unusable(
  rows: readonly BatchRow[],
  details: readonly string[],
): Map<string, { findings: PageFindings; hash: null }> {
  const findings: PageFindings = details.map((detail) => ({ code: 'wrong_template', detail }));
  return new Map(rows.map(({ pieceId }) => [pieceId, { findings, hash: null }]));
}

/**
 * Renders and preflights every page off the main thread and writes down its hash, or what must be mended. Pages whose
 * certificate is not active any more are taken out with the reason. The same pages again give the same bytes.
 */
export async function renderBatchPages(
  ctx: StationContext,
  parts: WorkParts,
  actor: Actor,
  batchId: string,
): Promise<Result<BatchSummary, UnknownBatch | WrongState>> {
  const begun = ctx.db.attempt<Sheets, UnknownBatch | WrongState>((tx) => {
    const state = printableBatch(tx, batchId)?.state;
    if (state !== undefined && !workable(state)) return err({ tag: 'wrong_state', state });
    takeOutStopped(tx, ctx, batchId, { holds: true });
    const sheets = sheetsAt(tx, parts, batchId);
    return sheets === null ? err({ tag: 'unknown_batch', batchId }) : ok(sheets);
  });
  if (!begun.ok) return begun;
  const rows = begun.value.batch.rows.filter(({ stage }) => stage === 'claimed' || stage === 'rendered');
  const checked = await checkedPages(ctx, parts, begun.value, rows);
  const kept = ctx.db.attempt<null, UnknownBatch | WrongState>((tx) => {
    const batch = printableBatch(tx, batchId);
    if (batch === null) return err({ tag: 'unknown_batch', batchId });
    if (!workable(batch.state)) return err({ tag: 'wrong_state', state: batch.state });
    for (const { pieceId, stage } of batch.rows) {
      const page = checked.get(pieceId);
      if (page === undefined) continue;
      const findings = JSON.stringify(page.findings);
      if (stage === 'claimed' && page.hash !== null) {
        const moved = movePiece(tx, ctx, {
          pieceId,
          event: 'render',
          actor,
          notes: { pageHash: page.hash, findings },
        });
        if (!moved.ok)
          repo.setFindings.run(tx, { pieceId, findings: JSON.stringify(refusedPage(moved.error)) });
      } else if (stage === 'claimed' || stage === 'rendered') repo.setFindings.run(tx, { pieceId, findings });
    }
    markRendered(tx, ctx, batchId);
    return ok(null);
  });
  return kept.ok ? answered(ctx, batchId) : kept;
}

function refusedPage(refusal: { readonly tag: string; readonly reason?: string | null }): PageFindings {
  return [{ code: 'not_active', detail: refusal.reason ?? refusal.tag }];
}

async function checkedPages(
  ctx: StationContext,
  parts: WorkParts,
  sheets: Sheets,
  rows: readonly BatchRow[],
): Promise<Map<string, { findings: PageFindings; hash: string | null }>> {
  const { template, verifyBaseUrl } = sheets;
  if (template === null) return unusable(rows, ['The template is not on this station yet.']);
  if (verifyBaseUrl === null)
    return unusable(rows, ['The station is not paired: it does not know where certificates are verified.']);
  const answer = await parts.rendering.check(
    template,
    rows.map((row) => ({ key: row.pieceId, values: pageValues(row, verifyBaseUrl) })),
  );
  if (!answer.ok) return unusable(rows, answer.error.faults);
  const keys = ctx.db.read((tx) => publishedKeys(tx, ctx));
  const byPiece = new Map(rows.map((row) => [row.pieceId, row]));
  const checked = new Map<string, { findings: PageFindings; hash: string | null }>();
  for (const { key, hash, findings } of answer.value) {
    const row = byPiece.get(key);
    if (row === undefined) continue;
    const verdict = await verifySnapshotSignature(keys, row, { keyId: row.keyId, signature: row.signature });
    const all = pageFindings(findings);
    if (verdict !== 'valid') all.push({ code: 'signature_invalid', detail: verdict });
    checked.set(key, { findings: all, hash: all.length > 0 ? null : hash });
  }
  return checked;
}

/** A page as it will print. */
export async function previewPage(
  ctx: StationContext,
  parts: WorkParts,
  page: { readonly batchId: string; readonly position: number; readonly format: 'pdf' | 'png' },
): Promise<Result<File, UnknownBatch | { readonly tag: 'no_page'; readonly details: readonly string[] }>> {
  const { batchId, position, format } = page;
  const sheets = ctx.db.read((tx) => sheetsAt(tx, parts, batchId, { first: position, last: position }));
  if (sheets === null) return err({ tag: 'unknown_batch', batchId });
  const [row] = sheets.batch.rows;
  const { template, verifyBaseUrl } = sheets;
  if (row === undefined || template === null || verifyBaseUrl === null)
    return err({ tag: 'no_page', details: [] });
  const made = await parts.rendering.page(
    template,
    { key: row.pieceId, values: pageValues(row, verifyBaseUrl) },
    format,
  );
  if (!made.ok) {
    const details =
      made.error.tag === 'page_refused'
        ? pageFindings(made.error.findings).map(({ detail }) => detail)
        : made.error.faults;
    return err({ tag: 'no_page', details });
  }
  const name = `${sheets.batch.batchNumber}-${position}.${format}`;
  return ok(
    new File([new Uint8Array(made.value)], name, {
      type: format === 'pdf' ? 'application/pdf' : 'image/png',
    }),
  );
}

/** What the printer is to be given for some pieces of a batch: the template, and the values of each page in order. */
export function pagesFor(
  tx: Reader,
  parts: WorkParts,
  batchId: string,
  rows: readonly BatchRow[],
): { template: TemplateSource; pages: { key: string; values: FieldValues }[] } | null {
  const batch = printableBatch(tx, batchId);
  const verifyBaseUrl = parts.verifyBaseUrls(tx)[0];
  const template = batch === null ? null : templateOf(tx, batch);
  if (template === null || verifyBaseUrl === undefined) return null;
  return {
    template,
    pages: rows.map((row) => ({ key: row.pieceId, values: pageValues(row, verifyBaseUrl) })),
  };
}

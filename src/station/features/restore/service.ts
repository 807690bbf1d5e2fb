/**
 * A station restored from a backup has forgotten what was done after it. What may be on paper is held until a person has
 * said what became of it; for envelopes the carrier's own books are asked before postage is bought.
 */
import type { RestoredBatch, RestoredOutcome } from '../../../contract/station/sync.ts';
import type { Actor, StationContext } from '../../context.ts';
import type { Reader, Writer } from '../../db/statements.ts';
import { recordAudit } from '../../record/audit.ts';
import { beginBatch } from '../../record/newBatch.ts';
import { refreshPrinted } from '../batches/service.ts';
import { RESTORED } from '../pieces/service.ts';
import { moveSheets } from '../stock/service.ts';
import { recoverPiece } from './recoverPiece.ts';
import type { PlaceInBatch } from './recoverPiece.ts';
import * as repo from './repo.ts';
import type { Doubt } from './repo.ts';

/**
 * Central proved that this database is older than the work. Everything that may be on paper or paid for is put in doubt, in
 * the transaction in which that was found; doing it again changes nothing.
 *
 * @param id names this restore.
 */
export function holdAfterRestore(tx: Writer, ctx: StationContext, id: string): void {
  const at = ctx.clock.now();
  const pieces = repo.doubtWork.run(tx, { at, prefix: `${id}:` });
  const parcels = repo.doubtParcels.run(tx, { at, prefix: `${id}:` });
  const chunks = repo.doubtChunks.run(tx, { at });
  repo.holdDoubted.run(tx, { at, reason: RESTORED });
  recordAudit(tx, ctx, {
    userId: null,
    action: 'station.restored',
    subject: id,
    detail: { pieces: String(pieces), parcels: String(parcels), chunks: String(chunks) },
  });
  ctx.live.changed(tx, [{ topic: 'alerts' }, { topic: 'queue' }, { topic: 'batches' }]);
}

/** How many pieces wait for a person's word since a restore; of one batch, or of all. */
export function openRestoreDoubts(tx: Reader, batchId: string | null): number {
  return repo.openCount.get(tx, { batchId })?.n ?? 0;
}

/** What is held since a restore, batch by batch; work that was in no batch last. */
export function restoredBatches(ctx: StationContext): RestoredBatch[] {
  const doubts = ctx.db.read((tx) => repo.openDoubts.all(tx, {}));
  return [...Map.groupBy(doubts, ({ batchId }) => batchId)]
    .map(([batchId, ofBatch]) => ({
      batchId,
      batchNumber: ofBatch[0]?.batchNumber ?? null,
      restoredAt: Math.min(...ofBatch.map(({ at }) => at)),
      pieces: ofBatch.map(
        ({ deliverableId, certificateNumber, issuedName, position, stage, centralStage }) => ({
          deliverableId,
          certificateNumber,
          issuedName,
          position,
          stage,
          centralStage,
        }),
      ),
    }))
    .toSorted((left, right) => Number(left.batchId === null) - Number(right.batchId === null));
}

/** What a supervisor says of a batch. What is in neither list was not printed after the backup. */
export interface RestoredWord {
  readonly batchId: string | null;
  readonly printed: readonly string[];
  readonly mailed: readonly string[];
}

/**
 * Settles the doubts of a batch: what was not printed goes on as it was; what was printed waits for its scan; what was mailed
 * is handed over, and is never printed again. Paper that no batch here knows of makes a batch for each template, so that its
 * sheets leave the store, are asked for by number where they are numbered, and are all accounted for. Answers with how many
 * pieces were settled: paper whose template has not come from central yet stays in doubt.
 */
export function settleRestored(ctx: StationContext, actor: Actor, word: RestoredWord): number {
  const { batchId } = word;
  const printed = new Set(word.printed);
  const mailed = new Set(word.mailed);
  return ctx.db.write((tx) => {
    const doubts = repo.openDoubts.all(tx, {}).filter((doubt) => doubt.batchId === batchId);
    const unknown = newBatches(tx, ctx, actor);
    const count = { not_printed: 0, printed: 0, mailed: 0 } satisfies Record<RestoredOutcome, number>;
    for (const doubt of doubts) {
      const { deliverableId, doubtId } = doubt;
      const outcome: RestoredOutcome = mailed.has(deliverableId)
        ? 'mailed'
        : printed.has(deliverableId)
          ? 'printed'
          : 'not_printed';
      const { templateVersion, stockItemId } = doubt;
      if (outcome !== 'not_printed') {
        if (stockItemId === null) continue;
        recover(tx, ctx, actor, doubt, outcome, () => unknown.place(templateVersion, stockItemId));
      }
      repo.settle.run(tx, { doubtId, at: ctx.clock.now(), by: actor.userId, outcome });
      repo.releaseHold.run(tx, { deliverableId, reason: RESTORED });
      count[outcome] += 1;
    }
    const settled = count.not_printed + count.printed + count.mailed;
    if (settled === 0) return 0;
    for (const made of unknown.batchIds()) refreshPrinted(tx, ctx, made);
    if (batchId !== null && count.printed + count.mailed > 0) refreshPrinted(tx, ctx, batchId);
    recordAudit(tx, ctx, {
      userId: actor.userId,
      action: 'restore.settled',
      subject: batchId ?? 'work that was promised',
      detail: {
        notPrinted: String(count.not_printed),
        printed: String(count.printed),
        mailed: String(count.mailed),
      },
    });
    ctx.live.changed(tx, [
      { topic: 'alerts' },
      { topic: 'queue' },
      { topic: 'qc' },
      batchId === null ? { topic: 'batches' } : { topic: 'batches', id: batchId },
    ]);
    return settled;
  });
}

/** Batches for paper that no batch here knows of: one for each template, begun when the first sheet needs its place. */
function newBatches(
  tx: Writer,
  ctx: StationContext,
  actor: Actor,
): {
  readonly place: (templateVersion: string, stockItemId: string) => PlaceInBatch;
  readonly batchIds: () => string[];
} {
  const begun = new Map<string, PlaceInBatch>();
  return {
    place(templateVersion, stockItemId) {
      const last = begun.get(templateVersion) ?? { batchId: ctx.newId(), position: 0, stockItemId };
      if (last.position === 0)
        beginBatch(tx, ctx, actor, { batchId: last.batchId, templateVersion, stockItemId });
      const next = { ...last, position: last.position + 1 };
      begun.set(templateVersion, next);
      return next;
    },
    batchIds: () => [...begun.values()].map(({ batchId }) => batchId),
  };
}

/** The piece goes to where it is, and its sheet leaves the store, in the ledger too. */
function recover(
  tx: Writer,
  ctx: StationContext,
  actor: Actor,
  doubt: Doubt,
  outcome: 'printed' | 'mailed',
  place: () => PlaceInBatch,
): void {
  const { pieceId, batchId, stockItemId, moved } = recoverPiece(tx, ctx, {
    deliverableId: doubt.deliverableId,
    certificateId: doubt.certificateId,
    to: outcome === 'mailed' ? 'handed_over' : 'awaiting_scan',
    actor,
    place,
    centralStage: doubt.centralStage,
  });
  if (!moved || batchId === null || stockItemId === null) return;
  const sheet = { stockItemId, sheets: 1, batchId, actor, reference: RESTORED };
  moveSheets(tx, ctx, { ...sheet, kind: 'issued_to_batch' });
  if (outcome === 'mailed') moveSheets(tx, ctx, { ...sheet, kind: 'bound', pieceId });
}

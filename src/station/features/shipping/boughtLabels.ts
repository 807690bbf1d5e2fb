/** Labels that were paid for: kept once, and found again at the carrier after a restore before any is bought anew. */
import { err, ok } from '../../../domain/result.ts';
import type { Result } from '../../../domain/result.ts';
import type { CarrierAdapter, Purchase } from '../../carriers/adapter.ts';
import type { Actor, StationContext } from '../../context.ts';
import type { Writer } from '../../db/statements.ts';
import { recordAudit } from '../../record/audit.ts';
import { recordFact } from '../../record/facts.ts';
import { certificatesIn, piecesInParcel } from '../../record/scannedPiece.ts';
import type { WorkParts } from '../../work.ts';
import { movePiece } from '../pieces/service.ts';
import * as repo from './repo.ts';

/** Keeps a label that was bought, once: a second answer to the same purchase changes nothing. */
export function recordPurchase(
  tx: Writer,
  ctx: StationContext,
  carrier: CarrierAdapter,
  intentId: string,
  purchase: Purchase,
  userId: string,
): void {
  const intent = repo.intentById.get(tx, { intentId });
  if (intent === undefined) throw new Error('A purchase was made for an intent that is not on record');
  if (repo.labelOfIntent.get(tx, { intentId }) !== undefined) return;
  const at = ctx.clock.now();
  const { parcelId } = intent;
  const { service, tracking, trackingUrl, cost, mediaType } = purchase;
  repo.insertLabel.run(tx, {
    labelId: ctx.newId(),
    intentId,
    parcelId,
    carrier: purchase.carrier,
    service,
    tracking,
    trackingUrl,
    costMinor: cost.minor,
    currency: cost.currency,
    file: Buffer.from(purchase.file),
    mediaType,
    demo: carrier.demo,
    boughtAt: at,
  });
  repo.setCost.run(tx, { intentId, costMinor: cost.minor, currency: cost.currency });
  repo.setIntent.run(tx, { intentId, state: 'bought', problem: null, tried: 0, at });
  repo.setParcel.run(tx, { parcelId, state: 'labelled', verifiedAt: null });
  const pieces = piecesInParcel.all(tx, { parcelId });
  for (const { pieceId } of pieces) {
    const moved = movePiece(tx, ctx, { pieceId, event: 'label', actor: { userId }, detail: { tracking } });
    // The money is spent and the label is on record; the piece that was stopped meanwhile is stopped at the next gate too.
    if (!moved.ok)
      ctx.log.warn(
        { pieceId, refusal: moved.error.tag },
        'a piece was stopped while its label was being bought',
      );
  }
  recordFact(tx, ctx, {
    kind: 'label',
    at,
    userId,
    intentId,
    parcelId,
    ...certificatesIn(piecesInParcel.all(tx, { parcelId })),
    outcome: 'bought',
    carrier: purchase.carrier,
    service,
    tracking,
    trackingUrl,
    cost,
  });
  recordAudit(tx, ctx, { userId, action: 'label.bought', subject: intentId, detail: { parcelId, tracking } });
  ctx.live.changed(tx, [{ topic: 'shipping', id: parcelId }]);
}

/** Why it is not known yet whether a label was bought before the restore. */
export type NotKnownYet =
  | { readonly tag: 'carrier_unreachable'; readonly carrier: string }
  | { readonly tag: 'carrier_refused'; readonly message: string };

/**
 * After a restore from a backup, a label may have been bought for an envelope of which nothing is on record here. Every
 * carrier is asked for it by the envelope's own reference; what is found is kept, and nothing is paid again. Answers with the
 * intent, or null where it is certain that there is none (also where nothing was restored).
 */
export async function labelFromBefore(
  ctx: StationContext,
  parts: WorkParts,
  actor: Actor,
  parcelId: string,
): Promise<Result<string | null, NotKnownYet>> {
  const doubt = ctx.db.read((tx) => repo.parcelDoubt.get(tx, { parcelId }));
  if (doubt === undefined) return ok(null);
  for (const carrier of parts.carriers) {
    const found = await carrier.findByParcel(parcelId);
    if (found.tag === 'unreachable') return err({ tag: 'carrier_unreachable', carrier: carrier.name });
    if (found.tag === 'found') {
      const { intentId, rateId, purchase } = found;
      ctx.db.write((tx) => {
        const at = ctx.clock.now();
        if (repo.intentById.get(tx, { intentId }) === undefined)
          repo.insertIntent.run(tx, {
            intentId,
            parcelId,
            rateId: `${carrier.id}:${rateId}`,
            carrier: purchase.carrier,
            service: purchase.service,
            costMinor: purchase.cost.minor,
            currency: purchase.cost.currency,
            at,
            createdBy: actor.userId,
          });
        recordPurchase(tx, ctx, carrier, intentId, purchase, actor.userId);
        repo.settleParcelDoubt.run(tx, { parcelId, at, by: actor.userId, outcome: 'label_found' });
      });
      return ok(intentId);
    }
    const waited = ctx.clock.now() - doubt.at;
    if (waited < carrier.settlesAfterMs) {
      const minutes = Math.ceil((carrier.settlesAfterMs - waited) / 60_000);
      return err({
        tag: 'carrier_refused',
        message: `A label that was bought before the restore may still come onto the books of ${carrier.name}. Try again in ${minutes} minutes.`,
      });
    }
  }
  ctx.db.write((tx) =>
    repo.settleParcelDoubt.run(tx, {
      parcelId,
      at: ctx.clock.now(),
      by: actor.userId,
      outcome: 'no_label',
    }),
  );
  return ok(null);
}

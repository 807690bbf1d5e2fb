/** Taking postage back. */
import { z } from 'zod';
import { needsSecondPerson } from '../../../domain/people/roles.ts';
import { err, ok } from '../../../domain/result.ts';
import type { Result } from '../../../domain/result.ts';
import type { VoidAnswer } from '../../carriers/adapter.ts';
import type { Actor, StationContext } from '../../context.ts';
import type { Writer } from '../../db/statements.ts';
import { enqueueJob } from '../../jobs/queue.ts';
import type { JobKind, JobOutcome } from '../../jobs/runner.ts';
import { recordAudit } from '../../record/audit.ts';
import { recordFact } from '../../record/facts.ts';
import { certificatesIn, piecesInParcel } from '../../record/scannedPiece.ts';
import type { WorkParts } from '../../work.ts';
import type { UnknownParcel, WrongParcelState } from '../packing/service.ts';
import { useApproval as spendApproval } from '../people/service.ts';
import { movePiece } from '../pieces/service.ts';
import * as repo from './repo.ts';
import { carrierOf } from './shipment.ts';

/** A void that has no clear answer yet. */
const VOID = 'label.void';
const AGAIN_AFTER_MS = 30_000;
const TRIES = 40;

/** Why a label is not voided. */
export type VoidRefusal =
  | UnknownParcel
  | WrongParcelState
  | { readonly tag: 'no_label'; readonly parcelId: string }
  | { readonly tag: 'approval_needed' };

/** A label that is to be voided. `approvalId`: the second person, once the envelope is with the carrier. */
export interface VoidWanted {
  readonly parcelId: string;
  readonly reason: string;
  readonly approvalId?: string | undefined;
}

/** Takes labels back. */
export interface Voids {
  /** Asks for it; answers with the intent, which stays `void_asked` until the carrier has said so. */
  ask(actor: Actor, wanted: VoidWanted): Promise<Result<string, VoidRefusal>>;
  readonly job: JobKind<unknown>;
}

/** Makes the taking back of postage for a station. Asking a carrier twice for the same void is harmless. */
export function createVoids(ctx: StationContext, parts: WorkParts): Voids {
  const settle = (tx: Writer, intentId: string, answer: VoidAnswer): boolean => {
    const intent = repo.intentById.get(tx, { intentId });
    if (intent === undefined || intent.state !== 'void_asked') return true;
    const at = ctx.clock.now();
    if (answer.tag === 'in_doubt') {
      repo.setIntent.run(tx, { intentId, state: 'void_asked', problem: answer.detail, tried: 1, at });
      return false;
    }
    const { parcelId } = intent;
    ctx.live.changed(tx, [
      { topic: 'shipping', id: parcelId },
      { topic: 'packing', id: parcelId },
    ]);
    if (answer.tag === 'refused') {
      repo.setIntent.run(tx, { intentId, state: 'bought', problem: answer.message, tried: 1, at });
      return true;
    }
    repo.voidLabel.run(tx, { intentId, at });
    repo.setIntent.run(tx, { intentId, state: 'voided', problem: null, tried: 1, at });
    const label = repo.labelOfIntent.get(tx, { intentId });
    const pieces = piecesInParcel.all(tx, { parcelId });
    const state = repo.parcelById.get(tx, { parcelId })?.state;
    if (state === 'labelled' || state === 'closed') {
      repo.setParcel.run(tx, { parcelId, state: 'packed', verifiedAt: null });
      for (const { pieceId, stage } of pieces) {
        if (stage !== 'labelled') continue;
        const moved = movePiece(tx, ctx, { pieceId, event: 'void_label', actor: null });
        if (!moved.ok) throw new Error(`A labelled piece could not lose its label: ${moved.error.tag}`);
      }
    }
    recordAudit(tx, ctx, { userId: null, action: 'label.voided', subject: intentId, detail: { parcelId } });
    if (label === undefined) return true;
    recordFact(tx, ctx, {
      kind: 'label',
      at,
      userId: null,
      intentId,
      parcelId,
      ...certificatesIn(piecesInParcel.all(tx, { parcelId })),
      outcome: 'voided',
      carrier: label.carrier,
      service: label.service,
      tracking: label.tracking,
      trackingUrl: label.trackingUrl,
      cost: { minor: label.costMinor, currency: label.currency },
    });
    return true;
  };

  const ask = async (intentId: string): Promise<boolean> => {
    const intent = ctx.db.read((tx) => repo.intentById.get(tx, { intentId }));
    if (intent === undefined || intent.state !== 'void_asked') return true;
    const carrier = carrierOf(parts, intent.rateId);
    const answer: VoidAnswer =
      carrier === undefined
        ? { tag: 'in_doubt', detail: 'the carrier is not set up any more' }
        : await carrier.void(intentId);
    return ctx.db.write((tx) => settle(tx, intentId, answer));
  };

  const run = async ({ subject }: { readonly subject: string }): Promise<JobOutcome> =>
    (await ask(subject)) ? { tag: 'done' } : { tag: 'again', problem: 'the carrier has not answered yet' };

  return {
    async ask(actor, { parcelId, reason, approvalId }) {
      const begun = ctx.db.attempt<string, VoidRefusal>((tx) => {
        const parcel = repo.parcelById.get(tx, { parcelId });
        if (parcel === undefined) return err({ tag: 'unknown_parcel', parcelId });
        const intent = repo.standingIntent.get(tx, { parcelId });
        if (intent === undefined) return err({ tag: 'no_label', parcelId });
        const { intentId } = intent;
        if (intent.state === 'void_asked') return ok(intentId);
        if (intent.state !== 'bought') return err({ tag: 'wrong_state', state: parcel.state });
        const inHouse = parcel.state === 'labelled' || parcel.state === 'closed';
        if (!inHouse && needsSecondPerson('void_label')) {
          const approval =
            approvalId === undefined
              ? null
              : spendApproval(tx, ctx, { approvalId, action: 'void_label', subjectId: parcelId, actor });
          if (approval === null || !approval.ok) return err({ tag: 'approval_needed' });
        }
        const at = ctx.clock.now();
        repo.setIntent.run(tx, { intentId, state: 'void_asked', problem: null, tried: 0, at });
        recordAudit(tx, ctx, {
          userId: actor.userId,
          action: 'label.void_asked',
          subject: intentId,
          detail: { parcelId, reason },
        });
        enqueueJob(tx, ctx, { kind: VOID, subject: intentId, payload: {}, runAt: at + AGAIN_AFTER_MS });
        ctx.live.changed(tx, [{ topic: 'shipping', id: parcelId }]);
        return ok(intentId);
      });
      if (begun.ok) await ask(begun.value);
      return begun;
    },
    job: {
      kind: VOID,
      payload: z.unknown(),
      attempts: TRIES,
      pauseMs: (attempt) => Math.min(15 * 60_000, 5000 * 2 ** Math.min(attempt - 1, 8)),
      run,
      recover: run,
      givenUp: (tx, { subject, reason }) => {
        const intent = repo.intentById.get(tx, { intentId: subject });
        if (intent?.state !== 'void_asked') return;
        repo.setIntent.run(tx, {
          intentId: subject,
          state: 'bought',
          problem: reason,
          tried: 0,
          at: ctx.clock.now(),
        });
        ctx.live.changed(tx, [{ topic: 'shipping', id: intent.parcelId }]);
      },
    },
  };
}

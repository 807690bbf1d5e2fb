/** Buying postage: at most once for an intent, whatever the carrier answers and wherever the station dies. */
import { z } from 'zod';
import { err, ok } from '../../../domain/result.ts';
import type { Result } from '../../../domain/result.ts';
import type { CarrierAdapter, QuotedRate, Shipment } from '../../carriers/adapter.ts';
import type { Actor, StationContext } from '../../context.ts';
import type { Reader, Writer } from '../../db/statements.ts';
import { enqueueJob } from '../../jobs/queue.ts';
import type { JobKind, JobOutcome } from '../../jobs/runner.ts';
import { recordAudit } from '../../record/audit.ts';
import { piecesInParcel } from '../../record/scannedPiece.ts';
import type { WorkParts } from '../../work.ts';
import { notMailable } from '../packing/service.ts';
import type { NotMailable, UnknownParcel, WrongParcelState } from '../packing/service.ts';
import { labelFromBefore, recordPurchase } from './boughtLabels.ts';
import * as repo from './repo.ts';
import type { IntentRow } from './repo.ts';
import { carrierOf, qualifiedRateId, shipmentOf } from './shipment.ts';
import type { SenderMissing } from './shipment.ts';

/** The look-up of an intent that may have been bought. */
export const LOOK_UP = 'label.look_up';

/** Milliseconds until a purchase that was begun is looked up: longer than any carrier is waited for. */
const LOOK_UP_AFTER_MS = 60_000;
const LOOK_UPS = 40;

/** Why no label was bought. */
export type BuyRefusal =
  | UnknownParcel
  | WrongParcelState
  | NotMailable
  | SenderMissing
  | { readonly tag: 'carrier_unreachable'; readonly carrier: string }
  | { readonly tag: 'carrier_refused'; readonly message: string }
  | { readonly tag: 'rate_expired' };

/** The parcel has an intent that counts, made in between. */
interface HasIntent {
  readonly tag: 'has_intent';
}

/** Buys labels and finds out what became of purchases. */
export interface Purchases {
  /** Buys once. Answers with the intent, whose state may be `in_doubt`; a parcel that has an intent gets no second one. */
  buy(
    actor: Actor,
    parcelId: string,
    carrier: CarrierAdapter,
    rate: QuotedRate,
  ): Promise<Result<string, BuyRefusal>>;
  /** The intent of a parcel that may have been bought, after the carrier was asked once more; null when there is none. */
  standing(parcelId: string): Promise<string | null>;
  /** Asks the carrier what became of an intent. Answers false while that is not known. */
  lookUp(intentId: string): Promise<boolean>;
  readonly job: JobKind<unknown>;
  /** After a start: what was under way when the station died is in doubt now, or was certainly never asked for. */
  recover(): void;
}

/** Makes the buying of postage for a station. */
export function createPurchases(ctx: StationContext, parts: WorkParts): Purchases {
  const underWay = new Map<string, Promise<unknown>>();
  /** When an intent was first missing on the carrier's books although its time had passed. */
  const missingSince = new Map<string, number>();

  const setIntent = (
    tx: Writer,
    intent: IntentRow,
    state: IntentRow['state'],
    problem: string | null,
    tried = 0,
  ): void => {
    repo.setIntent.run(tx, { intentId: intent.intentId, state, problem, tried, at: ctx.clock.now() });
    ctx.live.changed(tx, [
      { topic: 'shipping', id: intent.parcelId },
      ...(state === 'parked' ? [{ topic: 'alerts' as const }] : []),
    ]);
  };

  /** Saves the intent, then that it is being bought: two commits, so that a crash says on which side of the purchase it was. */
  const begin = (
    actor: Actor,
    parcelId: string,
    carrier: CarrierAdapter,
    rate: QuotedRate,
  ): Result<{ intent: IntentRow; shipment: Shipment }, BuyRefusal | HasIntent> => {
    const intentId = ctx.newId();
    const wanted = ctx.db.attempt<null, BuyRefusal | HasIntent>((tx) => {
      if (repo.standingIntent.get(tx, { parcelId }) !== undefined) return err({ tag: 'has_intent' });
      const refusal = gate(tx, parcelId);
      if (refusal !== null) return err(refusal);
      const { carrier: name, service, cost } = rate;
      repo.insertIntent.run(tx, {
        intentId,
        parcelId,
        rateId: qualifiedRateId(carrier, rate),
        carrier: name,
        service,
        costMinor: cost.minor,
        currency: cost.currency,
        at: ctx.clock.now(),
        createdBy: actor.userId,
      });
      recordAudit(tx, ctx, {
        userId: actor.userId,
        action: 'label.wanted',
        subject: intentId,
        detail: { parcelId, service },
      });
      return ok(null);
    });
    if (!wanted.ok) return wanted;
    return ctx.db.attempt<{ intent: IntentRow; shipment: Shipment }, BuyRefusal>((tx) => {
      const intent = repo.intentById.get(tx, { intentId });
      const shipment = shipmentOf(tx, parts, parcelId);
      if (!shipment.ok) return shipment;
      if (intent === undefined) return err({ tag: 'unknown_parcel', parcelId });
      setIntent(tx, intent, 'buying', null, 1);
      enqueueJob(tx, ctx, {
        kind: LOOK_UP,
        subject: intentId,
        payload: {},
        runAt: ctx.clock.now() + LOOK_UP_AFTER_MS,
      });
      return ok({ intent, shipment: shipment.value });
    });
  };

  const gate = (tx: Reader, parcelId: string): BuyRefusal | null => {
    const parcel = repo.parcelById.get(tx, { parcelId });
    if (parcel === undefined) return { tag: 'unknown_parcel', parcelId };
    const empty = piecesInParcel.all(tx, { parcelId }).length === 0;
    if (parcel.state !== 'packed' || empty) return { tag: 'wrong_state', state: parcel.state };
    return notMailable(tx, parcelId);
  };

  const purchase = async (
    actor: Actor,
    parcelId: string,
    carrier: CarrierAdapter,
    rate: QuotedRate,
  ): Promise<Result<string, BuyRefusal | HasIntent>> => {
    const begun = begin(actor, parcelId, carrier, rate);
    if (!begun.ok) return begun;
    const { intent, shipment } = begun.value;
    const { intentId } = intent;
    const asked = carrier.buy(intentId, rate, shipment);
    underWay.set(intentId, asked);
    let answer: Awaited<typeof asked>;
    try {
      answer = await asked;
    } catch (problem) {
      ctx.log.error({ intentId, problem }, 'a carrier adapter threw while buying; the purchase is in doubt');
      answer = { tag: 'in_doubt', detail: 'unexpected error' };
    } finally {
      underWay.delete(intentId);
    }
    switch (answer.tag) {
      case 'bought': {
        const bought = answer.purchase;
        ctx.db.write((tx) => recordPurchase(tx, ctx, carrier, intentId, bought, actor.userId));
        return ok(intentId);
      }
      case 'refused': {
        const { reason, message } = answer;
        ctx.db.write((tx) => setIntent(tx, intent, 'refused', message));
        return err(reason === 'rate_expired' ? { tag: 'rate_expired' } : { tag: 'carrier_refused', message });
      }
      case 'in_doubt': {
        const { detail } = answer;
        ctx.db.write((tx) => {
          setIntent(tx, intent, 'in_doubt', detail);
          recordAudit(tx, ctx, {
            userId: actor.userId,
            action: 'label.in_doubt',
            subject: intentId,
            detail: { parcelId },
          });
        });
        return ok(intentId);
      }
      default:
        throw new Error('A carrier answered something that no carrier answers');
    }
  };

  /**
   * Is it certain that a purchase not on the carrier's books never will be? Twice the carrier's time must have passed, and
   * once of it between two look-ups: a clock that jumps ahead can make up one of the two waits, never both.
   */
  const isSettled = (intent: IntentRow, carrier: CarrierAdapter): boolean => {
    const now = ctx.clock.now();
    if (now - intent.createdAt < carrier.settlesAfterMs) return false;
    const since = missingSince.get(intent.intentId) ?? now;
    missingSince.set(intent.intentId, since);
    return now - since >= carrier.settlesAfterMs;
  };

  const lookUp = async (intentId: string): Promise<boolean> => {
    const intent = ctx.db.read((tx) => repo.intentById.get(tx, { intentId }));
    if (intent === undefined) return true;
    if (!isOpen(intent)) return true;
    if (underWay.has(intentId)) return false;
    const carrier = carrierOf(parts, intent.rateId);
    const answer =
      carrier === undefined
        ? ({ tag: 'unreachable', detail: 'the carrier is not set up any more' } as const)
        : await carrier.findByIntent(intentId);
    if (answer.tag === 'found' && carrier !== undefined) {
      ctx.db.write((tx) => recordPurchase(tx, ctx, carrier, intentId, answer.purchase, intent.createdBy));
      return true;
    }
    return ctx.db.write((tx) => {
      const now = repo.intentById.get(tx, { intentId });
      if (now === undefined || !isOpen(now)) return true;
      if (answer.tag === 'not_found' && carrier !== undefined && isSettled(intent, carrier)) {
        setIntent(tx, now, 'refused', 'the carrier never got the purchase', 1);
        recordAudit(tx, ctx, { userId: null, action: 'label.not_bought', subject: intentId });
        return true;
      }
      const problem = answer.tag === 'unreachable' ? answer.detail : 'not on the carrier’s books yet';
      setIntent(tx, now, now.state === 'parked' ? 'parked' : 'in_doubt', problem, 1);
      return false;
    });
  };

  const look = async ({ subject }: { readonly subject: string }): Promise<JobOutcome> =>
    (await lookUp(subject)) ? { tag: 'done' } : { tag: 'again', problem: 'the carrier does not know yet' };

  const standing = async (parcelId: string): Promise<string | null> => {
    const intent = ctx.db.read((tx) => repo.standingIntent.get(tx, { parcelId }));
    if (intent === undefined) return null;
    await underWay.get(intent.intentId);
    await lookUp(intent.intentId);
    return ctx.db.read((tx) => repo.standingIntent.get(tx, { parcelId }))?.intentId ?? null;
  };

  return {
    async buy(actor, parcelId, carrier, rate) {
      for (;;) {
        const there = await standing(parcelId);
        if (there !== null) return ok(there);
        const before = await labelFromBefore(ctx, parts, actor, parcelId);
        if (!before.ok) return before;
        if (before.value !== null) return ok(before.value);
        const bought = await purchase(actor, parcelId, carrier, rate);
        if (bought.ok) return bought;
        const { error } = bought;
        if (error.tag !== 'has_intent') return err(error);
        // Somebody else was faster in between: theirs is the one.
      }
    },
    standing,
    lookUp,
    job: {
      kind: LOOK_UP,
      payload: z.unknown(),
      attempts: LOOK_UPS,
      pauseMs: (attempt) => Math.min(15 * 60_000, 5000 * 2 ** Math.min(attempt - 1, 8)),
      run: look,
      // A look-up spends nothing: after a crash it is simply made again.
      recover: look,
      parked: ({ subject, problem }) => {
        ctx.db.write((tx) => {
          const intent = repo.intentById.get(tx, { intentId: subject });
          if (intent?.state === 'in_doubt' || intent?.state === 'buying')
            setIntent(tx, intent, 'parked', problem);
        });
      },
      givenUp: (tx, { subject, reason }) => {
        const intent = repo.intentById.get(tx, { intentId: subject });
        // A person says that it was never bought: postage may be bought anew.
        if (intent !== undefined && isOpen(intent)) setIntent(tx, intent, 'refused', reason);
      },
    },
    recover() {
      ctx.db.write((tx) => {
        for (const intent of repo.intentsIn.all(tx, { state: 'wanted' })) {
          setIntent(tx, intent, 'refused', 'the station stopped before anything was bought');
        }
        for (const intent of repo.intentsIn.all(tx, { state: 'buying' })) {
          setIntent(tx, intent, 'in_doubt', 'the station stopped while it was being bought');
          enqueueJob(tx, ctx, { kind: LOOK_UP, subject: intent.intentId, payload: {} });
        }
      });
    },
  };
}

/** May the carrier still have sold it? */
function isOpen({ state }: IntentRow): boolean {
  return state === 'buying' || state === 'in_doubt' || state === 'parked';
}

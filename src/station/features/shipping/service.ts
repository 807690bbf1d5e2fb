/** Postage, the label on the envelope, hand-over to the carrier. Money is spent at most once for a label intent. */
import { z } from 'zod';
import type { Parcel, ParcelState } from '../../../contract/station/packing.ts';
import type { LabelIntent, LabelVerdict, Manifest, Rate } from '../../../contract/station/shipping.ts';
import { err, ok } from '../../../domain/result.ts';
import type { Result } from '../../../domain/result.ts';
import { RulePack } from '../../../domain/time/rulePack.ts';
import type { CarrierAdapter, QuotedRate } from '../../carriers/adapter.ts';
import type { Actor, StationContext } from '../../context.ts';
import { sqlRead } from '../../db/statements.ts';
import type { Reader } from '../../db/statements.ts';
import type { JobKind } from '../../jobs/runner.ts';
import type { WorkParts } from '../../work.ts';
import { parcelView } from '../packing/service.ts';
import type { UnknownParcel, WrongParcelState } from '../packing/service.ts';
import { handOver, listManifests, manifestFile } from './handOver.ts';
import type { HandedOver, HandOverRefusal } from './handOver.ts';
import { labelFile, labelPicture, verifyLabel } from './labels.ts';
import type { LabelCheckRefusal, NoLabel } from './labels.ts';
import { createPurchases } from './purchases.ts';
import type { BuyRefusal } from './purchases.ts';
import * as repo from './repo.ts';
import type { ShownIntent } from './repo.ts';
import { qualifiedRateId, shipmentOf } from './shipment.ts';
import type { SenderMissing } from './shipment.ts';
import { trackingJob } from './tracking.ts';
import { createVoids } from './voids.ts';
import type { VoidRefusal, VoidWanted } from './voids.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
/** Purchases at a time when many labels are bought with one key. */
const BUYING_AT_ONCE = 4;

/** Why there are no rates. */
export type RatesRefusal =
  | UnknownParcel
  | WrongParcelState
  | SenderMissing
  | { readonly tag: 'carrier_unreachable'; readonly carrier: string }
  | { readonly tag: 'address_refused'; readonly message: string };

/** Shipping at this station. */
export interface Shipping {
  parcels(look: {
    readonly states?: readonly ParcelState[] | undefined;
    readonly cursor?: string | undefined;
    readonly limit: number;
  }): {
    rows: Parcel[];
    next: string | null;
  };
  rates(parcelId: string): Promise<Result<Rate[], RatesRefusal>>;
  buyLabel(
    actor: Actor,
    wanted: { readonly parcelId: string; readonly rateId: string },
  ): Promise<Result<{ intent: LabelIntent; parcel: Parcel }, BuyRefusal>>;
  buyMany(
    actor: Actor,
    parcelIds: readonly string[],
  ): Promise<{ bought: string[]; failed: { parcelId: string; reason: string }[] }>;
  labelFile(parcelId: string): Result<File, UnknownParcel | NoLabel>;
  /** The label as a picture for the screen; a label that is none and no PDF (for a label printer) has none. */
  labelPicture(parcelId: string): Promise<Result<File, UnknownParcel | NoLabel>>;
  verifyLabel(
    actor: Actor,
    check: { readonly parcelId: string; readonly text: string },
  ): Result<{ verdict: LabelVerdict; parcel: Parcel }, LabelCheckRefusal>;
  voidLabel(actor: Actor, wanted: VoidWanted): Promise<Result<LabelIntent, VoidRefusal>>;
  openIntents(): LabelIntent[];
  handOver(actor: Actor, parcelIds: readonly string[]): Promise<Result<HandedOver, HandOverRefusal>>;
  manifests(limit: number): Manifest[];
  manifestFile(manifestId: string): Promise<File | null>;
  /** Kinds of durable jobs, to be registered before the start. */
  readonly jobs: readonly JobKind<unknown>[];
  /** After a start and before the jobs run: what was under way when the station died. */
  recover(): void;
}

interface Quote {
  readonly carrier: CarrierAdapter;
  readonly rate: QuotedRate;
}

function shown(intent: ShownIntent): LabelIntent {
  const { costMinor, currency, ...rest } = intent;
  return { ...rest, cost: { minor: costMinor, currency } };
}

const packs = sqlRead<{ parcelId: string }, { pack: string }>(
  `SELECT DISTINCT r.pack FROM pieces p JOIN certificates c ON c.certificate_id = p.certificate_id
   JOIN rule_packs r ON r.jurisdiction = c.jurisdiction WHERE p.parcel_id = @parcelId`,
  z.object({ pack: z.string() }),
);

/** Must the envelope have arrived by the deadline, or does mailing it do? */
function mustArrive(tx: Reader, parcelId: string): boolean {
  return packs
    .all(tx, { parcelId })
    .some(({ pack }) => RulePack.parse(JSON.parse(pack)).deliveryCounts === 'delivered');
}

/** Makes shipping for a station. */
export function createShipping(ctx: StationContext, parts: WorkParts): Shipping {
  const purchases = createPurchases(ctx, parts);
  const voids = createVoids(ctx, parts);

  const view = (parcelId: string): Parcel => {
    const parcel = ctx.db.read((tx) => parcelView(tx, parcelId));
    if (parcel === null) throw new Error('A parcel that was just worked on is gone');
    return parcel;
  };

  const intentView = (intentId: string): LabelIntent => {
    const intent = ctx.db.read((tx) => repo.shownIntent.get(tx, { intentId }));
    if (intent === undefined) throw new Error('An intent that was just worked on is gone');
    return shown(intent);
  };

  /** What every carrier offers for a parcel. One that cannot be reached is passed over while another answers. */
  const quotes = async (parcelId: string): Promise<Result<Quote[], RatesRefusal>> => {
    const shipment = ctx.db.read((tx) => shipmentOf(tx, parts, parcelId));
    if (!shipment.ok) return shipment;
    const found: Quote[] = [];
    let refusal: RatesRefusal | null = null;
    for (const carrier of parts.carriers) {
      const answer = await carrier.rates(shipment.value);
      if (answer.ok) found.push(...answer.value.map((rate) => ({ carrier, rate })));
      else if (answer.error.tag === 'unreachable')
        refusal ??= { tag: 'carrier_unreachable', carrier: carrier.name };
      else refusal = { tag: 'address_refused', message: answer.error.message };
    }
    if (found.length > 0) return ok(found);
    return err(refusal ?? { tag: 'carrier_unreachable', carrier: '' });
  };

  const shownRate = ({ carrier, rate }: Quote, dueAt: number | null, arrives: boolean): Rate => {
    const days = arrives ? rate.estimatedDays : 0;
    return {
      rateId: qualifiedRateId(carrier, rate),
      carrier: rate.carrier,
      service: rate.service,
      cost: rate.cost,
      estimatedDays: rate.estimatedDays,
      meetsDeadline: dueAt === null || days === null ? null : ctx.clock.now() + days * DAY_MS <= dueAt,
      demo: carrier.demo,
    };
  };

  const rates = async (parcelId: string): Promise<Result<Rate[], RatesRefusal>> => {
    const parcel = ctx.db.read((tx) => {
      const found = parcelView(tx, parcelId);
      return found === null ? null : { ...found, arrives: mustArrive(tx, parcelId) };
    });
    if (parcel === null) return err({ tag: 'unknown_parcel', parcelId });
    if (parcel.state !== 'packed') return err({ tag: 'wrong_state', state: parcel.state });
    const found = await quotes(parcelId);
    if (!found.ok) return found;
    return ok(
      found.value
        .map((quote) => shownRate(quote, parcel.dueAt, parcel.arrives))
        .toSorted((left, right) => left.cost.minor - right.cost.minor),
    );
  };

  const buyLabel: Shipping['buyLabel'] = async (actor, { parcelId, rateId }) => {
    const parcel = ctx.db.read((tx) => repo.parcelById.get(tx, { parcelId }));
    if (parcel === undefined) return err({ tag: 'unknown_parcel', parcelId });
    const standing = await purchases.standing(parcelId);
    if (standing !== null) return ok({ intent: intentView(standing), parcel: view(parcelId) });
    if (parcel.state !== 'packed') return err({ tag: 'wrong_state', state: parcel.state });
    const found = await quotes(parcelId);
    if (!found.ok && found.error.tag === 'sender_missing') return err(found.error);
    const quote = found.ok
      ? found.value.find((each) => qualifiedRateId(each.carrier, each.rate) === rateId)
      : undefined;
    if (quote === undefined) return err({ tag: 'rate_expired' });
    const bought = await purchases.buy(actor, parcelId, quote.carrier, quote.rate);
    if (!bought.ok) return bought;
    return ok({ intent: intentView(bought.value), parcel: view(parcelId) });
  };

  /** The cheapest rate that meets the deadline; where none does, the fastest. */
  const best = (offers: readonly Rate[]): Rate | undefined => {
    const inTime = offers.find(({ meetsDeadline }) => meetsDeadline !== false);
    return (
      inTime ?? offers.toSorted((left, right) => (left.estimatedDays ?? 99) - (right.estimatedDays ?? 99))[0]
    );
  };

  const buyOne = async (actor: Actor, parcelId: string): Promise<string | null> => {
    const offers = await rates(parcelId);
    if (!offers.ok) return reasonOf(offers.error);
    const rate = best(offers.value);
    if (rate === undefined) return 'no_rate';
    const bought = await buyLabel(actor, { parcelId, rateId: rate.rateId });
    if (!bought.ok) return reasonOf(bought.error);
    return bought.value.intent.state === 'bought' ? null : bought.value.intent.state;
  };

  return {
    parcels({ states, cursor, limit }) {
      const [, at = '', beforeId = '\uffff'] = /^([0-9]{1,15})\.(.{1,100})$/u.exec(cursor ?? '') ?? [];
      return ctx.db.read((tx) => {
        const ids = repo.parcelIds.all(tx, {
          states: states === undefined ? null : JSON.stringify(states),
          before: at === '' ? Number.MAX_SAFE_INTEGER : Number(at),
          beforeId,
          limit,
        });
        const last = ids.at(-1);
        return {
          rows: ids.flatMap(({ parcelId }) => parcelView(tx, parcelId) ?? []),
          next: last !== undefined && ids.length === limit ? `${last.createdAt}.${last.parcelId}` : null,
        };
      });
    },
    rates,
    buyLabel,
    async buyMany(actor, parcelIds) {
      const bought: string[] = [];
      const failed: { parcelId: string; reason: string }[] = [];
      const waiting = [...new Set(parcelIds)];
      const lane = async (): Promise<void> => {
        for (let parcelId = waiting.shift(); parcelId !== undefined; parcelId = waiting.shift()) {
          const reason = await buyOne(actor, parcelId);
          if (reason === null) bought.push(parcelId);
          else failed.push({ parcelId, reason });
        }
      };
      await Promise.all(Array.from({ length: BUYING_AT_ONCE }, lane));
      return { bought, failed };
    },
    labelFile: (parcelId) => ctx.db.read((tx) => labelFile(tx, parcelId)),
    labelPicture: (parcelId) => labelPicture(ctx, parts, parcelId),
    verifyLabel(actor, check) {
      const checked = ctx.db.attempt((tx) => verifyLabel(tx, ctx, parts, actor, check));
      return checked.ok ? ok({ verdict: checked.value, parcel: view(check.parcelId) }) : checked;
    },
    async voidLabel(actor, wanted) {
      const asked = await voids.ask(actor, wanted);
      return asked.ok ? ok(intentView(asked.value)) : asked;
    },
    openIntents: () => ctx.db.read((tx) => repo.openIntents.all(tx, {}).map(shown)),
    handOver: (actor, parcelIds) => handOver(ctx, parts, actor, parcelIds),
    manifests: (limit) => listManifests(ctx, limit),
    manifestFile: (manifestId) => manifestFile(ctx, manifestId),
    jobs: [purchases.job, voids.job, trackingJob(ctx, parts)],
    recover: () => purchases.recover(),
  };
}

/** Why a parcel got no label, in one line for the list of those that failed. */
function reasonOf(refusal: RatesRefusal | BuyRefusal): string {
  switch (refusal.tag) {
    case 'not_mailable':
      return refusal.pieces
        .map(({ certificateNumber, reason }) => `${certificateNumber}: ${reason}`)
        .join('; ');
    case 'carrier_refused':
    case 'address_refused':
      return refusal.message;
    case 'wrong_state':
      return `state: ${refusal.state}`;
    case 'unknown_parcel':
    case 'sender_missing':
    case 'rate_expired':
    case 'carrier_unreachable':
      return refusal.tag;
    default:
      throw new Error('A refusal that does not exist');
  }
}

import { err, ok } from '../../../domain/result.ts';
import type { NameStrip } from '../../documents/nameStrip.ts';
import type { Clock } from '../../ports/clock.ts';
import type { BuyAnswer, CarrierAdapter, Purchase, QuotedRate, Shipment, TrackedEvent } from '../adapter.ts';
import { refusalOf } from './errors.ts';
import { CarrierLedger } from './ledger.ts';
import type { Sale } from './ledger.ts';
import { CARRIER, offerStands, ratesOf } from './mapper.ts';
import type { SimulatedCarrierFaults, SimulatedCarrierSettings } from './settings.ts';
import { trackingNumber } from './tracking.ts';

/** The simulated carrier, and what a test does to it from the carrier's side. */
export interface SimulatedCarrier extends CarrierAdapter {
  /** Brings the sales onto the books that were still on their way. */
  settle(): void;
  /** Everything that was ever sold, voided ones included: what the station would have to pay for. */
  sales(): readonly Sale[];
}

const DAY_MS = 24 * 60 * 60 * 1000;

async function purchaseOf(sale: Sale, nameStrip: NameStrip | null): Promise<Purchase> {
  // Loaded at the first label: starting the station does not wait for it.
  const { labelPage } = await import('./labelPage.ts');
  return {
    purchaseId: sale.saleId,
    carrier: CARRIER,
    service: sale.service,
    tracking: sale.tracking,
    trackingUrl: null,
    cost: sale.cost,
    file: await labelPage(sale, nameStrip),
    mediaType: 'application/pdf',
  };
}

/**
 * A carrier that sells no real postage and otherwise behaves like one: it sells as often as it is asked, keeps its own
 * books outside the station, and can be told to answer late, never, or with no.
 */
export function createSimulatedCarrier(
  settings: SimulatedCarrierSettings,
  clock: Clock,
  faults: SimulatedCarrierFaults = () => null,
): SimulatedCarrier {
  const ledger = new CarrierLedger(settings.folder);
  const onTheWay: Sale[] = [];

  const sell = (intentId: string, rate: QuotedRate, shipment: Shipment): Sale => {
    const count = ledger.entries.length + onTheWay.length;
    const saleId = `demo-sale-${String(count + 1).padStart(6, '0')}`;
    return {
      kind: 'sold',
      saleId,
      at: clock.now(),
      intentId,
      rateId: rate.rateId,
      service: rate.service,
      cost: rate.cost,
      tracking: trackingNumber(`${saleId} ${intentId}`, shipment.to.country),
      parcelId: shipment.parcelId,
      parcelNumber: shipment.parcelNumber,
      from: shipment.from,
      to: shipment.to,
      weightGrams: shipment.weightGrams,
    };
  };

  const buy = async (intentId: string, rate: QuotedRate, shipment: Shipment): Promise<BuyAnswer> => {
    const fault = faults('buy');
    if (fault === 'unreachable') return { tag: 'in_doubt', detail: 'connection refused' };
    const refusal = refusalOf(shipment);
    if (fault === 'refused' || refusal !== null) {
      return { tag: 'refused', reason: 'other', message: refusal ?? 'The account cannot buy this label.' };
    }
    if (fault === 'rate_gone' || !offerStands(rate.rateId, shipment, clock.now())) {
      return { tag: 'refused', reason: 'rate_expired', message: 'This rate has ended.' };
    }
    const sale = sell(intentId, rate, shipment);
    if (fault === 'late') {
      onTheWay.push(sale);
      return { tag: 'in_doubt', detail: 'no answer within the time limit' };
    }
    ledger.add(sale);
    if (fault === 'answer_lost')
      return { tag: 'in_doubt', detail: 'connection lost while waiting for the answer' };
    return { tag: 'bought', purchase: await purchaseOf(sale, settings.nameStrip ?? null) };
  };

  return {
    id: 'simulated',
    name: CARRIER,
    demo: true,
    settlesAfterMs: settings.settlesAfterMs,
    async rates(shipment) {
      if (faults('rates') === 'unreachable') return err({ tag: 'unreachable' });
      const message = refusalOf(shipment);
      return message === null ? ok(ratesOf(shipment, clock.now())) : err({ tag: 'address_refused', message });
    },
    buy,
    async findByIntent(intentId) {
      if (faults('find') === 'unreachable') return { tag: 'unreachable', detail: 'connection refused' };
      const sale = ledger.salesOf(intentId).find(({ saleId }) => !ledger.isVoided(saleId));
      return sale === undefined
        ? { tag: 'not_found' }
        : { tag: 'found', purchase: await purchaseOf(sale, settings.nameStrip ?? null) };
    },
    async findByParcel(parcelId) {
      if (faults('find') === 'unreachable') return { tag: 'unreachable', detail: 'connection refused' };
      const sale = ledger.standingSaleFor(parcelId);
      if (sale === undefined) return { tag: 'not_found' };
      const { intentId, rateId } = sale;
      return { tag: 'found', intentId, rateId, purchase: await purchaseOf(sale, settings.nameStrip ?? null) };
    },
    async void(intentId) {
      const fault = faults('void');
      if (fault === 'unreachable') return { tag: 'in_doubt', detail: 'connection refused' };
      if (fault === 'refused') return { tag: 'refused', message: 'The label was used already.' };
      for (const { saleId } of ledger.salesOf(intentId)) {
        if (!ledger.isVoided(saleId)) ledger.add({ kind: 'voided', at: clock.now(), saleId });
      }
      return fault === 'answer_lost' ? { tag: 'in_doubt', detail: 'connection lost' } : { tag: 'voided' };
    },
    async manifest(_carrier, tracking) {
      if (faults('manifest') === 'unreachable') return err({ detail: 'connection refused' });
      const count = ledger.entries.filter(({ kind }) => kind === 'manifest').length;
      const reference = `DEMO-SCAN-${String(count + 1).padStart(5, '0')}`;
      ledger.add({ kind: 'manifest', at: clock.now(), reference, tracking: [...tracking] });
      return ok(reference);
    },
    async track(tracking) {
      if (faults('track') === 'unreachable') return err({ detail: 'connection refused' });
      const given = ledger.entries
        .filter((entry) => entry.kind === 'manifest')
        .find((entry) => entry.tracking.includes(tracking));
      if (given === undefined) return ok([]);
      const steps: readonly [TrackedEvent['status'], number][] = [
        ['accepted', 0],
        ['in_transit', DAY_MS / 2],
        ['delivered', 2 * DAY_MS],
      ];
      return ok(
        steps
          .map(([status, after]) => ({
            eventId: `${tracking}-${status}`,
            at: given.at + after,
            status,
            detail: null,
          }))
          .filter(({ at }) => at <= clock.now()),
      );
    },
    settle: () => {
      for (const sale of onTheWay.splice(0)) ledger.add(sale);
    },
    sales: () => ledger.entries.filter((entry) => entry.kind === 'sold'),
  };
}

/** What the carrier says of envelopes after the hand-over: on the way, delivered, returned, lost. */
import { z } from 'zod';
import type { PieceEvent } from '../../../domain/work/stages.ts';
import type { TrackedEvent } from '../../carriers/adapter.ts';
import type { StationContext } from '../../context.ts';
import type { Writer } from '../../db/statements.ts';
import { enqueueJob } from '../../jobs/queue.ts';
import type { JobKind, JobOutcome } from '../../jobs/runner.ts';
import { recordFact } from '../../record/facts.ts';
import { certificatesIn, piecesInParcel } from '../../record/scannedPiece.ts';
import type { WorkParts } from '../../work.ts';
import { movePiece } from '../pieces/service.ts';
import * as repo from './repo.ts';
import { carrierOf } from './shipment.ts';

const TRACK = 'parcel.track';
const HOUR_MS = 60 * 60 * 1000;
/** Asked every four hours for about two months; then a person looks after it. */
const EVERY_MS = 4 * HOUR_MS;
const TIMES = 360;

type Told = Exclude<TrackedEvent['status'], 'accepted'>;

const EVENTS: Readonly<Record<Told, PieceEvent>> = {
  in_transit: 'carrier_scan',
  delivered: 'deliver',
  returned: 'return',
  lost: 'lose',
};

/** Asks for the first time soon after the hand-over, in the hand-over's own transaction. */
export function followParcel(tx: Writer, ctx: StationContext, parcelId: string): void {
  enqueueJob(tx, ctx, { kind: TRACK, subject: parcelId, payload: {}, runAt: ctx.clock.now() + HOUR_MS });
}

/** The job that follows one parcel until it has arrived, come back or been lost. Asking again changes nothing. */
export function trackingJob(ctx: StationContext, parts: WorkParts): JobKind<unknown> {
  const run = async ({ subject: parcelId }: { readonly subject: string }): Promise<JobOutcome> => {
    const found = ctx.db.read((tx) => {
      const intent = repo.standingIntent.get(tx, { parcelId });
      return { intent, label: intent === undefined ? undefined : repo.labelOfIntent.get(tx, intent) };
    });
    if (found.intent === undefined || found.label === undefined) return { tag: 'done' };
    const carrier = carrierOf(parts, found.intent.rateId);
    if (carrier === undefined) return { tag: 'again', problem: 'the carrier is not set up any more' };
    const told = await carrier.track(found.label.tracking);
    if (!told.ok) return { tag: 'again', problem: told.error.detail };
    const ended = ctx.db.write((tx) => keep(tx, ctx, parcelId, told.value));
    return ended ? { tag: 'done' } : { tag: 'again', problem: 'on the way', afterMs: EVERY_MS };
  };
  return { kind: TRACK, payload: z.unknown(), attempts: TIMES, pauseMs: () => EVERY_MS, run, recover: run };
}

/** Keeps what is new, oldest first. Answers whether the parcel's way has ended. */
function keep(tx: Writer, ctx: StationContext, parcelId: string, events: readonly TrackedEvent[]): boolean {
  for (const event of events.toSorted((left, right) => left.at - right.at)) {
    const { at, status, detail, eventId } = event;
    if (repo.insertTracking.run(tx, { parcelId, at, status, detail, eventId }) === 0) continue;
    if (status !== 'accepted') step(tx, ctx, parcelId, status, at);
  }
  const state = repo.parcelById.get(tx, { parcelId })?.state;
  return state === 'delivered' || state === 'returned' || state === 'lost';
}

function step(tx: Writer, ctx: StationContext, parcelId: string, status: Told, at: number): void {
  const pieces = piecesInParcel.all(tx, { parcelId });
  let moved = 0;
  for (const { pieceId } of pieces) {
    const piece = movePiece(tx, ctx, { pieceId, event: EVENTS[status], actor: null, detail: { status } });
    // Carriers tell late and out of order: what cannot have happened now is on record and moves nothing.
    if (piece.ok) moved += 1;
  }
  if (moved === 0) return;
  repo.setState.run(tx, { parcelId, state: status });
  recordFact(tx, ctx, {
    kind: 'parcel',
    at,
    userId: null,
    parcelId,
    ...certificatesIn(piecesInParcel.all(tx, { parcelId })),
    event: status,
    manifestNumber: null,
  });
  ctx.live.changed(tx, [{ topic: 'shipping', id: parcelId }]);
}

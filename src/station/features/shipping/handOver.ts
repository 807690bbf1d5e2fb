/** The closed envelopes go to the carrier's driver. */
import type { Manifest } from '../../../contract/station/shipping.ts';
import { err, ok } from '../../../domain/result.ts';
import type { Result } from '../../../domain/result.ts';
import type { Actor, StationContext } from '../../context.ts';
import type { Reader, Writer } from '../../db/statements.ts';
import { recordAudit } from '../../record/audit.ts';
import { recordFact } from '../../record/facts.ts';
import { nextNumber } from '../../record/numbers.ts';
import { certificatesIn, piecesInParcel } from '../../record/scannedPiece.ts';
import { emergenciesInForce } from '../../sync/emergencies.ts';
import type { WorkParts } from '../../work.ts';
import { notMailable } from '../packing/service.ts';
import { displayNameOf } from '../people/service.ts';
import { movePiece } from '../pieces/service.ts';
import * as repo from './repo.ts';
import { carrierOf } from './shipment.ts';
import { followParcel } from './tracking.ts';

/** A parcel that stays here, and why. */
export interface LeftOut {
  readonly parcelId: string;
  readonly parcelNumber: string;
  readonly reason: string;
}

interface Going {
  readonly parcelId: string;
  readonly carrier: string;
  readonly tracking: string;
  readonly rateId: string;
}

/** What went, and what stays. */
export interface HandedOver {
  readonly manifests: Manifest[];
  readonly leftOut: LeftOut[];
}

export type HandOverRefusal = { readonly tag: 'hold_shipping'; readonly reason: string };

/** Asks every gate for every parcel. */
function sorted(tx: Reader, parcelIds: readonly string[]): { going: Going[]; leftOut: LeftOut[] } {
  const going: Going[] = [];
  const leftOut: LeftOut[] = [];
  for (const parcelId of new Set(parcelIds)) {
    const parcel = repo.parcelById.get(tx, { parcelId });
    if (parcel === undefined) {
      leftOut.push({ parcelId, parcelNumber: '', reason: 'unknown' });
      continue;
    }
    const { parcelNumber, state } = parcel;
    const intent = repo.standingIntent.get(tx, { parcelId });
    const label = intent === undefined ? undefined : repo.labelOfIntent.get(tx, intent);
    const stopped = notMailable(tx, parcelId);
    const reason =
      state !== 'closed'
        ? `state: ${state}`
        : intent?.state !== 'bought'
          ? `label: ${intent?.state ?? 'none'}`
          : piecesInParcel.all(tx, { parcelId }).length === 0
            ? 'empty'
            : (stopped?.pieces.map((piece) => `${piece.certificateNumber}: ${piece.reason}`).join('; ') ??
              null);
    if (reason !== null || intent === undefined || label === undefined) {
      leftOut.push({ parcelId, parcelNumber, reason: reason ?? 'label: none' });
    } else going.push({ parcelId, carrier: label.carrier, tracking: label.tracking, rateId: intent.rateId });
  }
  return { going, leftOut };
}

/**
 * Hands parcels over: one manifest for each carrier. Each gate is asked once more in the very transaction; what may not
 * go is left out and named.
 */
export async function handOver(
  ctx: StationContext,
  parts: WorkParts,
  actor: Actor,
  parcelIds: readonly string[],
): Promise<Result<HandedOver, HandOverRefusal>> {
  const before = ctx.db.read((tx) => ({ hold: holdReason(tx, ctx), ...sorted(tx, parcelIds) }));
  if (before.hold !== null) return err({ tag: 'hold_shipping', reason: before.hold });
  for (const [carrier, going] of Map.groupBy(before.going, (each) => each.carrier)) {
    const adapter = carrierOf(parts, going[0]?.rateId ?? '');
    const told = await adapter?.manifest(
      carrier,
      going.map(({ tracking }) => tracking),
    );
    // The driver takes the envelopes all the same; the carrier then scans them one by one.
    if (told?.ok === false)
      ctx.log.warn({ carrier, detail: told.error.detail }, 'the carrier did not take the manifest');
  }
  return ctx.db.attempt<HandedOver, HandOverRefusal>((tx) => {
    const hold = holdReason(tx, ctx);
    if (hold !== null) return err({ tag: 'hold_shipping', reason: hold });
    const { going, leftOut } = sorted(tx, parcelIds);
    const manifests = [...Map.groupBy(going, ({ carrier }) => carrier)].map(([carrier, parcels]) =>
      oneManifest(tx, ctx, actor, carrier, parcels),
    );
    return ok({ manifests, leftOut });
  });
}

function holdReason(tx: Reader, ctx: StationContext): string | null {
  return emergenciesInForce(tx, ctx).find(({ kind }) => kind === 'hold_shipping')?.reason ?? null;
}

function oneManifest(
  tx: Writer,
  ctx: StationContext,
  actor: Actor,
  carrier: string,
  parcels: readonly Going[],
): Manifest {
  const manifestId = ctx.newId();
  const manifestNumber = nextNumber(tx, ctx, 'manifest');
  const at = ctx.clock.now();
  repo.insertManifest.run(tx, {
    manifestId,
    manifestNumber,
    carrier,
    createdAt: at,
    createdBy: actor.userId,
  });
  for (const { parcelId } of parcels) {
    const pieces = piecesInParcel.all(tx, { parcelId });
    for (const { pieceId } of pieces) {
      const moved = movePiece(tx, ctx, { pieceId, event: 'hand_over', actor, detail: { manifestNumber } });
      if (!moved.ok)
        throw new Error(`A parcel that nothing stands against could not be handed over: ${moved.error.tag}`);
    }
    repo.handOverParcel.run(tx, { parcelId, manifestId, at });
    followParcel(tx, ctx, parcelId);
    recordFact(tx, ctx, {
      kind: 'parcel',
      at,
      userId: actor.userId,
      parcelId,
      ...certificatesIn(piecesInParcel.all(tx, { parcelId })),
      event: 'handed_over',
      manifestNumber,
    });
  }
  recordAudit(tx, ctx, {
    userId: actor.userId,
    action: 'manifest.handed_over',
    subject: manifestId,
    detail: { manifestNumber, carrier, parcels: String(parcels.length) },
  });
  ctx.live.changed(tx, [{ topic: 'shipping' }]);
  const createdBy = displayNameOf(tx, actor.userId) ?? actor.displayName;
  return { manifestId, manifestNumber, carrier, createdAt: at, createdBy, parcels: parcels.length };
}

/** The newest manifests. */
export function listManifests(ctx: StationContext, limit: number): Manifest[] {
  return ctx.db.read((tx) => repo.recentManifests.all(tx, { limit }));
}

/** A manifest as PDF, or null. */
export async function manifestFile(ctx: StationContext, manifestId: string): Promise<File | null> {
  const content = ctx.db.read((tx) => {
    const manifest = repo.manifestById.get(tx, { manifestId });
    if (manifest === undefined) return null;
    const { manifestNumber, carrier, createdAt } = manifest;
    const createdBy = displayNameOf(tx, manifest.createdBy) ?? manifest.createdBy;
    return {
      manifestNumber,
      carrier,
      createdAt,
      createdBy,
      parcels: repo.parcelsOfManifest.all(tx, { manifestId }),
    };
  });
  if (content === null) return null;
  // The parts that write PDFs are loaded when the first one is wanted: starting the station does not wait for them.
  const { manifestPdf } = await import('../../documents/manifestPage.ts');
  return new File([new Uint8Array(await manifestPdf(content))], `${content.manifestNumber}.pdf`, {
    type: 'application/pdf',
  });
}

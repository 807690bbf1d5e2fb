import type { Fact, FactConflict } from '../../../contract/central/facts.ts';
import type { PostalAddress } from '../../../domain/address.ts';
import type { Validity } from '../../../domain/certificates/validity.ts';
import { gateFor, nextStage } from '../../../domain/work/stages.ts';
import type { PieceStage } from '../../../domain/work/stages.ts';
import type { CertificateEvent } from '../issuing/write.ts';

/** A certificate and what is owed for it, as central knows them while facts are applied. */
export interface KnownWork {
  readonly certificateId: string;
  readonly validity: Validity;
  readonly validityAt: number | null;
  /** Null where nothing is owed on paper. */
  deliverable: KnownDeliverable | null;
}

/** What is owed on paper, as it changes under facts. */
export interface KnownDeliverable {
  readonly deliverableId: string;
  readonly epoch: number;
  readonly leaseStationId: string | null;
  readonly leaseExpiresAt: number | null;
  stage: PieceStage;
  stationId: string | null;
  batchNumber: string | null;
  carrier: string | null;
  tracking: string | null;
  trackingUrl: string | null;
  manifestNumber: string | null;
  /** A corrected address, or null where it stays. */
  newAddress: PostalAddress | null;
}

/** One attempt, as any station reported it. */
export interface KnownPiece {
  readonly pieceId: string;
  readonly deliverableId: string;
  readonly certificateId: string;
  readonly stationId: string;
  readonly attempt: number;
  readonly epoch: number;
  stage: PieceStage;
  /** Something of it may have come out of a printer, and nobody has asked for another in its place. */
  printed: boolean;
  batchNumber: string | null;
  sheetSerial: string | null;
  pageHash: string | null;
  changedAt: number;
}

/** What is known before, and changes with each fact. Everything the facts name must have been loaded. */
export interface KnownWorld {
  readonly works: Map<string, KnownWork>;
  readonly pieces: Map<string, KnownPiece>;
}

/** What a fact adds beside the changes in the world. */
export interface Applied {
  readonly conflicts: readonly Omit<FactConflict, 'sequence'>[];
  readonly events: readonly CertificateEvent[];
  readonly touched: readonly string[];
}

type Conflicts = Omit<FactConflict, 'sequence'>[];
type Of<K extends Fact['kind']> = Extract<Fact, { readonly kind: K }>;

/** Pieces in these stages are no danger beside a second one: their paper is gone or never was. */
const harmless: ReadonlySet<PieceStage> = new Set([
  'queued',
  'claimed',
  'rendered',
  'spoiled',
  'cancelled',
  'lost',
  'returned',
]);

const startsUnderLease: ReadonlySet<string> = new Set(['claim', 'render', 'spool']);

/**
 * Applies one fact. It happened, so it is never refused: what is at odds with the world is applied as far as it says
 * something true about this station's paper, and raised as a conflict.
 */
export function applyFact(world: KnownWorld, stationId: string, fact: Fact): Applied {
  switch (fact.kind) {
    case 'piece':
      return applyPiece(world, stationId, fact);
    case 'label':
      return applyToAll(world, stationId, fact, `label_${fact.outcome}`, labelDetail(fact), (deliverable) => {
        const bought = fact.outcome === 'bought';
        deliverable.carrier = bought ? fact.carrier : null;
        deliverable.tracking = bought ? fact.tracking : null;
        deliverable.trackingUrl = bought ? fact.trackingUrl : null;
      });
    case 'parcel': {
      const detail: Record<string, string> = {
        ...(fact.manifestNumber === null ? {} : { manifest: fact.manifestNumber }),
        ...(fact.reason === undefined || fact.reason === null ? {} : { reason: fact.reason }),
      };
      return applyToAll(world, stationId, fact, fact.event, detail, (deliverable) => {
        deliverable.stage = fact.event;
        deliverable.manifestNumber = fact.manifestNumber ?? deliverable.manifestNumber;
      });
    }
    case 'address_corrected':
      return applyToAll(
        world,
        stationId,
        fact,
        'address_corrected',
        { reason: fact.reason },
        (deliverable) => {
          deliverable.newAddress = fact.address;
        },
      );
    case 'pulled':
      return applyToAll(
        world,
        stationId,
        { ...fact, certificateIds: [fact.certificateId] },
        'pulled',
        fact.note === null ? {} : { note: fact.note },
        () => undefined,
      );
    case 'sheets':
      return { conflicts: [], events: [], touched: [] };
  }
}

function labelDetail(fact: Of<'label'>): Record<string, string> {
  return {
    carrier: fact.carrier,
    service: fact.service,
    tracking: fact.tracking,
    cost: `${fact.cost.minor} ${fact.cost.currency}`,
  };
}

function applyToAll(
  world: KnownWorld,
  stationId: string,
  fact: {
    readonly at: number;
    readonly userId: string | null;
    readonly certificateIds: readonly string[];
    readonly epochs?: Readonly<Record<string, number>> | undefined;
  },
  event: string,
  detail: Record<string, string>,
  change: (deliverable: KnownDeliverable) => void,
): Applied {
  const conflicts: Conflicts = [];
  const events: CertificateEvent[] = [];
  const touched: string[] = [];
  for (const certificateId of fact.certificateIds) {
    const work = world.works.get(certificateId);
    if (work === undefined) {
      conflicts.push({
        kind: 'unknown_certificate',
        detail: `No certificate ${certificateId} is known here.`,
      });
      continue;
    }
    const epoch = fact.epochs?.[certificateId];
    const { deliverable } = work;
    if (deliverable !== null && epoch !== undefined && epoch < deliverable.epoch)
      conflicts.push(staleEpoch(epoch, deliverable.epoch));
    else if (deliverable !== null) change(deliverable);
    events.push({ certificateId, at: fact.at, event, stationId, detail: withPerson(fact.userId, detail) });
    touched.push(certificateId);
  }
  return { conflicts, events, touched };
}

function withPerson(userId: string | null, detail: Record<string, string>): Record<string, string> {
  return userId === null ? detail : { ...detail, by: userId };
}

function applyPiece(world: KnownWorld, stationId: string, fact: Of<'piece'>): Applied {
  const work = world.works.get(fact.certificateId);
  const deliverable = work?.deliverable ?? null;
  if (work === undefined || deliverable === null || deliverable.deliverableId !== fact.deliverableId) {
    return {
      conflicts: [
        {
          kind: 'unknown_certificate',
          detail: `No paper is owed for ${fact.certificateId} as ${fact.deliverableId}.`,
        },
      ],
      events: [],
      touched: [],
    };
  }
  const before = world.pieces.get(fact.pieceId);
  const conflicts = [
    ...conflictsOfLease(deliverable, stationId, fact),
    ...conflictsOfValidity(work, fact),
    ...conflictsOfOtherPieces(world, fact),
    ...conflictsOfOrder(before, fact),
  ];
  world.pieces.set(fact.pieceId, {
    pieceId: fact.pieceId,
    deliverableId: fact.deliverableId,
    certificateId: fact.certificateId,
    stationId: before?.stationId ?? stationId,
    attempt: fact.attempt,
    epoch: fact.epoch,
    stage: fact.stage,
    printed:
      before?.printed === true
        ? fact.event !== 'unspool' && fact.event !== 'reprint'
        : fact.event === 'spool',
    batchNumber: fact.batchNumber ?? before?.batchNumber ?? null,
    sheetSerial: fact.sheetSerial ?? before?.sheetSerial ?? null,
    pageHash: fact.pageHash ?? before?.pageHash ?? null,
    changedAt: fact.at,
  });
  if (fact.epoch >= deliverable.epoch) {
    deliverable.stage = fact.deliverableStage;
    deliverable.stationId = fact.deliverableStage === 'queued' ? null : stationId;
    deliverable.batchNumber = fact.batchNumber ?? deliverable.batchNumber;
  }
  const detail: Record<string, string> = {
    piece: fact.pieceId,
    attempt: String(fact.attempt),
    ...(fact.batchNumber === null ? {} : { batch: fact.batchNumber }),
    ...(fact.sheetSerial === null ? {} : { sheet: fact.sheetSerial }),
    ...(fact.pageHash === null ? {} : { pageHash: fact.pageHash }),
    ...(fact.reason === null ? {} : { reason: fact.reason }),
  };
  return {
    conflicts,
    events: [
      {
        certificateId: fact.certificateId,
        at: fact.at,
        event: fact.event,
        stationId,
        detail: withPerson(fact.userId, detail),
      },
    ],
    touched: [fact.certificateId],
  };
}

function staleEpoch(reported: number, now: number): Conflicts[number] {
  return {
    kind: 'stale_epoch',
    detail: `Reported under epoch ${reported}; the work was given away since, under epoch ${now}.`,
  };
}

function conflictsOfLease(deliverable: KnownDeliverable, stationId: string, fact: Of<'piece'>): Conflicts {
  if (fact.epoch < deliverable.epoch) {
    return [staleEpoch(fact.epoch, deliverable.epoch)];
  }
  const holdsLease = deliverable.leaseStationId === stationId && fact.epoch === deliverable.epoch;
  if (
    startsUnderLease.has(fact.event) &&
    holdsLease &&
    deliverable.leaseExpiresAt !== null &&
    fact.at > deliverable.leaseExpiresAt
  ) {
    return [{ kind: 'lease_expired', detail: `${fact.event} happened after the lease had run out.` }];
  }
  return [];
}

function conflictsOfValidity(work: KnownWork, fact: Of<'piece'>): Conflicts {
  if (gateFor(fact.event) !== 'active_certificate' || work.validity === 'active') return [];
  if (work.validityAt !== null && fact.at < work.validityAt) return [];
  return [
    { kind: 'not_active', detail: `${fact.event} of a certificate that was ${work.validity} by then.` },
  ];
}

function conflictsOfOtherPieces(world: KnownWorld, fact: Of<'piece'>): Conflicts {
  if (fact.event !== 'spool') return [];
  const other = [...world.pieces.values()].find(
    (each) =>
      each.deliverableId === fact.deliverableId &&
      each.pieceId !== fact.pieceId &&
      each.printed &&
      !harmless.has(each.stage),
  );
  return other === undefined
    ? []
    : [
        {
          kind: 'second_print',
          detail: `Piece ${other.pieceId} of the same certificate was printed and is ${other.stage}.`,
        },
      ];
}

function conflictsOfOrder(before: KnownPiece | undefined, fact: Of<'piece'>): Conflicts {
  const next = nextStage(before?.stage ?? 'queued', fact.event);
  if (next.ok && next.value === fact.stage) return [];
  return [
    {
      kind: 'out_of_order',
      detail: `${fact.event} to ${fact.stage} does not follow ${before?.stage ?? 'queued'}.`,
    },
  ];
}

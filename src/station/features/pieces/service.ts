/** Pieces: the one place where paper work moves from stage to stage. */
import type { Validity } from '../../../domain/certificates/validity.ts';
import { mayProceed } from '../../../domain/certificates/validity.ts';
import { err, ok } from '../../../domain/result.ts';
import type { Result } from '../../../domain/result.ts';
import { gateFor, holdBlocks, nextStage } from '../../../domain/work/stages.ts';
import type { IllegalTransition, PieceEvent, PieceStage } from '../../../domain/work/stages.ts';
import type { Actor, StationContext } from '../../context.ts';
import type { Reader, Writer } from '../../db/statements.ts';
import { recordAudit } from '../../record/audit.ts';
import { recordFact } from '../../record/facts.ts';
import { refreshWords } from '../../search/wordIndex.ts';
import * as repo from './repo.ts';
import { topicsOf } from './topics.ts';

/** Why a piece may not move. Nothing was changed. */
export type PieceRefusal =
  | IllegalTransition
  | { readonly tag: 'unknown_piece'; readonly pieceId: string }
  | { readonly tag: 'not_active'; readonly validity: Validity; readonly reason: string | null }
  | { readonly tag: 'on_hold'; readonly reason: string }
  /** `expiredAt` null: there was never a lease. */
  | { readonly tag: 'lease_expired'; readonly expiredAt: number | null };

/** What may be noted on a piece together with its move. */
export interface PieceNotes {
  readonly batchId?: string;
  /** 1-based place in the batch. */
  readonly position?: number;
  /** SHA-256 of the rendered page, hex. */
  readonly pageHash?: string;
  /** JSON text of the page findings. */
  readonly findings?: string;
  readonly stockItemId?: string;
  readonly sheetSerial?: string;
  /** Null: taken out of its envelope. */
  readonly parcelId?: string | null;
}

/** One move of one piece. */
export interface PieceMove {
  readonly pieceId: string;
  readonly event: PieceEvent;
  /** Null: the station itself (a printer ended, a carrier's scan came in). */
  readonly actor: Pick<Actor, 'userId'> | null;
  readonly reason?: string;
  /** For the history; ids and numbers, no names. */
  readonly detail?: Readonly<Record<string, string>>;
  readonly notes?: PieceNotes;
  /**
   * It happened in a time that a restore took from this database, as a person says: no gate, hold or lease is asked.
   * `known`: central has been told of it before.
   */
  readonly recovered?: { readonly known: boolean };
}

/** The reason of a hold that a restore from a backup set. */
export const RESTORED = 'restored_from_backup';

/** A piece after its move. */
export interface MovedPiece {
  readonly pieceId: string;
  readonly deliverableId: string;
  readonly certificateId: string;
  readonly attempt: number;
  readonly from: PieceStage;
  readonly stage: PieceStage;
  readonly deliverableStage: PieceStage;
  readonly epoch: number;
}

/** What starts work on a certificate under central's promise; everything later is a fact, lease or no lease. */
const NEEDS_LEASE: ReadonlySet<PieceEvent> = new Set<PieceEvent>(['claim', 'spool']);

/** What leads to paper: stopped while a restore leaves open whether that paper exists. */
const BEFORE_PAPER: ReadonlySet<PieceEvent> = new Set<PieceEvent>(['claim', 'render', 'spool']);

/** What becomes of the deliverable when its piece is at a stage: a spoiled or dropped piece puts it back into the queue. */
export function deliverableStageOf(stage: PieceStage): PieceStage {
  return stage === 'spoiled' || stage === 'cancelled' ? 'queued' : stage;
}

/**
 * Moves a piece, or says why not: the transition table, the certificate's validity at the gates, the hold, and the lease
 * where work begins are all asked here and nowhere else. With the stage go the deliverable, the history, the audit log,
 * the fact for central and the word to the screens, in the caller's transaction.
 */
export function movePiece(
  tx: Writer,
  ctx: StationContext,
  move: PieceMove,
): Result<MovedPiece, PieceRefusal> {
  const found = repo.pieceInWork.get(tx, { pieceId: move.pieceId });
  if (found === undefined) return err({ tag: 'unknown_piece', pieceId: move.pieceId });
  const { piece, deliverable } = found;
  const next = nextStage(piece.stage, move.event);
  if (!next.ok) return next;
  const replaced = piece.replacedAt !== null;
  if (replaced && (move.event === 'resume' || move.event === 'reprint'))
    return err({ tag: 'illegal_transition', from: piece.stage, event: move.event });
  const at = ctx.clock.now();
  const { leaseEpoch, leaseExpiresAt } = deliverable;
  const leased = leaseEpoch !== null && leaseExpiresAt !== null && leaseExpiresAt > at;
  const against = move.recovered === undefined ? objection(tx, found, move.event, leased) : null;
  if (against !== null) return err(against);
  // Work that was granted to this station anew goes on under the new grant: central would take the old one for stale.
  const epoch = leased ? leaseEpoch : piece.epoch;

  const stage = next.value;
  const back = stage === 'queued';
  const notes = move.notes ?? {};
  const after = {
    batchId: back ? null : (notes.batchId ?? piece.batchId),
    position: back ? null : (notes.position ?? piece.position),
    pageHash: back ? null : (notes.pageHash ?? piece.pageHash),
    findings: back ? '[]' : (notes.findings ?? piece.findings),
    stockItemId: back ? null : (notes.stockItemId ?? piece.stockItemId),
    sheetSerial: notes.sheetSerial ?? piece.sheetSerial,
    parcelId: notes.parcelId === undefined ? piece.parcelId : notes.parcelId,
  };
  const { pieceId, deliverableId, certificateId, attempt } = piece;
  const userId = move.actor?.userId ?? null;
  const reason = move.reason ?? null;
  // What became of a replaced piece is a fact of its own: the certificate's paper is the piece after it.
  const counts = !replaced && move.event !== 'reprint';
  const deliverableStage = counts
    ? deliverableStageOf(stage)
    : move.event === 'reprint'
      ? 'queued'
      : deliverable.stage;
  const batchId = after.batchId ?? piece.batchId;
  const batchNumber =
    batchId === null ? null : (repo.batchNumberOf.get(tx, { batchId })?.batchNumber ?? null);

  repo.updatePiece.run(tx, { pieceId, from: piece.stage, stage, at, epoch, ...after });
  repo.insertPieceEvent.run(tx, {
    pieceId,
    at,
    event: move.event,
    fromStage: piece.stage,
    toStage: stage,
    userId,
    reason,
    detail: JSON.stringify({ ...(batchNumber === null ? {} : { batchNumber }), ...move.detail }),
  });
  if (move.event === 'reprint') repo.markReplaced.run(tx, { pieceId, at });
  const failed = stage === 'spoiled' || move.event === 'lose' || (stage !== 'lost' && !counts);
  repo.updateDeliverableStage.run(tx, {
    deliverableId,
    stage: deliverableStage,
    ended: failed && !replaced ? 1 : 0,
  });
  refreshWorkable(tx, deliverableId);
  recordAudit(tx, ctx, {
    userId,
    action: `piece.${HAPPENED[move.event]}`,
    subject: pieceId,
    detail: {
      certificateId,
      from: piece.stage,
      to: stage,
      ...(reason === null ? {} : { reason }),
      ...move.detail,
    },
  });
  if (move.recovered?.known !== true)
    recordFact(tx, ctx, {
      kind: 'piece',
      at,
      userId,
      pieceId,
      deliverableId,
      certificateId,
      attempt,
      epoch,
      event: move.event,
      stage,
      deliverableStage,
      batchNumber,
      sheetSerial: after.sheetSerial,
      pageHash: after.pageHash,
      reason,
    });
  ctx.live.changed(tx, topicsOf(move.event, { certificateId, batchId }));
  return ok({
    pieceId,
    deliverableId,
    certificateId,
    attempt,
    from: piece.stage,
    stage,
    deliverableStage,
    epoch,
  });
}

/** What stands against an event: the certificate's validity, a hold, a restore that nobody has settled, a missing lease. */
function objection(
  tx: Reader,
  found: NonNullable<ReturnType<typeof repo.pieceInWork.get>>,
  event: PieceEvent,
  leased: boolean,
): PieceRefusal | null {
  const { piece, certificate, deliverable } = found;
  if (gateFor(event) === 'active_certificate' && !mayProceed(certificate.validity))
    return { tag: 'not_active', validity: certificate.validity, reason: certificate.reason };
  if (deliverable.holdReason !== null && holdBlocks(event))
    return { tag: 'on_hold', reason: deliverable.holdReason };
  if (BEFORE_PAPER.has(event) && repo.openDoubt.get(tx, piece) !== undefined)
    return { tag: 'on_hold', reason: RESTORED };
  if (!leased && NEEDS_LEASE.has(event))
    return { tag: 'lease_expired', expiredAt: deliverable.leaseExpiresAt };
  return null;
}

/** Where a piece that is begun goes. */
export interface PieceStart {
  readonly deliverableId: string;
  readonly actor: Pick<Actor, 'userId'>;
  readonly notes: PieceNotes;
}

/** Why no piece could be begun. */
export type StartRefusal =
  | PieceRefusal
  | { readonly tag: 'unknown_deliverable'; readonly deliverableId: string }
  | { readonly tag: 'piece_in_work'; readonly pieceId: string };

/**
 * Begins work on a deliverable: takes up its waiting piece or makes the next attempt, and claims it under the lease.
 * A deliverable whose piece is in work, on paper or with the carrier gets no second one.
 */
export function startPiece(
  tx: Writer,
  ctx: StationContext,
  start: PieceStart,
): Result<MovedPiece, StartRefusal> {
  const { deliverableId } = start;
  const deliverable = repo.deliverableById.get(tx, { deliverableId });
  if (deliverable === undefined) return err({ tag: 'unknown_deliverable', deliverableId });
  const { pieceId, stage } = pieceToWorkOn(tx, ctx, deliverable);
  if (stage !== 'queued') return err({ tag: 'piece_in_work', pieceId });
  return movePiece(tx, ctx, { pieceId, event: 'claim', actor: start.actor, notes: start.notes });
}

/**
 * The one piece of a deliverable that counts: not spoiled, not dropped, not replaced by another. Where there is none, the next
 * attempt is made, in stage `queued`.
 */
export function pieceToWorkOn(
  tx: Writer,
  ctx: StationContext,
  of: { readonly deliverableId: string; readonly certificateId: string },
): Pick<
  ReturnType<typeof repo.piecesOfDeliverable.all>[number],
  'pieceId' | 'stage' | 'batchId' | 'stockItemId'
> {
  const { deliverableId, certificateId } = of;
  const before = repo.piecesOfDeliverable.all(tx, { deliverableId });
  const live = before.find(
    ({ stage, replacedAt }) => stage !== 'spoiled' && stage !== 'cancelled' && replacedAt === null,
  );
  if (live !== undefined) return live;
  const pieceId = ctx.newId();
  repo.insertPiece.run(tx, {
    pieceId,
    deliverableId,
    certificateId,
    attempt: (before[0]?.attempt ?? 0) + 1,
    epoch: repo.deliverableById.get(tx, { deliverableId })?.leaseEpoch ?? 0,
    at: ctx.clock.now(),
  });
  return { pieceId, stage: 'queued', batchId: null, stockItemId: null };
}

/**
 * Derives whether a deliverable stands in the queue: its stage is `queued`, its certificate active, and no other station
 * has it in hand. To be called whenever one of these changed; {@link movePiece} does so itself.
 */
export function refreshWorkable(tx: Writer, deliverableId: string): void {
  if (repo.updateWorkable.run(tx, { deliverableId }) > 0) refreshWords(tx, deliverableId);
}

/** Does central's promise of a deliverable stand here, run out or not? False once central has taken it away. */
export function isLeased(tx: Reader, deliverableId: string): boolean {
  return (repo.deliverableById.get(tx, { deliverableId })?.leaseEpoch ?? null) !== null;
}

/** Sets or releases (null) the hold of a deliverable. The caller has asked `mayHold` and the permission. */
export function setHold(
  tx: Writer,
  ctx: StationContext,
  hold: { readonly deliverableId: string; readonly reason: string | null; readonly actor: Actor },
): void {
  const { deliverableId, reason, actor } = hold;
  repo.updateHold.run(tx, {
    deliverableId,
    reason,
    by: reason === null ? null : actor.userId,
    at: reason === null ? null : ctx.clock.now(),
  });
  recordAudit(tx, ctx, {
    userId: actor.userId,
    action: reason === null ? 'hold.released' : 'hold.set',
    subject: deliverableId,
    detail: reason === null ? {} : { reason },
  });
  ctx.live.changed(tx, [{ topic: 'queue' }, { topic: 'history' }]);
}

/** An event as the history and the audit log name it. */
export const HAPPENED: Readonly<Record<PieceEvent, string>> = {
  claim: 'claimed',
  release: 'released',
  render: 'rendered',
  spool: 'spooled',
  unspool: 'unspooled',
  print_ended: 'print_ended',
  pass: 'qc_passed',
  spoil: 'spoiled',
  pack: 'packed',
  unpack: 'unpacked',
  label: 'labelled',
  void_label: 'label_voided',
  hand_over: 'handed_over',
  carrier_scan: 'in_transit',
  deliver: 'delivered',
  return: 'returned',
  lose: 'lost',
  resume: 'resumed',
  reprint: 'reprint_asked',
  cancel: 'cancelled',
};

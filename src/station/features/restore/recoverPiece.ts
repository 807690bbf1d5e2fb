/** Pieces whose way this database has forgotten, because it was restored from a backup. */
import type { PieceEvent, PieceStage } from '../../../domain/work/stages.ts';
import type { Actor, StationContext } from '../../context.ts';
import type { Writer } from '../../db/statements.ts';
import { movePiece, pieceToWorkOn } from '../pieces/service.ts';

/** A place in a batch, and the paper of that batch. */
export interface PlaceInBatch {
  readonly batchId: string;
  readonly position: number;
  readonly stockItemId: string;
}

/** The way of a piece that nothing goes wrong with: each event and the stage after it. */
const WAY: readonly (readonly [PieceEvent, PieceStage])[] = [
  ['claim', 'claimed'],
  ['render', 'rendered'],
  ['spool', 'spooled'],
  ['print_ended', 'awaiting_scan'],
  ['pass', 'qc_passed'],
  ['pack', 'packed'],
  ['label', 'labelled'],
  ['hand_over', 'handed_over'],
];

/** Later than the hand-over, for what central knows. */
const BEYOND: readonly PieceStage[] = ['in_transit', 'delivered', 'returned', 'lost'];

function placeOf(stage: PieceStage): number {
  return BEYOND.includes(stage) ? WAY.length : WAY.findIndex(([, after]) => after === stage);
}

/**
 * Takes a deliverable's piece along its way to where a person says it is, step by step as the transition table has it; makes
 * the piece where there is none. Gates, holds and leases are not asked: it happened. Answers with the piece, and whether it
 * was moved; one that is there already, or further, stays.
 */
export function recoverPiece(
  tx: Writer,
  ctx: StationContext,
  recovery: {
    readonly deliverableId: string;
    readonly certificateId: string;
    readonly to: 'awaiting_scan' | 'handed_over';
    readonly actor: Pick<Actor, 'userId'>;
    /** Where a piece goes that is in no batch; asked only when there is one, for the place is taken then. */
    readonly place: () => PlaceInBatch;
    /** What central was told before; those steps are not told again. */
    readonly centralStage: PieceStage | null;
  },
): {
  readonly pieceId: string;
  readonly batchId: string | null;
  readonly stockItemId: string | null;
  readonly moved: boolean;
} {
  const { deliverableId, certificateId, to, actor, centralStage } = recovery;
  const piece = pieceToWorkOn(tx, ctx, { deliverableId, certificateId });
  const { pieceId } = piece;
  let { batchId, stockItemId } = piece;
  const known = centralStage === null ? -1 : placeOf(centralStage);
  const from = placeOf(piece.stage);
  let moved = false;
  for (const [place, [event]] of WAY.entries()) {
    if (place <= from || place > placeOf(to)) continue;
    const notes = batchId === null ? recovery.place() : null;
    const step = movePiece(tx, ctx, {
      pieceId,
      event,
      actor,
      reason: 'restored_from_backup',
      recovered: { known: place <= known },
      ...(notes === null ? {} : { notes }),
    });
    if (!step.ok) throw new Error(`A piece could not be taken along its way: ${step.error.tag}`);
    moved = true;
    if (notes !== null) ({ batchId, stockItemId } = notes);
  }
  return { pieceId, batchId, stockItemId, moved };
}

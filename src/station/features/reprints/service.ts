/** A new piece of a certificate whose paper left the house: lost on its way, or asked for again. */
import type { Validity } from '../../../domain/certificates/validity.ts';
import { needsSecondPerson } from '../../../domain/people/roles.ts';
import { err, ok } from '../../../domain/result.ts';
import type { Result } from '../../../domain/result.ts';
import type { PieceStage } from '../../../domain/work/stages.ts';
import type { Actor, StationContext } from '../../context.ts';
import { pieceAtBench } from '../../record/scannedPiece.ts';
import { useApproval as spendApproval } from '../people/service.ts';
import { movePiece } from '../pieces/service.ts';

/** Why nothing is printed anew. */
export type ReprintRefusal =
  | { readonly tag: 'unknown_piece'; readonly pieceId: string }
  | { readonly tag: 'wrong_stage'; readonly stage: PieceStage }
  | { readonly tag: 'not_active'; readonly validity: Validity }
  | { readonly tag: 'approval_needed' };

/**
 * Puts a certificate back into the queue although a piece of it is with the carrier, delivered or lost. The old piece goes on
 * as the carrier tells and counts no more. Two people, because paper of one certificate may then be in two places.
 */
export function reprintPiece(
  ctx: StationContext,
  actor: Actor,
  wanted: {
    readonly pieceId: string;
    readonly reason: string;
    readonly approvalId?: string | undefined;
  },
): Result<null, ReprintRefusal> {
  const { pieceId, reason, approvalId } = wanted;
  return ctx.db.attempt<null, ReprintRefusal>((tx) => {
    const piece = pieceAtBench.get(tx, { pieceId });
    if (piece === undefined) return err({ tag: 'unknown_piece', pieceId });
    // The piece first: nobody is fetched for one that cannot be printed anew.
    const moved = movePiece(tx, ctx, { pieceId, event: 'reprint', actor, reason });
    if (!moved.ok)
      return moved.error.tag === 'not_active'
        ? err({ tag: 'not_active', validity: moved.error.validity })
        : err({ tag: 'wrong_stage', stage: piece.stage });
    if (!needsSecondPerson('reprint_after_hand_over')) return ok(null);
    const approval =
      approvalId === undefined
        ? null
        : spendApproval(tx, ctx, {
            approvalId,
            action: 'reprint_after_hand_over',
            subjectId: pieceId,
            actor,
          });
    return approval?.ok === true ? ok(null) : err({ tag: 'approval_needed' });
  });
}

import type { StationContext } from '../context.ts';
import { correctAddress } from '../features/addresses/service.ts';
import { closeParcel, getParcel, scanToPack, takeOut, waitingToPack } from '../features/packing/service.ts';
import type { WorkParts } from '../work.ts';
import { notFound, unanswered } from './edge.ts';
import type { Edge } from './edge.ts';

/** Envelopes. */
export function packingRpc(edge: Edge, ctx: StationContext, parts: WorkParts) {
  const { packing } = edge.signedIn;
  return {
    scan: packing.scan.handler(({ input, context }) => scanToPack(ctx, parts, context.actor, input)),
    close: packing.close.handler(({ input, context, errors }) => {
      const closed = closeParcel(ctx, context.actor, input);
      if (closed.ok) return closed.value;
      const refusal = closed.error;
      switch (refusal.tag) {
        case 'unknown_parcel':
          throw notFound('parcel', refusal.parcelId);
        case 'wrong_state':
          throw errors.WRONG_STATE({ data: { state: refusal.state } });
        case 'checklist_incomplete':
          throw errors.CHECKLIST_INCOMPLETE({ data: { missing: refusal.missing } });
        case 'not_mailable':
          throw errors.NOT_MAILABLE({ data: { pieces: refusal.pieces } });
        default:
          return unanswered(refusal);
      }
    }),
    takeOut: packing.takeOut.handler(({ input, context, errors }) => {
      const taken = takeOut(ctx, context.actor, input);
      if (taken.ok) return taken.value;
      const refusal = taken.error;
      switch (refusal.tag) {
        case 'unknown_parcel':
          throw notFound('parcel', refusal.parcelId);
        case 'unknown_piece':
          throw notFound('piece', refusal.pieceId);
        case 'wrong_state':
          throw errors.WRONG_STATE({ data: { state: refusal.state } });
        default:
          return unanswered(refusal);
      }
    }),
    correctAddress: packing.correctAddress.handler(({ input, context, errors }) => {
      const corrected = correctAddress(ctx, context.actor, input);
      if (corrected.ok) return corrected.value;
      if (corrected.error.tag === 'unknown_parcel') throw notFound('parcel', input.parcelId);
      throw errors.WRONG_STATE({ data: { state: corrected.error.state } });
    }),
    waiting: packing.waiting.handler(() => waitingToPack(ctx)),
    get: packing.get.handler(({ input }) => {
      const parcel = getParcel(ctx, input.parcelId);
      if (parcel === null) throw notFound('parcel', input.parcelId);
      return parcel;
    }),
  };
}

import type { StationContext } from '../context.ts';
import { recordReturn, resumeReturn, returnedParcels, spoilReturned } from '../features/returns/service.ts';
import type { WorkParts } from '../work.ts';
import { notFound, unanswered } from './edge.ts';
import type { Edge } from './edge.ts';
import { spoilError } from './spoilError.ts';

/** Envelopes that came back: part of shipping's procedures. */
export function returnsRpc(edge: Edge, ctx: StationContext, parts: WorkParts) {
  const { shipping } = edge.signedIn;
  return {
    returned: shipping.returned.handler(() => returnedParcels(ctx)),
    recordReturn: shipping.recordReturn.handler(async ({ input, context, errors }) => {
      const recorded = await recordReturn(ctx, parts, context.actor, input);
      if (recorded.ok) return recorded.value;
      const refusal = recorded.error;
      switch (refusal.tag) {
        case 'unknown_parcel':
          throw notFound('parcel', refusal.parcelId);
        case 'wrong_state':
          throw errors.WRONG_STATE({ data: { state: refusal.state } });
        default:
          return unanswered(refusal);
      }
    }),
    resumeReturn: shipping.resumeReturn.handler(({ input, context, errors }) => {
      const resumed = resumeReturn(ctx, context.actor, input);
      if (resumed.ok) return resumed.value;
      const refusal = resumed.error;
      switch (refusal.tag) {
        case 'unknown_parcel':
          throw notFound('parcel', refusal.parcelId);
        case 'wrong_state':
          throw errors.WRONG_STATE({ data: { state: refusal.state } });
        default:
          return unanswered(refusal);
      }
    }),
    spoilReturned: shipping.spoilReturned.handler(({ input, context, errors }) => {
      const spoiled = spoilReturned(ctx, context.actor, input);
      if (spoiled.ok) return spoiled.value;
      const refusal = spoiled.error;
      switch (refusal.tag) {
        case 'unknown_piece':
          throw notFound('piece', refusal.pieceId);
        case 'wrong_stage':
          throw errors.WRONG_STAGE({ data: { stage: refusal.stage } });
        default:
          throw spoilError(errors, refusal);
      }
    }),
  };
}

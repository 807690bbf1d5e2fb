import type { StationContext } from '../context.ts';
import type { Shipping } from '../features/shipping/service.ts';
import type { WorkParts } from '../work.ts';
import { notFound, unanswered } from './edge.ts';
import type { Edge } from './edge.ts';
import { returnsRpc } from './returns.ts';

/** Postage, labels, hand-over. */
export function shippingRpc(edge: Edge, ctx: StationContext, parts: WorkParts, service: Shipping) {
  const { shipping } = edge.signedIn;
  return {
    parcels: shipping.parcels.handler(({ input }) => service.parcels(input)),
    rates: shipping.rates.handler(async ({ input, errors }) => {
      const rates = await service.rates(input.parcelId);
      if (rates.ok) return rates.value;
      const refusal = rates.error;
      switch (refusal.tag) {
        case 'unknown_parcel':
          throw notFound('parcel', refusal.parcelId);
        case 'wrong_state':
          throw errors.WRONG_STATE({ data: { state: refusal.state } });
        case 'carrier_unreachable':
          throw errors.CARRIER_UNREACHABLE({ data: { carrier: refusal.carrier } });
        case 'sender_missing':
          throw errors.SENDER_MISSING();
        case 'address_refused':
          throw errors.ADDRESS_REFUSED({ data: { message: refusal.message } });
        default:
          return unanswered(refusal);
      }
    }),
    buyLabel: shipping.buyLabel.handler(async ({ input, context, errors }) => {
      const bought = await service.buyLabel(context.actor, input);
      if (bought.ok) return bought.value;
      const refusal = bought.error;
      switch (refusal.tag) {
        case 'unknown_parcel':
          throw notFound('parcel', refusal.parcelId);
        case 'wrong_state':
          throw errors.WRONG_STATE({ data: { state: refusal.state } });
        case 'not_mailable':
          throw errors.NOT_MAILABLE({ data: { pieces: refusal.pieces } });
        case 'carrier_refused':
          throw errors.CARRIER_REFUSED({ data: { message: refusal.message } });
        case 'carrier_unreachable':
          throw errors.CARRIER_UNREACHABLE({ data: { carrier: refusal.carrier } });
        case 'sender_missing':
          throw errors.SENDER_MISSING();
        case 'rate_expired':
          throw errors.RATE_EXPIRED();
        default:
          return unanswered(refusal);
      }
    }),
    buyMany: shipping.buyMany.handler(({ input, context }) =>
      service.buyMany(context.actor, input.parcelIds),
    ),
    labelFile: shipping.labelFile.handler(({ input }) => {
      const file = service.labelFile(input.parcelId);
      if (file.ok) return file.value;
      throw notFound(file.error.tag === 'unknown_parcel' ? 'parcel' : 'label', input.parcelId);
    }),
    labelPicture: shipping.labelPicture.handler(async ({ input }) => {
      const file = await service.labelPicture(input.parcelId);
      if (file.ok) return file.value;
      throw notFound(file.error.tag === 'unknown_parcel' ? 'parcel' : 'label', input.parcelId);
    }),
    verifyLabel: shipping.verifyLabel.handler(({ input, context, errors }) => {
      const checked = service.verifyLabel(context.actor, input);
      if (checked.ok) return checked.value;
      const refusal = checked.error;
      switch (refusal.tag) {
        case 'unknown_parcel':
          throw notFound('parcel', refusal.parcelId);
        case 'wrong_state':
          throw errors.WRONG_STATE({ data: { state: refusal.state } });
        case 'not_mailable':
          throw errors.NOT_MAILABLE({ data: { pieces: refusal.pieces } });
        default:
          return unanswered(refusal);
      }
    }),
    voidLabel: shipping.voidLabel.handler(async ({ input, context, errors }) => {
      const voided = await service.voidLabel(context.actor, input);
      if (voided.ok) return voided.value;
      const refusal = voided.error;
      switch (refusal.tag) {
        case 'unknown_parcel':
          throw notFound('parcel', refusal.parcelId);
        case 'no_label':
          throw notFound('label', refusal.parcelId);
        case 'wrong_state':
          throw errors.WRONG_STATE({ data: { state: refusal.state } });
        case 'approval_needed':
          throw errors.APPROVAL_NEEDED({ data: { action: 'void_label_after_hand_over' } });
        default:
          return unanswered(refusal);
      }
    }),
    openIntents: shipping.openIntents.handler(() => service.openIntents()),
    handOver: shipping.handOver.handler(async ({ input, context, errors }) => {
      const handed = await service.handOver(context.actor, input.parcelIds);
      if (handed.ok) return handed.value;
      throw errors.HOLD_SHIPPING({ data: { reason: handed.error.reason } });
    }),
    manifests: shipping.manifests.handler(({ input }) => service.manifests(input.limit)),
    ...returnsRpc(edge, ctx, parts),
    manifestFile: shipping.manifestFile.handler(async ({ input }) => {
      const file = await service.manifestFile(input.manifestId);
      if (file === null) throw notFound('manifest', input.manifestId);
      return file;
    }),
  };
}

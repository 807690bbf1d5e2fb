import type { StationContext } from '../context.ts';
import { setShipFrom, shipFromShown } from '../features/settings/service.ts';
import type { Edge } from './edge.ts';

/** What an administrator sets. */
export function settingsRpc(edge: Edge, ctx: StationContext) {
  const { settings } = edge.signedIn;
  return {
    shipFrom: settings.shipFrom.handler(() => shipFromShown(ctx)),
    setShipFrom: settings.setShipFrom.handler(({ input, context, errors }) => {
      const set = setShipFrom(ctx, context.actor, input);
      if (set.ok) return { address: set.value };
      throw errors.BAD_ADDRESS({ data: { problems: [...set.error.problems] } });
    }),
  };
}

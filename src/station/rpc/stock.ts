import type { StationContext } from '../context.ts';
import { listMovements, listStock, receiveStock } from '../features/stock/service.ts';
import { notFound, unanswered } from './edge.ts';
import type { Edge } from './edge.ts';

/** Paper. */
export function stockRpc(edge: Edge, ctx: StationContext) {
  const { stock } = edge.signedIn;
  return {
    list: stock.list.handler(() => listStock(ctx)),
    movements: stock.movements.handler(({ input }) => {
      const movements = listMovements(ctx, input.stockItemId, input.limit);
      if (movements === null) throw notFound('stock', input.stockItemId);
      return movements;
    }),
    receive: stock.receive.handler(({ input, context, errors }) => {
      const received = receiveStock(ctx, context.actor, input);
      if (received.ok) return received.value;
      const refusal = received.error;
      switch (refusal.tag) {
        case 'unknown_stock':
          throw notFound('stock', refusal.stockItemId);
        case 'serials_needed':
          throw errors.SERIALS_NEEDED();
        case 'serials_overlap':
          throw errors.SERIALS_OVERLAP({ data: { first: refusal.first, last: refusal.last } });
        case 'bad_serial':
          throw errors.BAD_SERIAL({ data: { serial: refusal.serial } });
        default:
          return unanswered(refusal);
      }
    }),
  };
}

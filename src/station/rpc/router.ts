import type { StationContext } from '../context.ts';
import type { Edge } from './edge.ts';
import { liveRpc } from './live.ts';
import { sessionRpc } from './session.ts';

/** Every procedure of the contract, one file per feature. */
export function stationRouter(edge: Edge, ctx: StationContext) {
  return {
    live: liveRpc(edge, ctx),
    session: sessionRpc(edge, ctx),
  };
}

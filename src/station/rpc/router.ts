import type { StationContext } from '../context.ts';
import type { SyncLine } from '../sync/line.ts';
import type { Edge } from './edge.ts';
import { liveRpc } from './live.ts';
import { sessionRpc } from './session.ts';
import { setupRpc } from './setup.ts';
import { syncRpc } from './sync.ts';

/** What the procedures are given beside the context. */
export interface StationParts {
  readonly line: SyncLine;
  /** Of the program. */
  readonly version: string;
}

/** Every procedure of the contract, one file per feature. */
export function stationRouter(edge: Edge, ctx: StationContext, parts: StationParts) {
  return {
    live: liveRpc(edge, ctx),
    session: sessionRpc(edge, ctx),
    setup: setupRpc(edge, ctx, parts.line, parts.version),
    sync: syncRpc(edge, ctx, parts.line),
  };
}

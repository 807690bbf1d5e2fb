import type { Router } from '@orpc/server';
import type { stationContract } from '../../contract/station/contract.ts';
import type { Work } from '../composeWork.ts';
import type { StationContext } from '../context.ts';
import type { Templates } from '../features/templates/service.ts';
import type { JobRunner } from '../jobs/runner.ts';
import type { SyncLine } from '../sync/line.ts';
import { batchesRpc } from './batches.ts';
import type { CallContext, Edge } from './edge.ts';
import { historyRpc } from './history.ts';
import { jobsRpc } from './jobs.ts';
import { lettersRpc } from './letters.ts';
import { liveRpc } from './live.ts';
import { overviewRpc } from './overview.ts';
import { packingRpc } from './packing.ts';
import { printingRpc } from './printing.ts';
import { qcRpc } from './qc.ts';
import { queueRpc } from './queue.ts';
import { sessionRpc } from './session.ts';
import { settingsRpc } from './settings.ts';
import { setupRpc } from './setup.ts';
import { shippingRpc } from './shipping.ts';
import { stockRpc } from './stock.ts';
import { syncRpc } from './sync.ts';
import { templatesRpc } from './templates.ts';

/** What the procedures are given beside the context. */
export interface StationParts {
  readonly line: SyncLine;
  readonly work: Work;
  readonly templates: Templates;
  readonly jobs: JobRunner;
  /** Of the program. */
  readonly version: string;
}

/** Every procedure of the contract, one file per feature; the compiler misses one that is left out. */
export function stationRouter(
  edge: Edge,
  ctx: StationContext,
  parts: StationParts,
): Router<typeof stationContract, CallContext> {
  const { work } = parts;
  return {
    live: liveRpc(edge, ctx),
    overview: overviewRpc(edge, ctx, work.parts, parts.line),
    history: historyRpc(edge, ctx),
    queue: queueRpc(edge, ctx),
    batches: batchesRpc(edge, ctx, work.parts, work.checks),
    printing: printingRpc(edge, ctx, work.parts, work.printing),
    letters: lettersRpc(edge, ctx, work.parts),
    qc: qcRpc(edge, ctx, work.parts),
    packing: packingRpc(edge, ctx, work.parts),
    shipping: shippingRpc(edge, ctx, work.parts, work.shipping),
    jobs: jobsRpc(edge, ctx, parts.jobs),
    settings: settingsRpc(edge, ctx),
    stock: stockRpc(edge, ctx),
    session: sessionRpc(edge, ctx),
    setup: setupRpc(edge, ctx, parts.line, parts.version),
    templates: templatesRpc(edge, parts.templates),
    sync: syncRpc(edge, ctx, parts.line),
  };
}

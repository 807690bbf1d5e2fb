import type { StationContext } from '../context.ts';
import { recentScans, scanSheet, sheetMap } from '../features/qc/service.ts';
import { spoilPiece } from '../features/spoiling/service.ts';
import type { WorkParts } from '../work.ts';
import { notFound } from './edge.ts';
import type { Edge } from './edge.ts';
import { spoilError } from './spoilError.ts';

/** Scanning sheets back. */
export function qcRpc(edge: Edge, ctx: StationContext, parts: WorkParts) {
  const { qc } = edge.signedIn;
  return {
    scan: qc.scan.handler(({ input, context }) => scanSheet(ctx, parts, context.actor, input)),
    spoil: qc.spoil.handler(({ input, context, errors }) => {
      const spoiled = spoilPiece(ctx, context.actor, input);
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
    recent: qc.recent.handler(({ input }) => recentScans(ctx, input.limit)),
    sheetMap: qc.sheetMap.handler(({ input }) => {
      const map = sheetMap(ctx, input.batchId);
      if (map === null) throw notFound('batch', input.batchId);
      return map;
    }),
  };
}

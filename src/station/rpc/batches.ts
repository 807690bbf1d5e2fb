import type { StationContext } from '../context.ts';
import {
  batchWithPieces,
  cancelBatch,
  closeOut,
  listBatches,
  removePiece,
} from '../features/batches/service.ts';
import { findingPicture, previewPage } from '../features/pages/service.ts';
import type { PageChecks } from '../features/pages/service.ts';
import { createBatches } from '../features/takingWork/service.ts';
import type { WorkParts } from '../work.ts';
import { notFound, unanswered } from './edge.ts';
import type { Edge } from './edge.ts';

/** Batches. */
export function batchesRpc(edge: Edge, ctx: StationContext, parts: WorkParts, checks: PageChecks) {
  const { batches } = edge.signedIn;
  return {
    create: batches.create.handler(async ({ input, context, errors }) => {
      const created = await createBatches(ctx, parts, context.actor, input);
      if (created.ok) return created.value;
      const refusal = created.error;
      switch (refusal.tag) {
        case 'nothing_to_do':
          throw errors.NOTHING_TO_DO();
        case 'no_lease':
          throw errors.NO_LEASE({ data: { centralAwaySince: refusal.centralAwaySince } });
        case 'digital_only':
          throw errors.DIGITAL_ONLY({ data: { reason: refusal.reason } });
        default:
          return unanswered(refusal);
      }
    }),
    list: batches.list.handler(({ input }) => listBatches(ctx, input)),
    get: batches.get.handler(({ input }) => {
      const batch = batchWithPieces(ctx, input.batchId);
      if (batch === null) throw notFound('batch', input.batchId);
      return batch;
    }),
    render: batches.render.handler(async ({ input, context, errors }) => {
      const rendered = await checks.check(context.actor, input);
      if (rendered.ok) return rendered.value;
      if (rendered.error.tag === 'unknown_batch') throw notFound('batch', input.batchId);
      throw errors.WRONG_STATE({ data: { state: rendered.error.state } });
    }),
    cancelRender: batches.cancelRender.handler(({ input }) => {
      const cancelled = checks.cancel(input.batchId);
      if (cancelled.ok) return cancelled.value;
      throw notFound('batch', input.batchId);
    }),
    checks: batches.checks.handler(() => checks.running()),
    findingPicture: batches.findingPicture.handler(async ({ input }) => {
      const picture = await findingPicture(ctx, parts, input);
      if (picture.ok) return picture.value;
      if (picture.error.tag === 'unknown_batch') throw notFound('batch', input.batchId);
      throw notFound('page', String(input.position));
    }),
    previewPage: batches.previewPage.handler(async ({ input }) => {
      const page = await previewPage(ctx, parts, input);
      if (page.ok) return page.value;
      if (page.error.tag === 'unknown_batch') throw notFound('batch', input.batchId);
      throw notFound('page', String(input.position));
    }),
    removePiece: batches.removePiece.handler(({ input, context, errors }) => {
      const removed = removePiece(ctx, context.actor, input);
      if (removed.ok) return removed.value;
      const refusal = removed.error;
      switch (refusal.tag) {
        case 'unknown_batch':
          throw notFound('batch', refusal.batchId);
        case 'unknown_piece':
          throw notFound('piece', refusal.pieceId);
        case 'wrong_state':
          throw errors.WRONG_STATE({ data: { state: refusal.state } });
        default:
          return unanswered(refusal);
      }
    }),
    cancel: batches.cancel.handler(({ input, context, errors }) => {
      const cancelled = cancelBatch(ctx, context.actor, input);
      if (cancelled.ok) return cancelled.value;
      if (cancelled.error.tag === 'unknown_batch') throw notFound('batch', input.batchId);
      throw errors.WRONG_STATE({ data: { state: cancelled.error.state } });
    }),
    close: batches.close.handler(({ input, context, errors }) => {
      const closed = closeOut(ctx, context.actor, input.batchId);
      if (closed.ok) return closed.value;
      const refusal = closed.error;
      switch (refusal.tag) {
        case 'unknown_batch':
          throw notFound('batch', refusal.batchId);
        case 'wrong_state':
          throw errors.WRONG_STATE({ data: { state: refusal.state } });
        case 'sheets_unaccounted':
          throw errors.SHEETS_UNACCOUNTED({
            data: { missing: refusal.missing, positions: [...refusal.positions] },
          });
        default:
          return unanswered(refusal);
      }
    }),
  };
}

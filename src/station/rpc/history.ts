import type { StationContext } from '../context.ts';
import { checkAudit, listAudit } from '../features/audit/service.ts';
import { certificateStory, findCertificates, pullPiece, pullList } from '../features/history/service.ts';
import { reprintPiece } from '../features/reprints/service.ts';
import { notFound, unanswered } from './edge.ts';
import type { Edge } from './edge.ts';
import { spoilError } from './spoilError.ts';

/** One certificate's story, the pull list, and the audit log. */
export function historyRpc(edge: Edge, ctx: StationContext) {
  return {
    find: edge.signedIn.history.find.handler(({ input }) => findCertificates(ctx, input.text, input.limit)),

    certificate: edge.signedIn.history.certificate.handler(({ input }) => {
      const story = certificateStory(ctx, input.certificateId);
      if (story === null) throw notFound('certificate', input.certificateId);
      return story;
    }),

    pullList: edge.signedIn.history.pullList.handler(() => ctx.db.read((tx) => pullList(tx))),

    pulled: edge.signedIn.history.pulled.handler(({ input, context, errors }) => {
      const pulled = pullPiece(ctx, context.actor, input);
      if (pulled.ok) return { pulled: true as const };
      const refusal = pulled.error;
      switch (refusal.tag) {
        case 'not_on_pull_list':
          throw notFound('piece', input.pieceId);
        default:
          throw spoilError(errors, refusal);
      }
    }),

    reprint: edge.signedIn.history.reprint.handler(({ input, context, errors }) => {
      const asked = reprintPiece(ctx, context.actor, input);
      if (asked.ok) return { requeued: true as const };
      const refusal = asked.error;
      switch (refusal.tag) {
        case 'unknown_piece':
          throw notFound('piece', refusal.pieceId);
        case 'wrong_stage':
          throw errors.WRONG_STAGE({ data: { stage: refusal.stage } });
        case 'not_active':
          throw errors.NOT_ACTIVE({ data: { validity: refusal.validity } });
        case 'approval_needed':
          throw errors.APPROVAL_NEEDED({ data: { action: 'reprint_after_hand_over' } });
        default:
          return unanswered(refusal);
      }
    }),

    audit: edge.signedIn.history.audit.handler(({ input }) => {
      const before = /^\d{1,15}$/u.test(input.cursor ?? '') ? Number(input.cursor) : Number.MAX_SAFE_INTEGER;
      const rows = listAudit(ctx, before, input.limit);
      const last = rows.at(-1);
      return {
        rows,
        next:
          last !== undefined && rows.length === input.limit && last.sequence > 1
            ? String(last.sequence)
            : null,
      };
    }),

    auditCheck: edge.signedIn.history.auditCheck.handler(() => checkAudit(ctx)),
  };
}

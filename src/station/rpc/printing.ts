import type { Printing } from '../features/printing/service.ts';
import { notFound, unanswered } from './edge.ts';
import type { Edge } from './edge.ts';

/** Printers and chunks. */
export function printingRpc(edge: Edge, service: Printing) {
  const { printing } = edge.signedIn;
  return {
    printers: printing.printers.handler(() => service.printers()),
    print: printing.print.handler(async ({ input, context, errors }) => {
      const planned = await service.print(context.actor, input);
      if (planned.ok) return { jobs: planned.value };
      const refusal = planned.error;
      switch (refusal.tag) {
        case 'unknown_batch':
          throw notFound('batch', refusal.batchId);
        case 'unknown_printer':
          throw notFound('printer', refusal.printerId);
        case 'wrong_state':
          throw errors.WRONG_STATE({ data: { state: refusal.state } });
        case 'preflight_failed':
          throw errors.PREFLIGHT_FAILED({ data: { positions: refusal.positions } });
        case 'not_printable':
          throw errors.NOT_PRINTABLE({ data: { pieces: refusal.pieces } });
        case 'lease_expired':
          throw errors.LEASE_EXPIRED({ data: { pieces: refusal.pieces } });
        case 'printer_stopped':
          throw errors.PRINTER_STOPPED({ data: { reasons: refusal.reasons } });
        case 'not_enough_stock':
          throw errors.NOT_ENOUGH_STOCK({ data: { needed: refusal.needed, onHand: refusal.onHand } });
        default:
          return unanswered(refusal);
      }
    }),
    jobs: printing.jobs.handler(({ input }) => {
      const jobs = service.jobs(input.batchId);
      if (jobs === null) throw notFound('batch', input.batchId);
      return jobs;
    }),
    resolveUnknown: printing.resolveUnknown.handler(({ input, context, errors }) => {
      const resolved = service.resolveUnknown(context.actor, input);
      if (resolved.ok) return resolved.value;
      const refusal = resolved.error;
      switch (refusal.tag) {
        case 'unknown_job':
          throw notFound('batch', refusal.printJobId);
        case 'wrong_job_state':
          throw errors.WRONG_STATE({ data: { state: refusal.state } });
        default:
          return unanswered(refusal);
      }
    }),
  };
}

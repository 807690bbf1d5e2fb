import type { StationContext } from '../context.ts';
import {
  calibrationFile,
  measuredCalibration,
  MOST_OFF,
  printCalibration,
  printerTrays,
  saveCalibration,
  saveTray,
} from '../features/printers/service.ts';
import type { Printing } from '../features/printing/service.ts';
import type { WorkParts } from '../work.ts';
import { notFound, unanswered } from './edge.ts';
import type { Edge } from './edge.ts';

/** Printers and chunks. */
export function printingRpc(edge: Edge, ctx: StationContext, parts: WorkParts, service: Printing) {
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
        case 'restore_unconfirmed':
          throw errors.RESTORE_UNCONFIRMED({ data: { pieces: refusal.pieces } });
        case 'printer_stopped':
          throw errors.PRINTER_STOPPED({ data: { reasons: refusal.reasons } });
        case 'not_enough_stock':
          throw errors.NOT_ENOUGH_STOCK({ data: { needed: refusal.needed, onHand: refusal.onHand } });
        case 'check_again':
          throw errors.CHECK_AGAIN({ data: { printer: refusal.printer } });
        case 'one_side_only':
          throw errors.ONE_SIDE_ONLY({ data: { printer: refusal.printer, tray: refusal.tray } });
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
        case 'sheets_seen':
          throw errors.SHEETS_SEEN({ data: { positions: [...refusal.positions] } });
        default:
          return unanswered(refusal);
      }
    }),
    settings: printing.settings.handler(async ({ input }) => {
      const trays = await printerTrays(ctx, parts, input.printerId);
      const printer = (await service.printers()).find(({ printerId }) => printerId === input.printerId);
      if (!trays.ok || printer === undefined) throw notFound('printer', input.printerId);
      return { printer, trays: trays.value };
    }),
    saveSettings: printing.saveSettings.handler(async ({ input, context }) => {
      const saved = await saveTray(ctx, parts, context.actor, input);
      if (saved.ok) return saved.value;
      throw notFound('printer', saved.error.printerId);
    }),
    calibrationPage: printing.calibrationPage.handler(async ({ input }) => {
      const file = await calibrationFile(ctx, parts, input);
      if (file.ok) return file.value;
      throw notFound('printer', file.error.printerId);
    }),
    printCalibrationPage: printing.printCalibrationPage.handler(async ({ input, context, errors }) => {
      const printed = await printCalibration(ctx, parts, context.actor, input);
      if (printed.ok) return printed.value;
      if (printed.error.tag === 'unknown_printer') throw notFound('printer', printed.error.printerId);
      throw errors.PRINTER_STOPPED({ data: { reasons: printed.error.reasons } });
    }),
    calibrationOf: printing.calibrationOf.handler(({ input, errors }) => {
      const found = measuredCalibration(input, input);
      if (found.ok) return found.value;
      throw errors.NOT_PLAUSIBLE({ data: MOST_OFF });
    }),
    saveCalibration: printing.saveCalibration.handler(async ({ input, context }) => {
      const saved = await saveCalibration(ctx, parts, context.actor, input);
      if (saved.ok) return saved.value;
      throw notFound('printer', saved.error.printerId);
    }),
  };
}

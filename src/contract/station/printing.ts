/** Printers, and sending rendered batches to them in chunks. A spooler's success proves nothing: a scan does. */
import { z } from 'zod';
import { Instant, procedure } from './base.ts';
import { BatchState } from './batches.ts';

export const PrinterState = z.enum(['ready', 'printing', 'stopped', 'unreachable']);

export const Printer = z.object({
  printerId: z.string(),
  name: z.string(),
  kind: z.enum(['folder', 'cups', 'windows', 'ipp', 'raw9100']),
  demo: z.boolean(),
  state: PrinterState,
  /** The printer's own words, IPP `printer-state-reasons` style: `media-empty`, `door-open`. */
  reasons: z.array(z.string()),
});
export type Printer = z.infer<typeof Printer>;

export const PrintJobState = z.enum(['planned', 'sent', 'printing', 'done', 'failed', 'unknown']);
export type PrintJobState = z.infer<typeof PrintJobState>;

/** One chunk of a batch at the printer. */
export const PrintJob = z.object({
  printJobId: z.string(),
  batchId: z.string(),
  chunk: z.int(),
  firstPosition: z.int(),
  lastPosition: z.int(),
  state: PrintJobState,
  printerJob: z.string().nullable(),
  problem: z.string().nullable(),
  sentAt: Instant.nullable(),
  endedAt: Instant.nullable(),
});
export type PrintJob = z.infer<typeof PrintJob>;

export const printingContract = {
  printers: procedure('queue.read').output(z.array(Printer)),
  /** Spools a rendered batch. Answers when the chunks are on record; `printing` events tell how it goes on. */
  print: procedure('batch.print')
    .input(
      z.object({
        batchId: z.string().max(100),
        printerId: z.string().max(100),
        chunkSize: z.int().min(1).max(500).default(25),
      }),
    )
    .output(z.object({ jobs: z.array(PrintJob) }))
    .errors({
      WRONG_STATE: { status: 409, data: z.object({ state: BatchState }) },
      /** Preflight stopped pages: remove or mend them first. */
      PREFLIGHT_FAILED: { status: 409, data: z.object({ positions: z.array(z.int()) }) },
      /** Revoked, superseded, suspended or held since the batch was made: taken out before printing goes on. */
      NOT_PRINTABLE: {
        status: 409,
        data: z.object({
          pieces: z.array(
            z.object({ pieceId: z.string(), certificateNumber: z.string(), reason: z.string() }),
          ),
        }),
      },
      LEASE_EXPIRED: { status: 409, data: z.object({ pieces: z.int() }) },
      PRINTER_STOPPED: { status: 503, data: z.object({ reasons: z.array(z.string()) }) },
      /** Fewer sheets of the demanded stock on hand than pages. */
      NOT_ENOUGH_STOCK: { status: 409, data: z.object({ needed: z.int(), onHand: z.int() }) },
    }),
  jobs: procedure('queue.read')
    .input(z.object({ batchId: z.string().max(100) }))
    .output(z.array(PrintJob)),
  /**
   * A chunk ended `unknown` (crash or lost printer while it was being sent): a person looks at the tray and says what is
   * there. It is never sent again by itself.
   */
  resolveUnknown: procedure('batch.print')
    .input(z.object({ printJobId: z.string().max(100), outcome: z.enum(['all_printed', 'nothing_printed']) }))
    .output(PrintJob)
    .errors({ WRONG_STATE: { status: 409, data: z.object({ state: PrintJobState }) } }),
};

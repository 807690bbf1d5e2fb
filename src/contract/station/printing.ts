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
  /** Of an `unknown` chunk: places whose sheets were in somebody's hand already, which proves that it was printed. */
  seen: z.array(z.int()).default([]),
});
export type PrintJob = z.infer<typeof PrintJob>;

/** How pages lie: a printer turns the ones that lie across by itself, so each way is measured by itself. */
export const PageOrientation = z.enum(['portrait', 'landscape']);
export type PageOrientation = z.infer<typeof PageOrientation>;

/** What is sent to the printer is moved and scaled by this, about the centre of the page, so that it lands where it should. */
export const CalibrationValues = z.object({
  rightMm: z.number().min(-15).max(15),
  downMm: z.number().min(-15).max(15),
  scaleX: z.number().min(0.95).max(1.06),
  scaleY: z.number().min(0.95).max(1.06),
});
export type CalibrationValues = z.infer<typeof CalibrationValues>;

const KeptCalibration = CalibrationValues.extend({ measuredAt: Instant, measuredBy: z.string() });

/** One tray of one printer, and how its pages are laid out. */
export const TraySettings = z.object({
  tray: z.string(),
  name: z.string(),
  /** The paper that lies in it; batches on this paper are printed from here. Null: none is named. */
  stockItemId: z.string().nullable(),
  /** How sheets come to lie where they come out. A stack that grows face up is printed from its end. */
  output: z.enum(['face_down', 'face_up']),
  /** About which edge sheets are turned for their back; `none`: it prints one side. */
  duplex: z.enum(['none', 'long_edge', 'short_edge']),
  /** Batch and position in small type and as a Data Matrix at the edge of each sheet. */
  marks: z.boolean(),
  /** Dots an inch at which codes are read back before printing. */
  dpi: z.int().min(72).max(2400),
  calibration: z.object({ portrait: KeptCalibration.nullable(), landscape: KeptCalibration.nullable() }),
});
export type TraySettings = z.infer<typeof TraySettings>;

const TrayNamed = z.object({ printerId: z.string().max(100), tray: z.string().max(100) });

/** The page to measure: its size as it lies. */
const CalibrationSheet = TrayNamed.extend({
  widthMm: z.number().min(90).max(600),
  heightMm: z.number().min(90).max(600),
  /** With what was measured before, to see that it is right now. */
  corrected: z.boolean(),
});

/** Distances of the middle of a cross from the left and upper edge of the sheet, in millimetres. */
const Measured = z.object({ x: z.number().min(0).max(600), y: z.number().min(0).max(600) });

const printerStopped = {
  PRINTER_STOPPED: { status: 503, data: z.object({ reasons: z.array(z.string()) }) },
} as const;

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
      /** Since this station was restored from a backup nobody has said what became of these pieces: settle that first. */
      RESTORE_UNCONFIRMED: { status: 409, data: z.object({ pieces: z.int() }) },
      PRINTER_STOPPED: { status: 503, data: z.object({ reasons: z.array(z.string()) }) },
      /** Fewer sheets of the demanded stock on hand than pages. */
      NOT_ENOUGH_STOCK: { status: 409, data: z.object({ needed: z.int(), onHand: z.int() }) },
      /** The pages were checked for another printer or other settings: check them again, then print. */
      CHECK_AGAIN: { status: 409, data: z.object({ printer: z.string() }) },
      /** The template has a back side, and this tray is set to print one side. */
      ONE_SIDE_ONLY: { status: 409, data: z.object({ printer: z.string(), tray: z.string() }) },
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
    .errors({
      WRONG_STATE: { status: 409, data: z.object({ state: PrintJobState }) },
      /** `nothing_printed`, although sheets of it were scanned or spoiled: it was printed, at least in part. */
      SHEETS_SEEN: { status: 409, data: z.object({ positions: z.array(z.int()) }) },
    }),
  /** The trays of a printer, each with its settings; what was never set is as the printer tells. */
  settings: procedure('queue.read')
    .input(z.object({ printerId: z.string().max(100) }))
    .output(z.object({ printer: Printer, trays: z.array(TraySettings) })),
  /** Keeps how pages are laid out for a tray. Chunks that are planned already keep their layout. */
  saveSettings: procedure('printers.manage')
    .input(
      TrayNamed.extend({
        stockItemId: z.string().max(100).nullable(),
        output: TraySettings.shape.output,
        duplex: TraySettings.shape.duplex,
        marks: TraySettings.shape.marks,
        dpi: TraySettings.shape.dpi,
      }),
    )
    .output(TraySettings),
  /** The calibration page as a file. */
  calibrationPage: procedure('printers.manage').input(CalibrationSheet).output(z.file()),
  /** Prints the calibration page, on plain paper: nothing is taken from stock. */
  printCalibrationPage: procedure('printers.manage')
    .input(CalibrationSheet)
    .output(z.object({ printerJob: z.string().nullable() }))
    .errors(printerStopped),
  /** What the measures of a calibration page that was printed uncorrected come to. Nothing is kept. */
  calibrationOf: procedure('printers.manage')
    .input(
      z.object({
        widthMm: CalibrationSheet.shape.widthMm,
        heightMm: CalibrationSheet.shape.heightMm,
        first: Measured,
        second: Measured,
      }),
    )
    .output(CalibrationValues)
    .errors({
      /** More than 15 mm or 5 per cent off: a cross was taken for the other, or the printer scales to fit. */
      NOT_PLAUSIBLE: { status: 422, data: z.object({ mostMm: z.number(), mostPerCent: z.number() }) },
    }),
  /** Keeps or drops (null) a calibration. */
  saveCalibration: procedure('printers.manage')
    .input(TrayNamed.extend({ orientation: PageOrientation, calibration: CalibrationValues.nullable() }))
    .output(TraySettings),
};

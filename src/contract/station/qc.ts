/** Every printed sheet is scanned back and judged. */
import { z } from 'zod';
import { Verdict } from '../../domain/work/scanText.ts';
import { PieceStage } from '../../domain/work/stages.ts';
import { Instant, procedure } from './base.ts';

/** What is on record, for the eye to compare with the sheet. */
export const ScannedPiece = z.object({
  pieceId: z.string(),
  certificateId: z.string(),
  certificateNumber: z.string(),
  issuedName: z.string(),
  courseTitle: z.string(),
  completionDate: z.string(),
  jurisdiction: z.string(),
  stage: PieceStage,
  batchId: z.string().nullable(),
  batchNumber: z.string().nullable(),
  position: z.int().nullable(),
  sheetSerial: z.string().nullable(),
});
export type ScannedPiece = z.infer<typeof ScannedPiece>;

export const QcScan = z.object({
  scanId: z.string(),
  at: Instant,
  verdict: Verdict,
  piece: ScannedPiece.nullable(),
  /** Verdict `sheet_serial_needed`: the same sheet's pre-printed number is to be scanned next. */
  expectsSheetSerial: z.boolean(),
  /** Verdict `revoked` and the like: why, in the words that central gave. */
  reason: z.string().nullable(),
  /** The place in the stack that was expected, where the scan was out of order. */
  expectedPosition: z.int().nullable(),
});
export type QcScan = z.infer<typeof QcScan>;

export const SpoilReason = z.enum([
  'smudged',
  'misprint',
  'torn',
  'jam',
  'wrong_stock',
  'double_feed',
  'wrong_data',
  'lost',
  'other',
]);
export type SpoilReason = z.infer<typeof SpoilReason>;

/** The number of a spoiled sheet of numbered paper that was not scanned before. */
export const SpoiledSerial = {
  /** As it stands on the sheet. */
  sheetSerial: z.string().trim().min(3).max(40).optional(),
  /** In place of it: the number cannot be read, or there is no sheet to read it from. */
  serialUnreadable: z.boolean().default(false),
};

/** Why a spoiled sheet of numbered paper is not on record yet. */
export const spoiledSerialErrors = {
  /** The paper is numbered: which sheet was it? */
  SERIAL_NEEDED: { status: 409 },
  SERIAL_REFUSED: {
    status: 409,
    data: z.object({ serial: z.string(), reason: z.enum(['not_received', 'already_bound']) }),
  },
} as const;

export const qcContract = {
  /**
   * One code from a scanner or keyboard. A `pass` is committed to disk when it is answered. The same code again answers
   * `already_scanned`. `pendingPieceId` is the piece whose sheet serial this scan is.
   */
  scan: procedure('qc.scan')
    .input(
      z.object({
        text: z.string().min(1).max(2000),
        batchId: z.string().max(100).optional(),
        pendingPieceId: z.string().max(100).optional(),
      }),
    )
    .output(QcScan),
  /** This sheet is spoiled. A new piece is queued for the same certificate. */
  spoil: procedure('piece.spoil')
    .input(
      z.object({
        pieceId: z.string().max(100),
        reason: SpoilReason,
        note: z.string().trim().max(500).optional(),
        approvalId: z.string().max(100).optional(),
        ...SpoiledSerial,
      }),
    )
    .output(z.object({ piece: ScannedPiece, requeued: z.boolean() }))
    .errors({
      ...spoiledSerialErrors,
      WRONG_STAGE: { status: 409, data: z.object({ stage: PieceStage }) },
      /** The rules want a second person for this sheet. */
      APPROVAL_NEEDED: { status: 409, data: z.object({ action: z.literal('spoil_numbered_sheet') }) },
    }),
  /** The last scans at this station, newest first. */
  recent: procedure('qc.scan')
    .input(z.object({ limit: z.int().min(1).max(50).default(5) }))
    .output(z.array(QcScan)),
  /** The batch as a map of its stack: what is passed, spoiled, missing, doubled. */
  sheetMap: procedure('queue.read')
    .input(z.object({ batchId: z.string().max(100) }))
    .output(
      z.object({
        batchId: z.string(),
        sheets: z.array(
          z.object({
            position: z.int(),
            pieceId: z.string(),
            state: z.enum(['not_printed', 'waiting', 'passed', 'spoiled', 'cancelled', 'gap']),
          }),
        ),
        /** Positions skipped over by later scans: look at them while the stack is in hand. */
        gaps: z.array(z.int()),
        doubleScans: z.int(),
      }),
    ),
};

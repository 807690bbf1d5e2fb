/** Batches: pieces printed in one go, on one printer, one stock, one template version. */
import { z } from 'zod';
import { PieceStage } from '../../domain/work/stages.ts';
import { Instant, PageCursor, procedure } from './base.ts';
import { QueueFilter } from './queue.ts';

export const BatchState = z.enum(['open', 'rendered', 'printing', 'printed', 'closed', 'cancelled']);
export type BatchState = z.infer<typeof BatchState>;

export const BatchSummary = z.object({
  batchId: z.string(),
  /** For people: `B-2026-0042`. */
  batchNumber: z.string(),
  state: BatchState,
  createdAt: Instant,
  createdBy: z.string(),
  jurisdictions: z.array(z.string()),
  templateTitle: z.string(),
  templateVersion: z.string(),
  printerId: z.string().nullable(),
  stockItemId: z.string().nullable(),
  counts: z.object({
    total: z.int(),
    waitingForScan: z.int(),
    passed: z.int(),
    spoiled: z.int(),
    cancelled: z.int(),
  }),
  earliestDueAt: Instant.nullable(),
  /** Pages that preflight stopped; the batch cannot be printed while there are any. */
  findings: z.int(),
});
export type BatchSummary = z.infer<typeof BatchSummary>;

/** Which sentence tells what was found. */
export const FindingKind = z.enum([
  'missingGlyph',
  'refusedCharacter',
  'tooLong',
  'empty',
  'missingValue',
  'leftoverPlaceholder',
  'qrTooLong',
  'qrTooSmall',
  'badImage',
  'overlap',
  'qrUnreadable',
  'qrSaysOther',
  'outsideMargin',
  'notActive',
  'otherTemplate',
  'badSignature',
  'pageMissing',
  /** The template as a whole cannot be used. */
  'templateUnusable',
  'templateNotHere',
  'notPaired',
  /** The program that makes pages died of this page, twice. */
  'notMade',
]);
export type FindingKind = z.infer<typeof FindingKind>;

export const PageFinding = z.object({
  code: z.enum([
    'missing_glyph',
    'does_not_fit',
    'empty_field',
    'qr_unreadable',
    'signature_invalid',
    'not_active',
    'wrong_template',
    'bad_value',
  ]),
  /** What a person needs to see: the field, the character, the reason; in English. */
  detail: z.string(),
  /** The same for other languages: which sentence, and what stands in it. Absent in what was found long ago. */
  kind: FindingKind.optional(),
  values: z.record(z.string(), z.string()).optional(),
});

export const BatchPiece = z.object({
  pieceId: z.string(),
  /** 1-based place in the stack. */
  position: z.int(),
  certificateId: z.string(),
  certificateNumber: z.string(),
  issuedName: z.string(),
  stage: PieceStage,
  hold: z.object({ reason: z.string() }).nullable(),
  sheetSerial: z.string().nullable(),
  findings: z.array(PageFinding),
});
export type BatchPiece = z.infer<typeof BatchPiece>;

/** How far the check of a batch's pages is. */
export const PageCheck = z.object({
  batchId: z.string(),
  done: z.int(),
  total: z.int(),
  /** Pages so far that may not be printed. */
  stopped: z.int(),
});
export type PageCheck = z.infer<typeof PageCheck>;

const batchErrors = {
  /** The action does not fit the batch's state (somebody else was faster, or it is done already). */
  WRONG_STATE: { status: 409, data: z.object({ state: BatchState }) },
} as const;

export const batchesContract = {
  /** Takes the most urgent `count` deliverables that match, under lease, and makes one batch for each template and stock. */
  create: procedure('batch.create')
    .input(
      z.object({
        count: z.int().min(1).max(1000),
        filter: QueueFilter.default({}),
        /** Exactly these, in place of the most urgent. */
        deliverableIds: z.array(z.string().max(100)).max(1000).optional(),
      }),
    )
    .output(
      z.object({
        batches: z.array(BatchSummary),
        /** Asked for and not had: taken by another station, on hold, no longer active. */ notTaken: z.int(),
      }),
    )
    .errors({
      NOTHING_TO_DO: { status: 409 },
      /** Central is away and no unexpired lease is left: what is claimed already can still be worked on. */
      NO_LEASE: { status: 503, data: z.object({ centralAwaySince: Instant.nullable() }) },
      DIGITAL_ONLY: { status: 409, data: z.object({ reason: z.string() }) },
    }),
  list: procedure('queue.read')
    .input(
      z.object({
        states: z.array(BatchState).optional(),
        cursor: PageCursor.optional(),
        limit: z.int().min(1).max(200).default(50),
      }),
    )
    .output(z.object({ rows: z.array(BatchSummary), next: PageCursor.nullable() })),
  get: procedure('queue.read')
    .input(z.object({ batchId: z.string().max(100) }))
    .output(BatchSummary.extend({ pieces: z.array(BatchPiece) })),
  /**
   * Renders and preflights every page as the printer will be given it, and answers when that is done. It goes on when the
   * caller leaves, and after a restart; a second call joins the first. `pages` events tell how far it is. Cancelled, it
   * answers with the batch as it is. Idempotent; the same pages again give the same bytes.
   */
  render: procedure('batch.create')
    .input(z.object({ batchId: z.string().max(100), printerId: z.string().max(100).optional() }))
    .output(BatchSummary)
    .errors(batchErrors),
  /** Ends a check of pages. Nothing of it is lost but the rest; checking again begins at the first page. */
  cancelRender: procedure('batch.create')
    .input(z.object({ batchId: z.string().max(100) }))
    .output(BatchSummary)
    .errors(batchErrors),
  /** The checks of pages that are under way. */
  checks: procedure('queue.read').output(z.array(PageCheck)),
  /** One page with a red frame around what is wrong on it: PNG. */
  findingPicture: procedure('queue.read')
    .input(z.object({ batchId: z.string().max(100), position: z.int().min(1).max(1000) }))
    .output(z.file()),
  /** One page as it will print: a PDF, or a PNG for the screen. */
  previewPage: procedure('queue.read')
    .input(
      z.object({
        batchId: z.string().max(100),
        position: z.int().min(1).max(1000),
        format: z.enum(['pdf', 'png']).default('png'),
      }),
    )
    .output(z.file()),
  /** Takes one piece out before it is printed; the deliverable goes back to the queue. */
  removePiece: procedure('batch.create')
    .input(
      z.object({
        batchId: z.string().max(100),
        pieceId: z.string().max(100),
        reason: z.string().trim().min(3).max(300),
      }),
    )
    .output(BatchSummary)
    .errors(batchErrors),
  /** Drops a batch of which nothing was spooled; its deliverables go back to the queue. */
  cancel: procedure('batch.cancel')
    .input(z.object({ batchId: z.string().max(100), reason: z.string().trim().min(3).max(300) }))
    .output(BatchSummary)
    .errors(batchErrors),
  /** Closes it when sheets out = passed + spoiled + returned; says what is missing otherwise. */
  close: procedure('batch.close')
    .input(z.object({ batchId: z.string().max(100) }))
    .output(BatchSummary)
    .errors({
      ...batchErrors,
      SHEETS_UNACCOUNTED: { status: 409, data: z.object({ missing: z.int(), positions: z.array(z.int()) }) },
    }),
};

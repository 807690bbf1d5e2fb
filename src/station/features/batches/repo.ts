import { eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { BatchState } from '../../../contract/station/batches.ts';
import { Validity } from '../../../domain/certificates/validity.ts';
import { PieceStage } from '../../../domain/work/stages.ts';
import { batches } from '../../db/schema/work.ts';
import { readQuery, sqlRead, writeQuery } from '../../db/statements.ts';
import type { Named } from '../../db/statements.ts';
import { StoredSnapshot } from '../../record/storedSnapshot.ts';

export const batchById = readQuery((query, v: Named<{ batchId: string }>) =>
  query.select().from(batches).where(eq(batches.batchId, v.batchId)),
);

export const setState = writeQuery(
  (
    query,
    v: Named<{
      batchId: string;
      state: BatchState;
      renderedAt: number | null;
      closedAt: number | null;
      reason: string | null;
    }>,
  ) =>
    query
      .update(batches)
      .set({
        state: sql`${v.state}`,
        renderedAt: sql`coalesce(${v.renderedAt}, ${batches.renderedAt})`,
        closedAt: sql`${v.closedAt}`,
        cancelReason: sql`${v.reason}`,
      })
      .where(eq(batches.batchId, v.batchId)),
);

export const setPrinter = writeQuery((query, v: Named<{ batchId: string; printerId: string }>) =>
  query
    .update(batches)
    .set({ printerId: sql`${v.printerId}` })
    .where(eq(batches.batchId, v.batchId)),
);

const Summary = z.object({
  batchId: z.string(),
  batchNumber: z.string(),
  state: BatchState,
  createdAt: z.int(),
  createdBy: z.string(),
  templateTitle: z.string(),
  templateVersion: z.string(),
  printerId: z.string().nullable(),
  stockItemId: z.string(),
  total: z.int(),
  waitingForScan: z.int(),
  passed: z.int(),
  spoiled: z.int(),
  cancelled: z.int(),
  earliestDueAt: z.int().nullable(),
  findings: z.int(),
  jurisdictions: z.string(),
});
export type Summary = z.infer<typeof Summary>;

const SUMMARY = `
  SELECT b.batch_id AS batchId, b.batch_number AS batchNumber, b.state, b.created_at AS createdAt,
    coalesce(u.display_name, b.created_by) AS createdBy, coalesce(t.title, '') AS templateTitle,
    b.template_version AS templateVersion, b.printer_id AS printerId, b.stock_item_id AS stockItemId,
    count(p.piece_id) AS total,
    count(CASE WHEN p.stage IN ('spooled', 'awaiting_scan') THEN 1 END) AS waitingForScan,
    count(CASE WHEN p.stage IN ('qc_passed', 'packed', 'labelled', 'handed_over', 'in_transit', 'delivered', 'returned', 'lost') THEN 1 END) AS passed,
    count(CASE WHEN p.stage = 'spoiled' THEN 1 END) AS spoiled,
    count(CASE WHEN p.stage = 'cancelled' THEN 1 END) AS cancelled,
    min(CASE WHEN p.stage <> 'cancelled' THEN d.due_at END) AS earliestDueAt,
    count(CASE WHEN p.findings <> '[]' AND p.stage <> 'cancelled' THEN 1 END) AS findings,
    json_group_array(DISTINCT d.jurisdiction) FILTER (WHERE d.jurisdiction IS NOT NULL) AS jurisdictions
  FROM batches b
  LEFT JOIN people u ON u.user_id = b.created_by
  LEFT JOIN templates t ON t.template_version = b.template_version
  LEFT JOIN pieces p ON p.batch_id = b.batch_id
  LEFT JOIN deliverables d ON d.deliverable_id = p.deliverable_id`;

export const summaryOf = sqlRead<{ batchId: string }, Summary>(
  `${SUMMARY} WHERE b.batch_id = @batchId GROUP BY b.batch_id`,
  Summary,
);

/** Newest first; `states`: a JSON list, or null for all. */
export const summaries = sqlRead<
  { states: string | null; before: number; beforeId: string; limit: number },
  Summary
>(
  `${SUMMARY}
   WHERE b.batch_id IN (
     SELECT batch_id FROM batches
     WHERE (@states IS NULL OR state IN (SELECT value FROM json_each(@states))) AND (created_at, batch_id) < (@before, @beforeId)
     ORDER BY created_at DESC, batch_id DESC LIMIT @limit)
   GROUP BY b.batch_id ORDER BY b.created_at DESC, b.batch_id DESC`,
  Summary,
);

const Row = StoredSnapshot.extend({
  pieceId: z.string(),
  position: z.int(),
  stage: PieceStage,
  sheetSerial: z.string().nullable(),
  findings: z.string(),
  pageHash: z.string().nullable(),
  holdReason: z.string().nullable(),
  validity: Validity,
  validityReason: z.string().nullable(),
  leaseExpiresAt: z.int().nullable(),
  signature: z.string(),
  keyId: z.string(),
});
/** A piece of a batch with its certificate, as it is to be printed. */
export type BatchRow = z.infer<typeof Row>;

export const piecesOfBatch = sqlRead<{ batchId: string; first: number; last: number }, BatchRow>(
  `SELECT p.piece_id AS pieceId, p.position, p.stage, p.sheet_serial AS sheetSerial, p.findings, p.page_hash AS pageHash,
     d.hold_reason AS holdReason, c.validity, c.validity_reason AS validityReason, d.lease_expires_at AS leaseExpiresAt,
     c.signature, c.key_id AS keyId, c.certificate_id AS certificateId, c.certificate_number AS certificateNumber,
     c.verification_code AS verificationCode, c.control_number AS controlNumber, c.issued_name AS issuedName,
     c.course_title AS courseTitle, c.completion_date AS completionDate, c.issue_date AS issueDate, c.jurisdiction,
     c.template_version AS templateVersion, c.custom_fields AS customFields
   FROM pieces p
   JOIN certificates c ON c.certificate_id = p.certificate_id
   JOIN deliverables d ON d.deliverable_id = p.deliverable_id
   WHERE p.batch_id = @batchId AND p.position BETWEEN @first AND @last ORDER BY p.position`,
  Row,
);

/** States of a batch's chunks at the printer. */
export const jobStates = sqlRead<{ batchId: string }, { open: number }>(
  `SELECT count(CASE WHEN state IN ('planned', 'sent', 'printing', 'unknown') THEN 1 END) AS open FROM print_jobs WHERE batch_id = @batchId`,
  z.object({ open: z.int() }),
);

import { z } from 'zod';
import { PieceStage } from '../../../domain/work/stages.ts';
import { sqlRead, sqlWrite } from '../../db/statements.ts';

/** Work that may be on paper although it is not so here: begun and not printed, or promised and not begun. */
export const doubtWork = sqlWrite<{ at: number; prefix: string }>(
  `INSERT INTO restore_doubts (doubt_id, at, deliverable_id, piece_id, batch_id)
   SELECT @prefix || d.deliverable_id, @at, d.deliverable_id, p.piece_id, p.batch_id
   FROM deliverables d
   LEFT JOIN pieces p ON p.deliverable_id = d.deliverable_id AND p.stage NOT IN ('spoiled', 'cancelled') AND p.replaced_at IS NULL
   WHERE (p.stage IN ('claimed', 'rendered') OR (d.lease_epoch IS NOT NULL AND d.workable = 1))
   ON CONFLICT DO NOTHING`,
);

/** Envelopes without a label: one may have been bought for them. */
export const doubtParcels = sqlWrite<{ at: number; prefix: string }>(
  `INSERT INTO restore_doubts (doubt_id, at, parcel_id)
   SELECT @prefix || parcel_id, @at, parcel_id FROM parcels WHERE state IN ('open', 'packed')
   ON CONFLICT DO NOTHING`,
);

/** Chunks that were not sent yet when the backup was made: the printer is asked about them before they are. */
export const doubtChunks = sqlWrite<{ at: number }>(
  `UPDATE print_jobs SET sent_at = @at WHERE state = 'planned' AND sent_at IS NULL`,
);

export const holdDoubted = sqlWrite<{ at: number; reason: string }>(
  `UPDATE deliverables SET hold_reason = @reason, hold_by = 'station', hold_at = @at
   WHERE hold_reason IS NULL AND deliverable_id IN (
     SELECT deliverable_id FROM restore_doubts WHERE settled_at IS NULL AND deliverable_id IS NOT NULL)`,
);

export const releaseHold = sqlWrite<{ deliverableId: string; reason: string }>(
  `UPDATE deliverables SET hold_reason = NULL, hold_by = NULL, hold_at = NULL
   WHERE deliverable_id = @deliverableId AND hold_reason = @reason`,
);

const Doubt = z.object({
  doubtId: z.string(),
  at: z.int(),
  deliverableId: z.string(),
  certificateId: z.string(),
  certificateNumber: z.string(),
  issuedName: z.string(),
  batchId: z.string().nullable(),
  batchNumber: z.string().nullable(),
  position: z.int().nullable(),
  stage: PieceStage,
  centralStage: PieceStage.nullable(),
  templateVersion: z.string(),
  /** The paper that it is printed on; null while its template has not come from central yet. */
  stockItemId: z.string().nullable(),
});
export type Doubt = z.infer<typeof Doubt>;

/** Open doubts about paper, batch by batch in the order of the stack. */
export const openDoubts = sqlRead<object, Doubt>(
  `SELECT r.doubt_id AS doubtId, r.at, r.deliverable_id AS deliverableId, c.certificate_id AS certificateId,
     c.certificate_number AS certificateNumber, c.issued_name AS issuedName, r.batch_id AS batchId,
     b.batch_number AS batchNumber, p.position, coalesce(p.stage, d.stage) AS stage, d.central_stage AS centralStage,
     c.template_version AS templateVersion, coalesce(p.stock_item_id, t.stock_item_id) AS stockItemId
   FROM restore_doubts r
   JOIN deliverables d ON d.deliverable_id = r.deliverable_id
   JOIN certificates c ON c.certificate_id = d.certificate_id
   LEFT JOIN templates t ON t.template_version = c.template_version
   LEFT JOIN batches b ON b.batch_id = r.batch_id
   LEFT JOIN pieces p ON p.piece_id = r.piece_id
   WHERE r.settled_at IS NULL AND r.deliverable_id IS NOT NULL
   ORDER BY b.batch_number, p.position, d.slack_at, d.deliverable_id`,
  Doubt,
);

export const openCount = sqlRead<{ batchId: string | null }, { n: number }>(
  `SELECT count(*) AS n FROM restore_doubts
   WHERE settled_at IS NULL AND deliverable_id IS NOT NULL AND (@batchId IS NULL OR batch_id = @batchId)`,
  z.object({ n: z.int() }),
);

export const settle = sqlWrite<{ doubtId: string; at: number; by: string; outcome: string }>(
  `UPDATE restore_doubts SET settled_at = @at, settled_by = @by, outcome = @outcome
   WHERE doubt_id = @doubtId AND settled_at IS NULL`,
);

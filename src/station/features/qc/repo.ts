import { z } from 'zod';
import { Verdict } from '../../../domain/work/scanText.ts';
import { PieceStage } from '../../../domain/work/stages.ts';
import { sqlRead } from '../../db/statements.ts';

const Recent = z.object({
  scanId: z.string(),
  at: z.int(),
  verdict: Verdict,
  reason: z.string().nullable(),
  pieceId: z.string().nullable(),
  expectedPosition: z.int().nullable(),
});

export const recentScans = sqlRead<{ limit: number }, z.infer<typeof Recent>>(
  `SELECT scan_id AS scanId, at, verdict, reason, piece_id AS pieceId, expected_position AS expectedPosition
   FROM qc_inspections WHERE bench = 'check' ORDER BY inspection_row DESC LIMIT @limit`,
  Recent,
);

/** The last sheet of a batch that was passed. */
export const lastPassed = sqlRead<{ batchId: string }, { position: number }>(
  `SELECT p.position FROM qc_inspections q JOIN pieces p ON p.piece_id = q.piece_id
   WHERE q.batch_id = @batchId AND q.verdict = 'pass' AND p.batch_id = @batchId
   ORDER BY q.inspection_row DESC LIMIT 1`,
  z.object({ position: z.int() }),
);

/** The first sheet of a batch that was passed. */
export const firstPassed = sqlRead<{ batchId: string }, { position: number }>(
  `SELECT p.position FROM qc_inspections q JOIN pieces p ON p.piece_id = q.piece_id
   WHERE q.batch_id = @batchId AND q.verdict = 'pass' AND p.batch_id = @batchId
   ORDER BY q.inspection_row LIMIT 1`,
  z.object({ position: z.int() }),
);

/** The nearest place above or below another that still waits for its scan. */
export const nextWaiting = sqlRead<{ batchId: string; after: number }, { position: number | null }>(
  `SELECT min(position) AS position FROM pieces
   WHERE batch_id = @batchId AND position > @after AND stage IN ('spooled', 'awaiting_scan')`,
  z.object({ position: z.int().nullable() }),
);
export const previousWaiting = sqlRead<{ batchId: string; before: number }, { position: number | null }>(
  `SELECT max(position) AS position FROM pieces
   WHERE batch_id = @batchId AND position < @before AND stage IN ('spooled', 'awaiting_scan')`,
  z.object({ position: z.int().nullable() }),
);

const MapRow = z.object({ pieceId: z.string(), position: z.int(), stage: PieceStage });

export const stack = sqlRead<{ batchId: string }, z.infer<typeof MapRow>>(
  'SELECT piece_id AS pieceId, position, stage FROM pieces WHERE batch_id = @batchId ORDER BY position',
  MapRow,
);

export const doubleScans = sqlRead<{ batchId: string }, { doubles: number }>(
  `SELECT count(*) AS doubles FROM qc_inspections WHERE batch_id = @batchId AND verdict = 'already_scanned'`,
  z.object({ doubles: z.int() }),
);

export const batchExists = sqlRead<{ batchId: string }, { n: number }>(
  'SELECT count(*) AS n FROM batches WHERE batch_id = @batchId',
  z.object({ n: z.int() }),
);

import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { PrintJobState } from '../../../contract/station/printing.ts';
import { PieceStage } from '../../../domain/work/stages.ts';
import { printJobs } from '../../db/schema/work.ts';
import { readQuery, sqlRead, sqlWrite, writeQuery } from '../../db/statements.ts';
import type { Named } from '../../db/statements.ts';

export const insertJob = writeQuery(
  (
    query,
    v: Named<{
      printJobId: string;
      batchId: string;
      chunk: number;
      firstPosition: number;
      lastPosition: number;
      printerId: string;
      documentName: string;
      layout: string;
    }>,
  ) =>
    query.insert(printJobs).values({
      printJobId: v.printJobId,
      batchId: v.batchId,
      chunk: v.chunk,
      firstPosition: v.firstPosition,
      lastPosition: v.lastPosition,
      printerId: v.printerId,
      documentName: v.documentName,
      layout: v.layout,
      state: 'planned',
    }),
);

export const updateJob = writeQuery(
  (
    query,
    v: Named<{
      printJobId: string;
      state: PrintJobState;
      printerJob: string | null;
      problem: string | null;
      sentAt: number | null;
      endedAt: number | null;
    }>,
  ) =>
    query
      .update(printJobs)
      .set({
        state: sql`${v.state}`,
        printerJob: sql`${v.printerJob}`,
        problem: sql`${v.problem}`,
        sentAt: sql`${v.sentAt}`,
        endedAt: sql`${v.endedAt}`,
      })
      .where(eq(printJobs.printJobId, v.printJobId)),
);

export const jobById = readQuery((query, v: Named<{ printJobId: string }>) =>
  query.select().from(printJobs).where(eq(printJobs.printJobId, v.printJobId)),
);

export const jobsOfBatch = readQuery((query, v: Named<{ batchId: string }>) =>
  query.select().from(printJobs).where(eq(printJobs.batchId, v.batchId)).orderBy(asc(printJobs.chunk)),
);

/** Chunks that are not at their end, in the order in which they are to be printed. */
export const openJobs = readQuery((query) =>
  query
    .select()
    .from(printJobs)
    .where(and(inArray(printJobs.state, ['planned', 'sent', 'printing', 'unknown'])))
    .orderBy(asc(printJobs.batchId), asc(printJobs.chunk)),
);

export type JobRow = NonNullable<ReturnType<typeof jobById.get>>;

/** Puts a piece into a chunk. */
export const addPiece = sqlWrite<{ printJobId: string; pieceId: string }>(
  'INSERT INTO print_job_pieces (print_job_id, piece_id) VALUES (@printJobId, @pieceId)',
);

/** Takes a piece out of a chunk that was not sent yet: it will not be in the document. */
export const dropPiece = sqlWrite<{ printJobId: string; pieceId: string }>(
  'DELETE FROM print_job_pieces WHERE print_job_id = @printJobId AND piece_id = @pieceId',
);

const InChunk = z.object({ pieceId: z.string(), stage: PieceStage, position: z.int().nullable() });

/** The pieces that a chunk was made of, wherever they are now. */
export const piecesOfJob = sqlRead<{ printJobId: string }, z.infer<typeof InChunk>>(
  `SELECT p.piece_id AS pieceId, p.stage, p.position FROM print_job_pieces j JOIN pieces p ON p.piece_id = j.piece_id
   WHERE j.print_job_id = @printJobId ORDER BY p.position`,
  InChunk,
);

/** The paper of a chunk. */
export const stockOfJob = sqlRead<{ printJobId: string }, { stockItemId: string }>(
  `SELECT b.stock_item_id AS stockItemId FROM print_jobs j JOIN batches b ON b.batch_id = j.batch_id
   WHERE j.print_job_id = @printJobId`,
  z.object({ stockItemId: z.string() }),
);

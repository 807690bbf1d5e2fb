import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import type { PrintJobState } from '../../../contract/station/printing.ts';
import { printJobs } from '../../db/schema/work.ts';
import { readQuery, writeQuery } from '../../db/statements.ts';
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

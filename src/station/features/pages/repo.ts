import { asc, eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { templates } from '../../db/schema/central.ts';
import { batches, pageChecks, pieces } from '../../db/schema/work.ts';
import { readQuery, sqlRead, writeQuery } from '../../db/statements.ts';
import type { Named } from '../../db/statements.ts';

export const setFindings = writeQuery((query, v: Named<{ pieceId: string; findings: string }>) =>
  query
    .update(pieces)
    .set({ findings: sql`${v.findings}` })
    .where(eq(pieces.pieceId, v.pieceId)),
);

export const packageOf = readQuery((query, v: Named<{ templateVersion: string }>) =>
  query
    .select({ package: templates.package })
    .from(templates)
    .where(eq(templates.templateVersion, v.templateVersion)),
);

export const insertCheck = writeQuery(
  (
    query,
    v: Named<{ batchId: string; userId: string; layout: string; throughPosition: number; begunAt: number }>,
  ) =>
    query
      .insert(pageChecks)
      .values({
        batchId: v.batchId,
        userId: v.userId,
        layout: v.layout,
        throughPosition: v.throughPosition,
        begunAt: v.begunAt,
      })
      .onConflictDoUpdate({
        target: pageChecks.batchId,
        set: {
          userId: sql`excluded.user_id`,
          layout: sql`excluded.layout`,
          throughPosition: sql`excluded.through_position`,
          begunAt: sql`excluded.begun_at`,
        },
      }),
);

export const checkOf = readQuery((query, v: Named<{ batchId: string }>) =>
  query.select().from(pageChecks).where(eq(pageChecks.batchId, v.batchId)),
);

/** Checks that are under way, the oldest first. */
export const allChecks = readQuery((query) =>
  query.select().from(pageChecks).orderBy(asc(pageChecks.begunAt)),
);

export const setThrough = writeQuery((query, v: Named<{ batchId: string; throughPosition: number }>) =>
  query
    .update(pageChecks)
    .set({ throughPosition: sql`${v.throughPosition}` })
    .where(eq(pageChecks.batchId, v.batchId)),
);

export const dropCheck = writeQuery((query, v: Named<{ batchId: string }>) =>
  query.delete(pageChecks).where(eq(pageChecks.batchId, v.batchId)),
);

export const setCheckedFor = writeQuery((query, v: Named<{ batchId: string; checkedFor: string }>) =>
  query
    .update(batches)
    .set({ checkedFor: sql`${v.checkedFor}` })
    .where(eq(batches.batchId, v.batchId)),
);

/** The printer of the batch that was printed last. */
export const lastPrinter = sqlRead<object, { printerId: string }>(
  'SELECT printer_id AS printerId FROM batches WHERE printer_id IS NOT NULL ORDER BY created_at DESC LIMIT 1',
  z.object({ printerId: z.string() }),
);

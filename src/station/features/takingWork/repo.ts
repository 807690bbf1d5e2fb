import { eq } from 'drizzle-orm';
import { templates } from '../../db/schema/central.ts';
import { batches } from '../../db/schema/work.ts';
import { readQuery, writeQuery } from '../../db/statements.ts';
import type { Named } from '../../db/statements.ts';

/** A batch that came to nothing before it had a piece. */
export const dropBatch = writeQuery((query, v: Named<{ batchId: string }>) =>
  query.delete(batches).where(eq(batches.batchId, v.batchId)),
);

export const templateStocks = readQuery((query) =>
  query
    .select({ templateVersion: templates.templateVersion, stockItemId: templates.stockItemId })
    .from(templates),
);

import { eq, sql } from 'drizzle-orm';
import { templates } from '../../db/schema/central.ts';
import { pieces } from '../../db/schema/work.ts';
import { readQuery, writeQuery } from '../../db/statements.ts';
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

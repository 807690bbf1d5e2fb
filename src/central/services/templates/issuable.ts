import { z } from 'zod';
import type { Writer } from '../../db/database.ts';

const Standing = z.object({
  version: z.string(),
  published: z.boolean(),
  replacedBy: z.string().nullable(),
  needs: z.array(z.string()),
});

/** A template as far as it decides about issuing. */
export interface IssuableTemplate {
  readonly version: string;
  /** Custom fields that it cannot be printed without. */
  readonly needs: readonly string[];
}

/**
 * The templates that may be printed on, the one of courses without a template of their own first: the version that was
 * published first, or what came in its place. None of them can be taken out of use until the transaction ends.
 */
export async function issuableTemplates(writer: Writer): Promise<IssuableTemplate[]> {
  const rows = await writer.all(
    Standing,
    `SELECT template_version AS version, published, replaced_by AS "replacedBy", coalesce(about->'needs', '[]') AS needs
     FROM template_versions WHERE published OR replaced_by IS NOT NULL ORDER BY stored_at, template_version FOR KEY SHARE`,
  );
  let first = rows[0];
  for (let steps = 0; first !== undefined && first.replacedBy !== null && steps < rows.length; steps += 1) {
    const next = first.replacedBy;
    first = rows.find((row) => row.version === next) ?? first;
  }
  return [first, ...rows.filter((row) => row !== first)].flatMap((row) =>
    row?.published === true ? [{ version: row.version, needs: row.needs }] : [],
  );
}

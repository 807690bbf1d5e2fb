import { eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { DraftSource } from '../../../contract/station/templates.ts';
import { templateDrafts } from '../../db/schema/templates.ts';
import { bulkWrite, sqlRead, writeQuery } from '../../db/statements.ts';
import type { Named } from '../../db/statements.ts';

const Bytes = z.instanceof(Uint8Array);

const Published = z.object({
  templateVersion: z.string(),
  title: z.string(),
  stockItemId: z.string(),
  paperName: z.string(),
  publishedAt: z.int().nullable(),
});
export type Published = z.infer<typeof Published>;

/** Published versions that are here whole, by title, the newest of each first. */
export const allPublished = sqlRead<object, Published>(
  `SELECT t.template_version AS templateVersion, t.title, t.stock_item_id AS stockItemId,
     coalesce(s.name, t.stock_item_id) AS paperName, nullif(t.published_at, 0) AS publishedAt
   FROM templates t LEFT JOIN stock_items s ON s.stock_item_id = t.stock_item_id
   WHERE t.published = 1 AND t.package IS NOT NULL
   ORDER BY t.title, t.published_at DESC, t.rowid DESC`,
  Published,
);

const Package = Published.pick({ templateVersion: true, title: true, stockItemId: true }).extend({
  package: Bytes,
});

/** A published version with its package; undefined while it is not here. */
export const publishedPackage = sqlRead<{ templateVersion: string }, z.infer<typeof Package>>(
  `SELECT template_version AS templateVersion, title, stock_item_id AS stockItemId, package FROM templates
   WHERE template_version = @templateVersion AND published = 1 AND package IS NOT NULL`,
  Package,
);

/** How many certificates were issued with which version, of those in a stretch of rows: after one, up to another. */
export const issuedBetween = sqlRead<
  { after: number; through: number },
  { templateVersion: string; certificates: number }
>(
  `SELECT template_version AS templateVersion, count(*) AS certificates FROM certificates
   WHERE certificate_row > @after AND certificate_row <= @through GROUP BY template_version`,
  z.object({ templateVersion: z.string(), certificates: z.int() }),
);

/** The last row of the certificates; 0 when there are none. */
export const lastCertificate = sqlRead<object, { row: number }>(
  'SELECT coalesce(max(certificate_row), 0) AS row FROM certificates',
  z.object({ row: z.int() }),
);

export const paperKnown = sqlRead<{ stockItemId: string }, { stockItemId: string }>(
  'SELECT stock_item_id AS stockItemId FROM stock_items WHERE stock_item_id = @stockItemId',
  z.object({ stockItemId: z.string() }),
);

const Summary = z.object({
  draftId: z.string(),
  title: z.string(),
  stockItemId: z.string(),
  paperName: z.string(),
  source: DraftSource,
  basedOn: z.string().nullable(),
  revision: z.int(),
  editedAt: z.int(),
  editedBy: z.string(),
});
export type SummaryRow = z.infer<typeof Summary>;

const SUMMARY = `d.draft_id AS draftId, d.title, d.stock_item_id AS stockItemId, coalesce(s.name, d.stock_item_id) AS paperName,
  d.source, d.based_on AS basedOn, d.revision, d.edited_at AS editedAt, coalesce(p.display_name, d.edited_by) AS editedBy`;
const FROM = `FROM template_drafts d LEFT JOIN stock_items s ON s.stock_item_id = d.stock_item_id
  LEFT JOIN people p ON p.user_id = d.edited_by`;

/** All drafts, the one that was edited last first. */
export const allDrafts = sqlRead<object, SummaryRow>(
  `SELECT ${SUMMARY} ${FROM} ORDER BY d.edited_at DESC, d.draft_id DESC`,
  Summary,
);

const FileList = z.array(z.object({ path: z.string(), bytes: z.int() }));

const DraftRow = Summary.extend({
  /** Who edited it last, by id. */
  editorId: z.string(),
  templateJson: z.string(),
  files: z.string().transform((text) => FileList.parse(JSON.parse(text))),
  package: Bytes,
});
export type DraftRow = z.infer<typeof DraftRow>;

export const draftById = sqlRead<{ draftId: string }, DraftRow>(
  `SELECT ${SUMMARY}, d.edited_by AS editorId, d.template_json AS templateJson, d.files, d.package ${FROM} WHERE d.draft_id = @draftId`,
  DraftRow,
);

/** Inserts a draft: its columns in order, `files` as JSON. */
export const insertDraft = bulkWrite<
  [string, string, string, string, string | null, number, number, string, string, string, Uint8Array]
>(
  `INSERT INTO template_drafts (draft_id, title, stock_item_id, source, based_on, revision, edited_at, edited_by,
     template_json, files, package) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
);

/** Saves what was edited, and raises the revision. */
export const saveDraft = writeQuery(
  (
    query,
    v: Named<{
      draftId: string;
      title: string;
      stockItemId: string;
      templateJson: string;
      editedAt: number;
      editedBy: string;
    }>,
  ) =>
    query
      .update(templateDrafts)
      .set({
        title: sql`${v.title}`,
        stockItemId: sql`${v.stockItemId}`,
        templateJson: sql`${v.templateJson}`,
        revision: sql`${templateDrafts.revision} + 1`,
        editedAt: sql`${v.editedAt}`,
        editedBy: sql`${v.editedBy}`,
      })
      .where(eq(templateDrafts.draftId, v.draftId)),
);

/** Saves the files beside `template.json`, and raises the revision: files as JSON, package, instant, person, draft. */
export const saveFiles = bulkWrite<[string, Uint8Array, number, string, string]>(
  `UPDATE template_drafts SET files = ?, package = ?, edited_at = ?, edited_by = ?, revision = revision + 1
   WHERE draft_id = ?`,
);

/** From now on the draft is a change of that version. */
export const baseOn = writeQuery((query, v: Named<{ draftId: string; templateVersion: string }>) =>
  query
    .update(templateDrafts)
    .set({ basedOn: sql`${v.templateVersion}` })
    .where(eq(templateDrafts.draftId, v.draftId)),
);

export const deleteDraft = writeQuery((query, v: Named<{ draftId: string }>) =>
  query.delete(templateDrafts).where(eq(templateDrafts.draftId, v.draftId)),
);

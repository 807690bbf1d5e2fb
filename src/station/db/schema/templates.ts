/** Templates in the making; published ones are central's (`central.ts`). */
import { blob, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { DraftSummary } from '../../../contract/station/templates.ts';

export const templateDrafts = sqliteTable('template_drafts', {
  draftId: text('draft_id').primaryKey(),
  title: text('title').notNull(),
  stockItemId: text('stock_item_id').notNull(),
  source: text('source').$type<DraftSummary['source']>().notNull(),
  basedOn: text('based_on'),
  revision: integer('revision').notNull(),
  editedAt: integer('edited_at').notNull(),
  editedBy: text('edited_by').notNull(),
  templateJson: text('template_json').notNull(),
  files: text('files').notNull(),
  package: blob('package', { mode: 'buffer' }).notNull(),
});

import { join } from 'node:path';
import { z } from 'zod';
import { TemplateRecord } from '../../../contract/central/templates.ts';
import { err, ok } from '../../../domain/result.ts';
import type { Result } from '../../../domain/result.ts';
import type { Context } from '../../context.ts';
import { inspectUpload } from '../documents/thread.ts';
import { publishTemplate } from './store.ts';

/** Largest upload. */
export const MAX_UPLOAD_BYTES = 10 * 1024 * 1024;

const columns = `t.template_version AS "templateVersion", t.title, t.stock_item_id AS "stockItemId", t.published,
  t.stored_at AS "storedAt", (SELECT count(*) FROM courses c WHERE c.template_version = t.template_version) AS courses,
  (SELECT count(*) FROM certificates x WHERE x.template_version = t.template_version) AS certificates`;

/** All template versions, oldest first; the first published one is the default. */
export function listTemplates(context: Context): Promise<TemplateRecord[]> {
  return context.db.reader.all(
    TemplateRecord,
    `SELECT ${columns} FROM template_versions t ORDER BY t.stored_at, t.template_version`,
  );
}

/** Takes an upload in: what is not sound is refused with everything that is wrong with it, in sentences. */
export async function uploadTemplate(
  context: Context,
  upload: { readonly file: Uint8Array; readonly title: string; readonly stockItemId: string },
): Promise<Result<TemplateRecord, readonly string[]>> {
  if (upload.file.length > MAX_UPLOAD_BYTES) return err(['It is larger than 10 MB.']);
  const fonts = join(context.settings.programFolder, 'resources', 'fonts');
  const seen = await inspectUpload({ fonts }, upload.file);
  if (seen.tag === 'faults') return err(seen.faults);
  if (seen.tag !== 'sound') throw new Error(`An inspection ended as ${seen.tag}`);
  return context.db.write(async (writer) => {
    const paper = await writer.one(
      z.object({ id: z.string() }),
      'SELECT stock_item_id AS id FROM stock_items WHERE stock_item_id = $1',
      [upload.stockItemId],
    );
    if (paper === null) return err([`The paper ${upload.stockItemId} is not known.`]);
    const published = await publishTemplate(context, writer, seen.files, upload);
    if (!published.ok) return err(published.error.map((fault) => fault.message));
    const record = await writer.one(
      TemplateRecord,
      `SELECT ${columns} FROM template_versions t WHERE t.template_version = $1`,
      [published.value],
    );
    if (record === null) throw new Error('A template that was just stored is gone');
    return ok(record);
  });
}

/** Deletes a version that no course and no certificate refers to. */
export async function deleteTemplate(
  context: Context,
  templateVersion: string,
): Promise<Result<null, 'unknown' | 'in_use'>> {
  return context.db.write(async (writer) => {
    const record = await writer.one(
      TemplateRecord,
      `SELECT ${columns} FROM template_versions t WHERE t.template_version = $1 FOR UPDATE`,
      [templateVersion],
    );
    if (record === null) return err('unknown');
    if (record.courses > 0 || record.certificates > 0) return err('in_use');
    await writer.run('DELETE FROM template_versions WHERE template_version = $1', [templateVersion]);
    return ok(null);
  });
}

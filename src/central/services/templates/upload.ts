import { z } from 'zod';
import { TemplateRecord } from '../../../contract/central/templates.ts';
import { err, ok } from '../../../domain/result.ts';
import type { Result } from '../../../domain/result.ts';
import type { Context } from '../../context.ts';
import type { Reader, Writer } from '../../db/database.ts';
import { announce } from '../feed/announce.ts';
import { issuableTemplates } from './issuable.ts';
import { readUpload } from './readUpload.ts';
import { publishTemplate } from './store.ts';

/** A template as somebody hands it in. */
export interface Upload {
  readonly file: Uint8Array;
  readonly title: string;
  readonly stockItemId: string;
  /** Texts that become the template's own, by their placeholders. */
  readonly values?: Readonly<Record<string, string>>;
  /** The version in whose place it comes. */
  readonly replaces?: string | null;
}

/** A version that was published, and how many courses use it in another one's place. */
export interface Published {
  readonly record: TemplateRecord;
  readonly coursesMoved: number;
}

const columns = `t.template_version AS "templateVersion", t.title, t.stock_item_id AS "stockItemId", t.published,
  t.stored_at AS "storedAt", (SELECT count(*) FROM courses c WHERE c.template_version = t.template_version) AS courses,
  (SELECT count(*) FROM certificates x WHERE x.template_version = t.template_version) AS certificates, t.about,
  t.replaced_by AS "replacedBy"`;

/** All template versions, oldest first. */
export function listTemplates(context: Context): Promise<TemplateRecord[]> {
  return context.db.reader.all(
    TemplateRecord,
    `SELECT ${columns} FROM template_versions t WHERE t.published ORDER BY t.stored_at, t.template_version`,
  );
}

/** Takes an upload in: what is not sound is refused with everything that is wrong with it, in sentences. */
export async function uploadTemplate(
  context: Context,
  upload: Upload,
): Promise<Result<Published, readonly string[]>> {
  const read = await readUpload(context, { ...upload, values: upload.values ?? {} });
  if (!read.ok) return read;
  const { files, kind } = read.value;
  return context.db.write(async (writer) => {
    const paper = await writer.one(
      z.object({ id: z.string() }),
      'SELECT stock_item_id AS id FROM stock_items WHERE stock_item_id = $1',
      [upload.stockItemId],
    );
    if (paper === null) return err([`The paper ${upload.stockItemId} is not known.`]);
    const published = await publishTemplate(context, writer, files, { ...upload, kind });
    if (!published.ok) return err(published.error.map((fault) => fault.message));
    const coursesMoved = await replace(writer, upload.replaces ?? null, published.value);
    const record = await recordOf(writer, published.value);
    if (record === null) throw new Error('A template that was just stored is gone');
    return ok({ record, coursesMoved });
  });
}

function recordOf(reader: Reader, templateVersion: string): Promise<TemplateRecord | null> {
  return reader.one(
    TemplateRecord,
    `SELECT ${columns} FROM template_versions t WHERE t.template_version = $1 AND t.published`,
    [templateVersion],
  );
}

/** Courses go over to the new version; the old one goes when nothing refers to it. Gives how many courses went over. */
async function replace(writer: Writer, old: string | null, fresh: string): Promise<number> {
  if (old === null || old === fresh) return 0;
  const moved = await writer.run('UPDATE courses SET template_version = $2 WHERE template_version = $1', [
    old,
    fresh,
  ]);
  await writer.run('UPDATE template_versions SET replaced_by = $2 WHERE template_version = $1', [old, fresh]);
  const record = await lockedRecord(writer, old);
  if (record !== null && record.certificates === 0) await remove(writer, old);
  return moved;
}

async function lockedRecord(writer: Writer, templateVersion: string): Promise<TemplateRecord | null> {
  await writer.all(z.unknown(), 'SELECT 1 FROM template_versions WHERE template_version = $1 FOR UPDATE', [
    templateVersion,
  ]);
  return recordOf(writer, templateVersion);
}

/** Takes a version out of use, and its package out of the database; stations hear that it is not published any more. */
async function remove(writer: Writer, templateVersion: string): Promise<void> {
  await writer.run(
    `UPDATE template_versions SET published = false, package = '' WHERE template_version = $1`,
    [templateVersion],
  );
  await announce(writer, 'template', [templateVersion]);
}

/** Deletes a version that no certificate and no course refers to, not even as the default of one without its own. */
export async function deleteTemplate(
  context: Context,
  templateVersion: string,
): Promise<Result<null, 'unknown' | 'in_use'>> {
  return context.db.write(async (writer) => {
    const record = await lockedRecord(writer, templateVersion);
    if (record === null) return err('unknown');
    const [first] = await issuableTemplates(writer);
    const byDefault = await writer.one(
      z.object({ some: z.boolean() }),
      'SELECT EXISTS (SELECT 1 FROM courses WHERE template_version IS NULL AND certificates_enabled) AS some',
    );
    const isDefault = first?.version === templateVersion && byDefault?.some === true;
    if (record.courses > 0 || record.certificates > 0 || isDefault) return err('in_use');
    await remove(writer, templateVersion);
    return ok(null);
  });
}

import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { zipSync } from 'fflate';
import { z } from 'zod';
import { openTemplatePackage } from '../../../documents/template/templatePackage.ts';
import type { TemplateFault } from '../../../documents/template/templatePackage.ts';
import { err, ok } from '../../../domain/result.ts';
import type { Result } from '../../../domain/result.ts';
import type { Context } from '../../context.ts';
import type { Writer } from '../../db/database.ts';
import { announce } from '../feed/announce.ts';

/** ZIP has no dates before 1980; one date for all, so that the same content is the same file. */
const ZIP_DATE = new Date(1980, 0, 1);

/** Reads all files of a template folder: path with slashes to content. */
export async function readTemplateFolder(folder: string): Promise<Map<string, Uint8Array>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = new Map<string, Uint8Array>();
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    files.set(relative(folder, path).split(sep).join('/'), new Uint8Array(await readFile(path)));
  }
  return files;
}

/**
 * Stores a published template version, once: its name is its content's hash, as everyone computes it who opens the
 * package. Stations get it as one ZIP file.
 *
 * @returns the version.
 */
export async function publishTemplate(
  context: Context,
  writer: Writer,
  files: ReadonlyMap<string, Uint8Array>,
  about: { readonly title: string; readonly stockItemId: string },
): Promise<Result<string, readonly TemplateFault[]>> {
  const opened = openTemplatePackage(files);
  if (!opened.ok) return err(opened.error);
  const ordered = [...files].toSorted(([left], [right]) => (left < right ? -1 : 1));
  const zip = zipSync(Object.fromEntries(ordered), { mtime: ZIP_DATE, level: 6 });
  const fresh = await writer.run(
    `INSERT INTO template_versions (template_version, title, stock_item_id, published, package, stored_at)
     VALUES ($1, $2, $3, true, $4, $5) ON CONFLICT DO NOTHING`,
    [opened.value.id, about.title, about.stockItemId, zip, context.clock.now()],
  );
  if (fresh > 0) await announce(writer, 'template', [opened.value.id]);
  return ok(opened.value.id);
}

/** The package as one file, or null where no published version has that name. */
export async function templatePackage(context: Context, templateVersion: string): Promise<Uint8Array | null> {
  const row = await context.db.reader.one(
    z.object({ package: z.instanceof(Uint8Array) }),
    'SELECT package FROM template_versions WHERE template_version = $1 AND published',
    [templateVersion],
  );
  return row?.package ?? null;
}

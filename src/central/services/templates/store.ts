import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { zipSync } from 'fflate';
import { z } from 'zod';
import type { TemplateAbout } from '../../../contract/central/templates.ts';
import { placeholdersShown } from '../../../documents/html/placeholderNames.ts';
import { SNAPSHOT_KEYS } from '../../../documents/template/fieldValues.ts';
import type { Template } from '../../../documents/template/format.ts';
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
  about: { readonly title: string; readonly stockItemId: string; readonly kind?: 'pdf' | 'html' },
): Promise<Result<string, readonly TemplateFault[]>> {
  const opened = openTemplatePackage(files);
  if (!opened.ok) return err(opened.error);
  const ordered = [...files].toSorted(([left], [right]) => (left < right ? -1 : 1));
  const zip = zipSync(Object.fromEntries(ordered), { mtime: ZIP_DATE, level: 6 });
  const fresh = await writer.run(
    `INSERT INTO template_versions (template_version, title, stock_item_id, published, package, stored_at, about)
     VALUES ($1, $2, $3, true, $4, $5, $6::jsonb)
     ON CONFLICT (template_version) DO UPDATE SET published = true, title = excluded.title,
       stock_item_id = excluded.stock_item_id, package = excluded.package, stored_at = excluded.stored_at,
       about = excluded.about, replaced_by = NULL
     WHERE NOT template_versions.published`,
    [
      opened.value.id,
      about.title,
      about.stockItemId,
      zip,
      context.clock.now(),
      JSON.stringify(aboutOf(opened.value.template, about.kind ?? 'pdf')),
    ],
  );
  if (fresh > 0) await announce(writer, 'template', [opened.value.id]);
  return ok(opened.value.id);
}

/** What the list of templates shows of a package, and what it needs of a course. */
function aboutOf(template: Template, kind: TemplateAbout['kind']): TemplateAbout {
  const own = template.values ?? {};
  const placeholders = [...placeholdersShown(template)];
  const required = placeholdersShown({ fields: template.fields.filter((field) => field.required) });
  return {
    kind,
    widthMm: template.page.widthMm,
    heightMm: template.page.heightMm,
    language: template.language,
    jurisdiction: template.jurisdiction ?? null,
    signatoryName: own['signatoryName'] ?? null,
    signatoryTitle: own['signatoryTitle'] ?? null,
    jurisdictionText: own['jurisdictionText'] ?? null,
    placeholders,
    needs: required.filter((key) => !SNAPSHOT_KEYS.includes(key) && !Object.hasOwn(own, key)),
  };
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

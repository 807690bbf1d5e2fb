import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chromiumLayout } from '../../../documents/html/chromiumLayout.ts';
import { compileHtml } from '../../../documents/html/compileHtml.ts';
import { htmlSourceOf } from '../../../documents/html/htmlUpload.ts';
import { packTemplate } from '../../../documents/template/transfer.ts';
import { err, ok } from '../../../domain/result.ts';
import type { Result } from '../../../domain/result.ts';
import type { Context } from '../../context.ts';
import { inspectUpload } from '../documents/thread.ts';

/** Largest upload. */
export const MAX_UPLOAD_BYTES = 10 * 1024 * 1024;

const NO_BROWSER =
  'It is HTML, which a browser lays out, and this central has none: install Chromium, or name one in CHROMIUM, and start ' +
  'central again. A package with a PDF page needs none.';

/** An upload that was understood: the files of a sound package, and what it was made from. */
export interface ReadTemplate {
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly kind: 'pdf' | 'html';
}

/**
 * Makes an upload a template package, or says in sentences everything that is wrong with it. Whatever the file is, it is
 * looked at in a thread of its own in bounded time and memory, and HTML is laid out by a browser without a network.
 *
 * @param values texts that become the template's own, by their placeholders.
 */
export async function readUpload(
  context: Context,
  upload: {
    readonly file: Uint8Array;
    readonly title: string;
    readonly values: Readonly<Record<string, string>>;
  },
): Promise<Result<ReadTemplate, readonly string[]>> {
  const { file, title, values } = upload;
  if (file.length > MAX_UPLOAD_BYTES) return err(['It is larger than 10 MB.']);
  const fonts = join(context.settings.programFolder, 'resources', 'fonts');
  const seen = await inspectUpload({ fonts }, file, values);
  if (seen.tag === 'faults') return err(seen.faults);
  if (seen.tag === 'sound') return ok({ files: seen.files, kind: 'pdf' });
  if (seen.tag !== 'html') throw new Error(`An inspection ended as ${seen.tag}`);
  if (context.openBrowserPage === undefined) return err([NO_BROWSER]);
  const source = htmlSourceOf(seen.files, await filesOf(fonts), { name: title, values });
  if (!source.ok) return err([source.error]);
  const compiled = await compileHtml(source.value, chromiumLayout(context.openBrowserPage));
  if (!compiled.ok) return err(compiled.error.map(({ message }) => message));
  const checked = await inspectUpload({ fonts }, packTemplate(compiled.value));
  if (checked.tag === 'sound') return ok({ files: checked.files, kind: 'html' });
  return err(checked.tag === 'faults' ? checked.faults : [`Its page could not be made (${checked.tag}).`]);
}

async function filesOf(folder: string): Promise<Uint8Array[]> {
  const names = (await readdir(folder)).filter((name) => /\.(?:ttf|otf)$/u.test(name)).toSorted();
  return Promise.all(names.map(async (name) => new Uint8Array(await readFile(join(folder, name)))));
}

import { compileHtml } from '../../../documents/html/compileHtml.ts';
import { htmlSourceOf } from '../../../documents/html/htmlUpload.ts';
import type { PageLayoutEngine } from '../../../documents/html/pageLayout.ts';
import { readBackground } from '../../../documents/pdf/background.ts';
import type { Template } from '../../../documents/template/format.ts';
import { unpackTemplate } from '../../../documents/template/transfer.ts';
import { err, ok } from '../../../domain/result.ts';
import type { Result } from '../../../domain/result.ts';
import type { DesignFault } from '../designingProtocol.ts';
import { templateOfPage } from './firstFields.ts';
import type { OpenFontLibrary } from './fontLibrary.ts';

/** A template from what someone uploaded; `template.json` is among the files. */
export interface BegunTemplate {
  readonly source: 'pdf' | 'html' | 'package';
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/** Why nothing can be begun from an upload. */
export type NotBegun =
  | { readonly tag: 'not_sound'; readonly faults: readonly DesignFault[] }
  | { readonly tag: 'no_layout_engine' };

/** What a beginning needs beside the file. */
export interface BeginningParts {
  readonly library: OpenFontLibrary;
  /** Fonts that a new template is given. */
  readonly usual: Pick<Template, 'fonts' | 'fallbacks'>;
  /** Null: HTML cannot be laid out here. */
  readonly layoutEngine: PageLayoutEngine | null;
}

function unsound(...faults: readonly DesignFault[]): Result<never, NotBegun> {
  return err({ tag: 'not_sound', faults });
}

/**
 * Begins a template from an upload. What the file holds decides what it is, not its name: a PDF becomes a background with
 * the usual fields on it, HTML is laid out, an exported template is taken as it is.
 */
export async function beginTemplate(
  file: Uint8Array,
  title: string,
  parts: BeginningParts,
): Promise<Result<BegunTemplate, NotBegun>> {
  const head = new TextDecoder('latin1').decode(file.subarray(0, 1024));
  if (head.includes('%PDF-')) return fromPdf(file, title, parts);
  if (head.startsWith('PK')) return fromZip(file, title, parts);
  if (/<(?:!doctype|html|head|body|style|div|p|table|section|main)\b/iu.test(head))
    return fromHtml(new Map([['index.html', file]]), title, parts);
  return unsound({
    kind: 'unreadable',
    at: 'file',
    message: 'It is neither a PDF, nor HTML, nor an exported template.',
  });
}

async function fromPdf(
  file: Uint8Array,
  title: string,
  { usual }: BeginningParts,
): Promise<Result<BegunTemplate, NotBegun>> {
  const background = await readBackground(file);
  if (!background.ok)
    return unsound({ kind: 'badBackground', at: 'background.pdf', message: background.error.message });
  const millimetres = (points: number): number => (points * 25.4) / 72;
  const template = templateOfPage(
    title,
    { widthMm: millimetres(background.value.width), heightMm: millimetres(background.value.height) },
    usual,
  );
  return ok({
    source: 'pdf',
    files: new Map([
      ['template.json', jsonFile(template)],
      ['background.pdf', file],
    ]),
  });
}

function fromZip(
  file: Uint8Array,
  title: string,
  parts: BeginningParts,
): Result<BegunTemplate, NotBegun> | Promise<Result<BegunTemplate, NotBegun>> {
  const unpacked = unpackTemplate(file);
  if (!unpacked.ok) return unsound(...unpacked.error);
  const files = withoutOuterFolder(unpacked.value);
  if (files.has('template.json')) return ok({ source: 'package', files });
  if (files.has('index.html')) return fromHtml(files, title, parts);
  const message = 'It has neither a template.json nor an index.html at its root.';
  return unsound({ kind: 'fileMissing', at: 'file', message });
}

/** Programs that pack a folder put its name before every path. */
function withoutOuterFolder(files: ReadonlyMap<string, Uint8Array>): ReadonlyMap<string, Uint8Array> {
  const [first = ''] = files.keys();
  const folder = first.slice(0, first.indexOf('/') + 1);
  if (folder === '' || ![...files.keys()].every((path) => path.startsWith(folder))) return files;
  return new Map([...files].map(([path, data]) => [path.slice(folder.length), data]));
}

async function fromHtml(
  files: ReadonlyMap<string, Uint8Array>,
  title: string,
  { library, layoutEngine }: BeginningParts,
): Promise<Result<BegunTemplate, NotBegun>> {
  if (layoutEngine === null) return err({ tag: 'no_layout_engine' });
  const source = htmlSourceOf(files, await library.files(), { name: title });
  if (!source.ok) return unsound({ kind: 'unreadable', at: 'index.html', message: source.error });
  const compiled = await compileHtml(source.value, layoutEngine);
  return compiled.ok ? ok({ source: 'html', files: compiled.value }) : unsound(...compiled.error);
}

/** `template.json` as it is written here. */
export function jsonFile(template: object): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(template, null, 2)}\n`);
}

import { err, ok } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import { checkFit } from '../checkFit.ts';
import type { CompiledTemplate } from '../compiledTemplate.ts';
import type { Finding } from '../findings.ts';
import { renderBatch } from '../renderBatch.ts';
import { documentTitle } from '../template/documentTitle.ts';
import type { ListWords } from './listWords.ts';

/** A letter or list as a PDF, or what forbids it: characters that no font has, text that does not fit. */
export type LetterResult = Result<Uint8Array, readonly Finding[]>;

/** Pages with these texts as one PDF; its title is the first page's. Throws `TypeError` when the template is made for something else. */
export async function pagesOf(
  compiled: CompiledTemplate,
  kind: CompiledTemplate['template']['kind'],
  pages: readonly Readonly<Record<string, string>>[],
): Promise<LetterResult> {
  if (compiled.template.kind !== kind) {
    throw new TypeError(
      `${compiled.template.name} is a template for ${compiled.template.kind}, not for ${kind}.`,
    );
  }
  const entries = pages.map((text) => ({ values: { text } }));
  const findings = entries.flatMap(({ values }) => checkFit(compiled, values));
  if (findings.length > 0) return err(findings);
  const title = documentTitle(compiled.template, pages[0] ?? {});
  const chunks: Uint8Array[] = [];
  for await (const chunk of renderBatch(compiled, entries, { title })) chunks.push(chunk);
  const whole = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return ok(whole);
}

/**
 * A list on as many pages as it needs: the values of each page, with `row1Number`, `row2Number` ... for its rows and
 * `pageOf`. Rows that stay free are empty. An empty list is one page without rows.
 */
export function listPages(
  head: Readonly<Record<string, string>>,
  rows: readonly Readonly<Record<string, string>>[],
  rowsPerPage: number,
  columns: readonly string[],
  words: ListWords,
): readonly Readonly<Record<string, string>>[] {
  const count = Math.max(1, Math.ceil(rows.length / rowsPerPage));
  return Array.from({ length: count }, (_, page) => {
    const values: Record<string, string> = { ...head, pageOf: words.pageOf(page + 1, count) };
    for (let row = 1; row <= rowsPerPage; row += 1) {
      const entry = rows[page * rowsPerPage + row - 1];
      for (const column of columns) values[`row${row}${column}`] = entry?.[column] ?? '';
    }
    return values;
  });
}

/** How many rows a list template has on a page. */
export function rowsOf(compiled: CompiledTemplate, column: string): number {
  const pattern = new RegExp(`^row\\d+${column}$`, 'u');
  return compiled.template.fields.filter(({ id }) => pattern.test(id)).length;
}

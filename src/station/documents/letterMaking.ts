/** What the rendering thread does for letters and lists. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CompiledTemplate } from '../../documents/compiledTemplate.ts';
import { renderAddressPages, renderCoverLetter } from '../../documents/letters/coverLetter.ts';
import { renderBatchSheetList, renderPackingSlip } from '../../documents/letters/lists.ts';
import type { LetterResult } from '../../documents/letters/pages.ts';
import type { Letter } from './renderingProtocol.ts';

/** The folder of a letter's template, below `templates`. */
export function letterFolder({ kind, language }: Pick<Letter, 'kind' | 'language'>): string {
  return join('letters', `${FOLDERS[kind]}${language === 'es' ? 'Es' : kind === 'coverLetter' ? 'En' : ''}`);
}

const FOLDERS = {
  coverLetter: 'cover',
  addressPages: 'addressPage',
  packingSlip: 'packingSlip',
  sheetList: 'batchSheet',
} as const satisfies Record<Letter['kind'], string>;

/** The files of a template in a folder, by their paths in it. */
export async function templateFolder(folder: string): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.isFile()) files.set(entry.name, new Uint8Array(await readFile(join(folder, entry.name))));
  }
  return files;
}

/** The letter as a PDF, or what forbids it. */
export function makeLetter(compiled: CompiledTemplate, letter: Letter): Promise<LetterResult> {
  switch (letter.kind) {
    case 'coverLetter':
      return renderCoverLetter(compiled, letter.letter);
    case 'addressPages':
      return renderAddressPages(compiled, letter.recipients);
    case 'packingSlip':
      return renderPackingSlip(compiled, letter.slip);
    case 'sheetList':
      return renderBatchSheetList(compiled, letter.list);
  }
}

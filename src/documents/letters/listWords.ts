import type { CompiledTemplate } from '../compiledTemplate.ts';

/** The words of letters and lists that depend on how many there are of something. */
export interface ListWords {
  readonly certificates: (count: number) => string;
  readonly sheets: (count: number) => string;
  readonly pageOf: (page: number, pages: number) => string;
}

const ENGLISH: ListWords = {
  certificates: (count) => `${count} ${count === 1 ? 'certificate' : 'certificates'}`,
  sheets: (count) => `${count} ${count === 1 ? 'sheet' : 'sheets'}`,
  pageOf: (page, pages) => `Page ${page} of ${pages}`,
};

const SPANISH: ListWords = {
  certificates: (count) => `${count} ${count === 1 ? 'certificado' : 'certificados'}`,
  sheets: (count) => `${count} ${count === 1 ? 'hoja' : 'hojas'}`,
  pageOf: (page, pages) => `Página ${page} de ${pages}`,
};

/** The words in the template's language; English where it is neither English nor Spanish. */
export function listWords(compiled: CompiledTemplate): ListWords {
  return compiled.template.language.startsWith('es') ? SPANISH : ENGLISH;
}

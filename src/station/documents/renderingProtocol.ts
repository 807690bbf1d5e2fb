/** What the station and its rendering thread say to each other. */
import type { Finding } from '../../documents/findings.ts';
import type { FieldValues } from '../../documents/template/fieldValues.ts';

/** One page to be rendered; `key` names it in the answer. */
export interface PageWanted {
  readonly key: string;
  readonly values: FieldValues;
}

/** What preflight found on a page; `hash` is the SHA-256 of the page as a file of its own, null when it has findings. */
export interface CheckedPage {
  readonly key: string;
  readonly hash: string | null;
  readonly findings: readonly Finding[];
}

/** Why a template cannot be used, in words for the person who made it. */
export interface TemplateUnusable {
  readonly tag: 'template_unusable';
  readonly faults: readonly string[];
}

/** A template as it is kept: one zip file. Null: the thread has it already. */
interface ForTemplate {
  readonly templateVersion: string;
  readonly package: Uint8Array | null;
}

export type RenderTask =
  | ({ readonly kind: 'check'; readonly pages: readonly PageWanted[] } & ForTemplate)
  | ({
      readonly kind: 'document';
      readonly title: string;
      readonly pages: readonly PageWanted[];
    } & ForTemplate)
  | ({ readonly kind: 'page'; readonly format: 'pdf' | 'png'; readonly page: PageWanted } & ForTemplate);

export type RenderAnswer =
  | { readonly tag: 'checked'; readonly pages: readonly CheckedPage[] }
  | { readonly tag: 'file'; readonly bytes: Uint8Array }
  /** The page has findings: it cannot be shown as it would print. */
  | { readonly tag: 'page_refused'; readonly findings: readonly Finding[] }
  | TemplateUnusable
  | { readonly tag: 'failed'; readonly message: string; readonly stack: string };

/** Where the rendering thread finds what it needs. */
export interface RenderingFolders {
  readonly fonts: string;
}

/** What the page and the worker that draws it say to each other. */
import type { Finding } from '../../../../documents/findings.ts';
import type { Template } from '../../../../documents/template/format.ts';
import type { TemplateFault } from '../../../../documents/template/templatePackage.ts';

/** A page that is wanted. The same template is the same object. Texts are by the keys of placeholders; dates are ISO. */
export interface PageRequest {
  readonly template: Template;
  readonly texts: Readonly<Record<string, string>>;
  readonly dpi: number;
  readonly back: boolean;
}

export type ToWorker =
  /** The files of the package, once and again when they have changed. */
  | { readonly kind: 'files'; readonly files: ReadonlyMap<string, Uint8Array> }
  /** The template, once and again when it has changed: what is told next is about it. */
  | { readonly kind: 'template'; readonly template: Template }
  | ({ readonly kind: 'show'; readonly number: number } & Omit<PageRequest, 'template'>)
  /** Would the page be right with each of these? */
  | {
      readonly kind: 'survey';
      readonly number: number;
      readonly texts: readonly PageRequest['texts'][];
    }
  /** The answer to `fontWanted`; null: there is none of that hash. */
  | { readonly kind: 'font'; readonly sha256: string; readonly data: Uint8Array | null };

/** The page as pixels with red, green, blue and alpha. */
export interface PagePixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray<ArrayBuffer>;
}

export interface PageShown {
  readonly number: number;
  readonly pixels: PagePixels | null;
  readonly findings: readonly Finding[];
  readonly faults: readonly TemplateFault[];
}

export type FromWorker =
  | ({ readonly kind: 'shown' } & PageShown)
  /** True for each of the texts with which the page is right. */
  | { readonly kind: 'surveyed'; readonly number: number; readonly right: readonly boolean[] }
  | { readonly kind: 'fontWanted'; readonly sha256: string }
  | { readonly kind: 'failed'; readonly number: number; readonly message: string };

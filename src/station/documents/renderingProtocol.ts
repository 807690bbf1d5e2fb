/** What the station and its rendering thread say to each other. */
import type { Calibration } from '../../documents/drawPage.ts';
import type { Finding } from '../../documents/findings.ts';
import type { CoverLetter, PostalAddress } from '../../documents/letters/coverLetter.ts';
import type { BatchSheetList, PackingSlip } from '../../documents/letters/lists.ts';
import type { SheetRecord } from '../../documents/preflight/checkSheet.ts';
import type { PrintMarks } from '../../documents/printing/printMarks.ts';
import type { FieldValues } from '../../documents/template/fieldValues.ts';

/** One page to be rendered; `key` names it in the answer. */
export interface PageWanted {
  readonly key: string;
  readonly values: FieldValues;
  /** What is on record about the certificate; absent: not asked. */
  readonly record?: SheetRecord;
  /** Place in the batch, for the print marks; absent: as they come. */
  readonly position?: number;
  /** Number of the sheet of controlled stock, where it is known beforehand. */
  readonly sheetNumber?: string;
}

/** How pages lie on the sheets of a printer. */
export interface PageLayout {
  /** Dots an inch of the printer. */
  readonly dpi: number;
  readonly order: 'firstOnTop' | 'lastOnTop';
  /** By how the page lies; null where nothing was measured. */
  readonly calibration: { readonly portrait: Calibration | null; readonly landscape: Calibration | null };
  readonly marks: PrintMarks | null;
}

/** What preflight found on a page; `hash` is the SHA-256 of the page as a file of its own, null when it has findings. */
export interface CheckedPage {
  readonly key: string;
  readonly hash: string | null;
  readonly findings: readonly Finding[];
}

/** The sheet that a template is made for, in millimetres. */
export interface SheetForm {
  readonly widthMm: number;
  readonly heightMm: number;
  readonly twoSided: boolean;
}

/** A whole PDF and the sheets it is made for. */
export interface PrintableFile {
  readonly pdf: Uint8Array;
  readonly sheet: SheetForm;
  readonly pages: number;
}

/** A letter or list that goes with certificates. Certificates are never made this way. */
export type Letter = { readonly language: 'en' | 'es' } & (
  | { readonly kind: 'coverLetter'; readonly letter: CoverLetter }
  | { readonly kind: 'addressPages'; readonly recipients: readonly PostalAddress[] }
  | { readonly kind: 'packingSlip'; readonly slip: PackingSlip }
  | { readonly kind: 'sheetList'; readonly list: BatchSheetList }
);

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

export type TemplateTask = ForTemplate &
  (
    | { readonly kind: 'check'; readonly pages: readonly PageWanted[]; readonly layout: PageLayout }
    | {
        readonly kind: 'document';
        readonly title: string;
        readonly pages: readonly PageWanted[];
        readonly layout: PageLayout;
      }
    | { readonly kind: 'page'; readonly format: 'pdf' | 'png'; readonly page: PageWanted }
    | {
        readonly kind: 'findingPicture';
        readonly page: PageWanted;
        readonly layout: PageLayout;
        /** What was found without looking at the page. */
        readonly findings: readonly Finding[];
      }
  );

export type RenderTask =
  | TemplateTask
  | { readonly kind: 'letter'; readonly letter: Letter }
  /** Is the file the package of this version? */
  | { readonly kind: 'package'; readonly file: Uint8Array; readonly version: string }
  /** Any PDF's first page as a picture. */
  | { readonly kind: 'picture'; readonly pdf: Uint8Array };

export type RenderAnswer =
  | { readonly tag: 'checked'; readonly pages: readonly CheckedPage[]; readonly sheet: SheetForm }
  | { readonly tag: 'file'; readonly bytes: Uint8Array }
  | { readonly tag: 'printable'; readonly file: PrintableFile }
  /** Null: it is. */
  | { readonly tag: 'package'; readonly problem: string | null }
  /** The page has findings: it cannot be shown as it would print. */
  | { readonly tag: 'page_refused'; readonly findings: readonly Finding[] }
  | TemplateUnusable
  | { readonly tag: 'failed'; readonly message: string; readonly stack: string };

/** To the thread: a task, or that one is not wanted any more, which is obeyed at the next page. */
export type ToThread =
  | { readonly id: number; readonly task: RenderTask }
  | { readonly id: number; readonly task: null };

/** From the thread: the answer, or before it a page of a check that is done. */
export type FromThread =
  | { readonly id: number; readonly answer: RenderAnswer }
  | { readonly id: number; readonly page: CheckedPage };

/** Where the rendering thread finds what it needs. */
export interface RenderingFolders {
  readonly fonts: string;
  /** Bundled templates; holds `letters/`. */
  readonly templates: string;
}

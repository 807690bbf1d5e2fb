import type { Result } from '../../domain/result.ts';

/** What a browser lays out: a page of HTML and the files that it may use, and nothing else in the world. */
export interface PageToLayOut {
  /** UTF-8. */
  readonly html: string;
  /** Paths as the HTML names them (`rosette.svg`), and their bytes: pictures, style sheets, fonts. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly widthMm: number;
  readonly heightMm: number;
}

/** An element as it was laid out for print. Lengths are CSS pixels (1/96 inch) from the page's upper left corner. */
export interface LaidOutElement {
  /** In document order; the root is 0. */
  readonly index: number;
  readonly parent: number | undefined;
  /** Upper case, as in `DIV`. */
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** The border box; undefined for what is not shown. */
  readonly bounds: Bounds | undefined;
  /** Computed values of `COMPUTED_STYLES`. */
  readonly style: Readonly<Record<string, string>>;
  /** Text directly within, as written; a `BR` is a line feed. */
  readonly text: string;
  /** Boxes of the lines of that text. */
  readonly lines: readonly Bounds[];
  /** Families of fonts of the machine itself that its text was set in: none of these has a file here. */
  readonly machineFonts: readonly string[];
}

/** A rectangle in CSS pixels. */
export interface Bounds {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A page that is laid out and open. */
export interface LaidOutPage {
  readonly elements: readonly LaidOutElement[];
  /** Addresses that the page asked for and was not given. */
  readonly refusedRequests: readonly string[];
  /** The page as a PDF without the elements named by their index. */
  print(hidden: readonly number[]): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** What lays a page out: a browser. It fails when there is none or when it ends. */
export interface PageLayoutEngine {
  open(page: PageToLayOut): Promise<Result<LaidOutPage, string>>;
}

/** The computed styles that an engine reads. */
export const COMPUTED_STYLES = [
  'align-items',
  'color',
  'column-count',
  'direction',
  'display',
  'filter',
  'float',
  'font-family',
  'font-size',
  'font-style',
  'font-weight',
  'letter-spacing',
  'line-height',
  'mix-blend-mode',
  'opacity',
  'padding-bottom',
  'padding-left',
  'padding-right',
  'padding-top',
  'border-bottom-width',
  'border-left-width',
  'border-right-width',
  'border-top-width',
  'position',
  'rotate',
  'scale',
  'text-align',
  'text-decoration-line',
  'text-indent',
  'text-shadow',
  'text-transform',
  'transform',
  'translate',
  'visibility',
  'word-spacing',
  'writing-mode',
] as const;

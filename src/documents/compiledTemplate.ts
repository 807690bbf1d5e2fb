import type { Finding } from './findings.ts';
import type { LeastRecentlyUsed } from './leastRecentlyUsed.ts';
import type { EmbeddableFont } from './pdf/fontObjects.ts';
import type { PdfImage } from './pdf/imageObjects.ts';
import type { FixedPart } from './pdf/pdfFile.ts';
import type { GlyphUse } from './pdf/textDrawing.ts';
import type { Rectangle } from './rectangle.ts';
import type { Template, TemplateField } from './template/format.ts';
import type { TextPart } from './template/placeholders.ts';
import type { TextEngine } from './text/engine.ts';

/** One field on a page: its operators and glyphs, or what forbids it. */
export interface DrawnField {
  readonly content: string;
  readonly uses: readonly GlyphUse[];
  /** The picture that the operators name, if any. */
  readonly image?: PdfImage;
  /** What it covers, in points from the lower left corner of the page; undefined when it covers nothing. */
  readonly ink: Rectangle | undefined;
  readonly findings: readonly Finding[];
}

/** Fonts by the SHA-256 of their file, in hexadecimal. The host says where they lie. */
export interface FontLibrary {
  read(sha256: string): Promise<Uint8Array | undefined>;
}

/** A field with everything worked out that does not depend on values. */
export interface CompiledField {
  readonly field: TemplateField;
  readonly parts: readonly TextPart[];
  /** Numbers of the fonts to ask, the field's own first. */
  readonly chain: readonly number[];
  /** The package's own picture, for a field that shows one. */
  readonly image?: PdfImage;
}

/**
 * A template made ready: fonts open, background taken apart, everything that all its pages share already written.
 * Made once for each template version and thread; pages then cost only what is new on them.
 */
export interface CompiledTemplate {
  readonly id: string;
  readonly template: Template;
  readonly engine: TextEngine;
  /** Points. */
  readonly pageWidth: number;
  readonly pageHeight: number;
  readonly fields: readonly CompiledField[];
  readonly fonts: readonly EmbeddableFont[];
  /** Object numbers of the backgrounds, in every file. */
  readonly frontObject: number;
  readonly backObject: number | undefined;
  /** True when nothing in the backgrounds keeps a file from being PDF/A. */
  readonly archival: boolean;
  /** Beginning of every file, and the first object number after it. */
  readonly start: { readonly part: FixedPart; readonly next: number };
  readonly drawn: LeastRecentlyUsed<DrawnField>;
}

/** Object numbers that every file keeps free for what is written last. */
export const CATALOG_OBJECT = 1;
export const PAGES_OBJECT = 2;
export const INFO_OBJECT = 3;
export const METADATA_OBJECT = 4;
/** Written with the beginning of every file. */
export const COLOUR_PROFILE_OBJECT = 5;

/** What the station and the thread in which templates are made say to each other. */
import type { LaidOutElement, PageToLayOut } from '../../documents/html/pageLayout.ts';

/** A template as it is kept: its files as one ZIP, and `template.json` beside it where it is a draft. */
export interface KeptTemplate {
  /** The same name is always the same content: what was opened for it may be used again. */
  readonly name: string;
  /** Null: it is in the ZIP. */
  readonly templateJson: string | null;
  readonly package: Uint8Array;
}

/** Something wrong with a template, in words for the person who makes it. */
export interface DesignFault {
  readonly kind: string;
  readonly at: string;
  readonly message: string;
}

/** Files of a draft beside `template.json`. */
export interface DraftFiles {
  readonly files: readonly { readonly path: string; readonly bytes: number }[];
  readonly package: Uint8Array;
}

/** A font that templates may name without carrying it; `file` is where it lies. */
export interface LibraryFont {
  readonly name: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly file: string;
}

export type Side = 'front' | 'back';

export type DesignTask =
  | { readonly kind: 'fonts' }
  /** A draft from what someone uploaded. `canLayOut`: whether a browser can be asked. */
  | {
      readonly kind: 'begin';
      readonly file: Uint8Array;
      readonly title: string;
      readonly canLayOut: boolean;
    }
  /** A draft from a published package. */
  | { readonly kind: 'open'; readonly package: Uint8Array }
  | { readonly kind: 'faults'; readonly of: KeptTemplate }
  | {
      readonly kind: 'putFile';
      readonly of: KeptTemplate;
      readonly path: string;
      /** Null: taken out. */
      readonly data: Uint8Array | null;
    }
  | { readonly kind: 'file'; readonly of: KeptTemplate; readonly path: string }
  /** The package as it is published. `base`: the version it was begun from; when nothing is new, that one comes out. */
  | { readonly kind: 'pack'; readonly of: KeptTemplate; readonly base: KeptTemplate | null }
  | {
      readonly kind: 'testPage';
      readonly of: KeptTemplate;
      readonly texts: Readonly<Record<string, string>>;
      readonly marks: boolean;
    }
  | { readonly kind: 'picture'; readonly of: KeptTemplate; readonly side: Side; readonly dpi: number }
  | { readonly kind: 'compare'; readonly before: KeptTemplate; readonly after: KeptTemplate }
  | {
      readonly kind: 'difference';
      readonly before: KeptTemplate;
      readonly after: KeptTemplate;
      readonly side: Side;
      readonly dpi: number;
    };

export type DesignAnswer =
  | { readonly tag: 'fonts'; readonly fonts: readonly LibraryFont[] }
  | {
      readonly tag: 'draft';
      readonly source: 'pdf' | 'html' | 'package';
      readonly templateJson: string;
      readonly files: DraftFiles;
    }
  | { readonly tag: 'faults'; readonly faults: readonly DesignFault[] }
  | { readonly tag: 'files'; readonly files: DraftFiles }
  | { readonly tag: 'packed'; readonly templateVersion: string; readonly package: Uint8Array }
  | { readonly tag: 'page'; readonly page: MadePage }
  | { readonly tag: 'bytes'; readonly bytes: Uint8Array }
  | ({ readonly tag: 'changes' } & TemplateChanges)
  /** What was asked for is not sound. */
  | { readonly tag: 'not_sound'; readonly faults: readonly DesignFault[] }
  /** It is HTML, and no browser can be asked. */
  | { readonly tag: 'no_layout_engine' }
  | { readonly tag: 'no_file' }
  | { readonly tag: 'failed'; readonly message: string; readonly stack: string };

/** A whole PDF of one sheet. */
export interface MadePage {
  readonly pdf: Uint8Array;
  readonly pages: number;
  readonly widthMm: number;
  readonly heightMm: number;
}

/** What changed from one template to another. */
export interface TemplateChanges {
  readonly changes: readonly TemplateChanged[];
  /** What the fields among them are called, where their maker named them. */
  readonly fields: readonly { readonly id: string; readonly label: string }[];
}

/** One difference; values are JSON text, null where there is none. */
interface TemplateChanged {
  readonly at: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** What the thread asks of the browser that its host has; `page` numbers what `open` opened. */
export type LayoutRequest =
  | { readonly kind: 'open'; readonly page: PageToLayOut }
  | { readonly kind: 'print'; readonly opened: number; readonly hidden: readonly number[] }
  | { readonly kind: 'close'; readonly opened: number };

export type LayoutAnswer =
  | {
      readonly tag: 'opened';
      readonly opened: number;
      readonly elements: readonly LaidOutElement[];
      readonly refusedRequests: readonly string[];
    }
  | { readonly tag: 'printed'; readonly pdf: Uint8Array }
  | { readonly tag: 'closed' }
  | { readonly tag: 'layout_failed'; readonly message: string };

export type ToDesignThread =
  | { readonly id: number; readonly task: DesignTask }
  | { readonly layoutId: number; readonly answer: LayoutAnswer };

export type FromDesignThread =
  /** Everything is loaded: from now on a task takes the time it takes. */
  | { readonly ready: true }
  | { readonly id: number; readonly answer: DesignAnswer }
  | { readonly layoutId: number; readonly request: LayoutRequest };

/** Where the thread finds what it needs. */
export interface DesignFolders {
  readonly fonts: string;
  /** Bundled templates: a new one takes its fonts from `completion`. */
  readonly templates: string;
}

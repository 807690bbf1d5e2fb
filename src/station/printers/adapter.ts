/** What a printer is to the station, whatever stands behind it. */

/** A document for the printer. Its name is unique for ever, so that the printer can be asked about it after a crash. */
export interface PrintDocument {
  readonly name: string;
  /** A whole PDF; sheets come out in the order of its pages. */
  readonly pdf: Uint8Array;
  /** Pages of the PDF: two for each sheet that is printed on both sides. */
  readonly pages: number;
  readonly copies: number;
  readonly sides: Sides;
  /** Size of each page as it lies: wider than high where it lies across. The printer scales nothing. */
  readonly media: { readonly widthMm: number; readonly heightMm: number };
  /** One of the printer's trays; null: its own choice, for plain paper. */
  readonly tray: string | null;
}

/** IPP `sides` (RFC 8011, 5.2.8) in our words: about which edge the sheet is turned for its back. */
export type Sides = 'one' | 'two_long_edge' | 'two_short_edge';

/** What a printer can do, as far as it tells. */
export interface PrinterAbilities {
  /** Dots an inch that it prints with; null when it does not tell. */
  readonly dpi: number | null;
  readonly twoSided: boolean;
  /** At least one; the first is the one it takes by itself. */
  readonly trays: readonly { readonly id: string; readonly name: string }[];
}

/** The printer's own state. `reasons` are IPP `printer-state-reasons` words (RFC 8011, 5.4.12): `media-empty`. */
export interface PrinterCondition {
  readonly state: 'ready' | 'printing' | 'stopped' | 'unreachable';
  readonly reasons: readonly string[];
}

/**
 * What became of handing a document over. `accepted`: the printer has it whole. `refused`: it has nothing of it and will
 * print nothing of it. `in_doubt`: it may have it, or a part of it.
 */
export type SendAnswer =
  | { readonly tag: 'accepted'; readonly printerJob: string | null }
  | { readonly tag: 'refused'; readonly reasons: readonly string[] }
  | { readonly tag: 'in_doubt'; readonly detail: string };

/**
 * What the printer says about a document. `absent` is a proof that nothing of it was printed or will be; a printer whose
 * memory of old jobs can be gone says `cannot_tell` instead.
 */
export type DocumentFate = 'absent' | 'queued' | 'printing' | 'done' | 'failed' | 'cannot_tell';

/** One printer. No method throws for what a printer can do wrong. */
export interface PrinterAdapter {
  readonly id: string;
  readonly name: string;
  readonly kind: 'folder' | 'cups' | 'windows' | 'ipp' | 'raw9100';
  /** Nothing comes out on paper. */
  readonly demo: boolean;
  state(): Promise<PrinterCondition>;
  /** Answers from memory where the printer cannot be asked. */
  abilities(): Promise<PrinterAbilities>;
  /** Hands a document over, at most once a call and never again by itself. */
  send(document: PrintDocument): Promise<SendAnswer>;
  /** What became of a document, by its name. */
  lookUp(documentName: string): Promise<DocumentFate>;
}

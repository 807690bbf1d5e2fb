/** What a printer is to the station, whatever stands behind it. */

/** A document for the printer. Its name is unique for ever, so that the printer can be asked about it after a crash. */
export interface PrintDocument {
  readonly name: string;
  /** A whole PDF; sheets come out in the order of its pages. */
  readonly pdf: Uint8Array;
  readonly pages: number;
  readonly copies: number;
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
  /** Hands a document over, at most once a call and never again by itself. */
  send(document: PrintDocument): Promise<SendAnswer>;
  /** What became of a document, by its name. */
  lookUp(documentName: string): Promise<DocumentFate>;
}

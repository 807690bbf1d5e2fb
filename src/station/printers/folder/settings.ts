/** Where the folder printer is, and what it is called on screens. */
export interface FolderPrinterSettings {
  readonly id: string;
  readonly name: string;
  /** Absolute; made when it is missing. */
  readonly folder: string;
}

/**
 * Something that a real printer does, for trying out how the station bears it. `late`: the document waits in the queue
 * until {@link FolderPrinterFaults.released}; `stopped`: refuses everything; `media_empty`: takes the document and stops
 * before it; `dies_in_the_middle`: is gone while the document is on its way; `forgets`: prints, and cannot tell later.
 */
export type FolderPrinterFault = 'late' | 'stopped' | 'media_empty' | 'dies_in_the_middle' | 'forgets';

/** Decides which fault a document meets. */
export interface FolderPrinterFaults {
  /** The fault that this document meets, or null for none. Asked once a call of `send`. */
  readonly next: (documentName: string) => FolderPrinterFault | null;
  /** Is the cause of waiting gone (paper refilled, queue going again)? */
  readonly released: () => boolean;
}

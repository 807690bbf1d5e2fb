import type { CompiledTemplate } from '../compiledTemplate.ts';
import type { PostalAddress } from './coverLetter.ts';
import { listWords } from './listWords.ts';
import { listPages, pagesOf, rowsOf } from './pages.ts';
import type { LetterResult } from './pages.ts';

/** What a packing slip says about one parcel. */
export interface PackingSlip {
  /** The parcel's number, as people at the bench call it. */
  readonly parcel: string;
  readonly sender: PostalAddress;
  readonly recipient: PostalAddress;
  /** ISO date. */
  readonly shippedDate: string;
  /** Carrier and service, empty while no label is bought. */
  readonly service: string;
  readonly trackingNumber: string;
  readonly pieces: readonly {
    readonly certificateNumber: string;
    readonly issuedName: string;
    readonly courseTitle: string;
    /** Empty where the stock carries no number. */
    readonly sheetSerial: string;
  }[];
}

/**
 * The packing slip of a parcel, on as many pages as its pieces need. The language is the template's: `letters/packingSlip` or
 * `letters/packingSlipEs`.
 */
export function renderPackingSlip(compiled: CompiledTemplate, slip: PackingSlip): Promise<LetterResult> {
  const words = listWords(compiled);
  const head = {
    parcel: slip.parcel,
    sender: [slip.sender.name, ...slip.sender.lines].join('\n'),
    address: [slip.recipient.name, ...slip.recipient.lines].join('\n'),
    shippedDate: slip.shippedDate,
    service: slip.service,
    tracking: slip.trackingNumber,
    total: words.certificates(slip.pieces.length),
  };
  const rows = slip.pieces.map((piece, index) => ({
    Position: String(index + 1),
    Number: piece.certificateNumber,
    Name: piece.issuedName,
    Course: piece.courseTitle,
    Serial: piece.sheetSerial,
  }));
  const columns = ['Position', 'Number', 'Name', 'Course', 'Serial'];
  const pages = listPages(head, rows, rowsOf(compiled, 'Position'), columns, words);
  return pagesOf(compiled, 'packingSlip', pages);
}

/** What the list of a batch says: which sheet carries which certificate, and how it was judged. */
export interface BatchSheetList {
  readonly batch: string;
  /** ISO date. */
  readonly printedDate: string;
  /** Lines under the heading: station, printer, stock, template. At most three. */
  readonly facts: readonly string[];
  readonly sheets: readonly {
    readonly position: number;
    readonly certificateNumber: string;
    readonly issuedName: string;
    /** Empty while the sheet is not bound. */
    readonly sheetSerial: string;
    /** In words; empty to be written by hand. */
    readonly verdict: string;
  }[];
}

/** The list of a batch, on as many pages as its sheets need: `letters/batchSheet` or `letters/batchSheetEs`. */
export function renderBatchSheetList(
  compiled: CompiledTemplate,
  list: BatchSheetList,
): Promise<LetterResult> {
  const words = listWords(compiled);
  const head = {
    batch: list.batch,
    printedDate: list.printedDate,
    facts: list.facts.join('\n'),
    total: words.sheets(list.sheets.length),
  };
  const rows = list.sheets.map((sheet) => ({
    Position: String(sheet.position),
    Number: sheet.certificateNumber,
    Name: sheet.issuedName,
    Serial: sheet.sheetSerial,
    Verdict: sheet.verdict,
  }));
  const columns = ['Position', 'Number', 'Name', 'Serial', 'Verdict'];
  const pages = listPages(head, rows, rowsOf(compiled, 'Position'), columns, words);
  return pagesOf(compiled, 'batchSheet', pages);
}

/** A piece as people see it at a bench: what is on record, to compare with the sheet in hand. */
import { z } from 'zod';
import { ScannedPiece } from '../../contract/station/qc.ts';
import { Validity } from '../../domain/certificates/validity.ts';
import { sqlRead } from '../db/statements.ts';

const COLUMNS = `
  p.piece_id AS pieceId, p.certificate_id AS certificateId, c.certificate_number AS certificateNumber,
  c.issued_name AS issuedName, c.course_title AS courseTitle, c.completion_date AS completionDate, c.jurisdiction,
  p.stage, p.batch_id AS batchId, b.batch_number AS batchNumber, p.position, p.sheet_serial AS sheetSerial,
  c.validity, c.validity_reason AS validityReason, d.hold_reason AS holdReason, p.deliverable_id AS deliverableId,
  p.stock_item_id AS stockItemId, p.parcel_id AS parcelId, d.address, d.address_key AS addressKey, d.due_at AS dueAt,
  p.replaced_at AS replacedAt, p.epoch`;

const FROM = `
  FROM pieces p
  JOIN certificates c ON c.certificate_id = p.certificate_id
  JOIN deliverables d ON d.deliverable_id = p.deliverable_id
  LEFT JOIN batches b ON b.batch_id = p.batch_id`;

/** A piece with what the gates ask of it, and where it is to go. `address` is JSON text. */
const PieceAtBench = ScannedPiece.extend({
  validity: Validity,
  validityReason: z.string().nullable(),
  holdReason: z.string().nullable(),
  deliverableId: z.string(),
  stockItemId: z.string().nullable(),
  parcelId: z.string().nullable(),
  address: z.string(),
  addressKey: z.string(),
  dueAt: z.int().nullable(),
  /** Since when another piece is to be made in place of this one; null: it counts. */
  replacedAt: z.int().nullable(),
  /** The lease's epoch under which it was begun. */
  epoch: z.int(),
});
export type PieceAtBench = z.infer<typeof PieceAtBench>;

/** One piece. */
export const pieceAtBench = sqlRead<{ pieceId: string }, PieceAtBench>(
  `SELECT ${COLUMNS} ${FROM} WHERE p.piece_id = @pieceId`,
  PieceAtBench,
);

/** All pieces of a certificate, the newest attempt first. */
export const piecesOfCertificate = sqlRead<{ certificateId: string }, PieceAtBench>(
  `SELECT ${COLUMNS} ${FROM} WHERE p.certificate_id = @certificateId ORDER BY p.attempt DESC`,
  PieceAtBench,
);

/** The pieces that are in an envelope now, in the order in which they were put in. */
export const piecesInParcel = sqlRead<{ parcelId: string }, PieceAtBench>(
  `SELECT ${COLUMNS} ${FROM}
   JOIN parcel_pieces pp ON pp.piece_id = p.piece_id AND pp.parcel_id = @parcelId AND pp.taken_out_at IS NULL
   WHERE p.parcel_id = @parcelId ORDER BY pp.packed_at, p.piece_id`,
  PieceAtBench,
);

/** Passed sheets that are in no envelope yet, the most urgent first. */
export const piecesToPack = sqlRead<{ limit: number }, PieceAtBench>(
  `SELECT ${COLUMNS} ${FROM} WHERE p.stage = 'qc_passed' ORDER BY d.slack_at, p.piece_id LIMIT @limit`,
  PieceAtBench,
);

/** What the contract shows of a piece. */
export function scannedPiece(piece: PieceAtBench): ScannedPiece {
  const { pieceId, certificateId, certificateNumber, issuedName, courseTitle, completionDate, jurisdiction } =
    piece;
  const { stage, batchId, batchNumber, position, sheetSerial } = piece;
  return {
    pieceId,
    certificateId,
    certificateNumber,
    issuedName,
    courseTitle,
    completionDate,
    jurisdiction,
    stage,
    batchId,
    batchNumber,
    position,
    sheetSerial,
  };
}

/** Why a piece may not go on, in the words of its gate, or null: its certificate is not active, or it is on hold. */
export function stoppedBecause(
  piece: Pick<PieceAtBench, 'validity' | 'validityReason' | 'holdReason'>,
): string | null {
  if (piece.validity !== 'active')
    return [piece.validity, piece.validityReason].filter((word) => word !== null).join(': ');
  return piece.holdReason === null ? null : `on_hold: ${piece.holdReason}`;
}

/** What a fact for central says of the pieces in an envelope: those that count, and the epochs under which they were begun. */
export function certificatesIn(pieces: readonly PieceAtBench[]): {
  certificateIds: string[];
  epochs: Record<string, number>;
} {
  const counting = pieces.filter(({ replacedAt }) => replacedAt === null);
  return {
    certificateIds: counting.map(({ certificateId }) => certificateId),
    epochs: Object.fromEntries(counting.map(({ certificateId, epoch }) => [certificateId, epoch])),
  };
}

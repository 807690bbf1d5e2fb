/** One certificate's whole story, and the audit log. */
import { z } from 'zod';
import { Validity } from '../../domain/certificates/validity.ts';
import { Lifecycle } from '../../domain/work/lifecycle.ts';
import { PieceStage } from '../../domain/work/stages.ts';
import { Instant, PageCursor, procedure } from './base.ts';
import { ScannedPiece, SpoiledSerial, spoiledSerialErrors } from './qc.ts';

export const HistoryEvent = z.object({
  at: Instant,
  /** Dotted word: `piece.qc_passed`, `certificate.revoked`, `label.bought`. Screens translate it. */
  event: z.string(),
  who: z.string().nullable(),
  station: z.string().nullable(),
  detail: z.record(z.string(), z.string()),
});
export type HistoryEvent = z.infer<typeof HistoryEvent>;

export const CertificateCard = z.object({
  certificateId: z.string(),
  certificateNumber: z.string(),
  verificationCode: z.string(),
  controlNumber: z.string().nullable(),
  issuedName: z.string(),
  courseTitle: z.string(),
  jurisdiction: z.string(),
  completionDate: z.string(),
  issueDate: z.string(),
  validity: Validity,
  validityReason: z.string().nullable(),
  lifecycle: Lifecycle,
  dueAt: Instant.nullable(),
  /** `replaced`: another piece was asked for in place of this one. */
  pieces: z.array(ScannedPiece.extend({ replaced: z.boolean().default(false) })),
  tracking: z.array(z.object({ parcelNumber: z.string(), tracking: z.string().nullable() })),
});
export type CertificateCard = z.infer<typeof CertificateCard>;

export const AuditEntry = z.object({
  sequence: z.int(),
  at: Instant,
  action: z.string(),
  who: z.string().nullable(),
  subject: z.string(),
  detail: z.string(),
  hash: z.string(),
});
export type AuditEntry = z.infer<typeof AuditEntry>;

export const historyContract = {
  /** By name, number, code, tracking number or sheet serial. */
  find: procedure('history.read')
    .input(z.object({ text: z.string().trim().min(1).max(2000), limit: z.int().min(1).max(50).default(20) }))
    .output(z.array(CertificateCard)),
  certificate: procedure('history.read')
    .input(z.object({ certificateId: z.string().max(100) }))
    .output(z.object({ card: CertificateCard, events: z.array(HistoryEvent) })),
  /** Paper of certificates that may not go out any more, and where it is now. */
  pullList: procedure('queue.read').output(
    z.array(
      z.object({
        piece: ScannedPiece,
        reason: z.string(),
        place: z.enum(['batch', 'printer', 'qc', 'packing', 'parcel', 'handed_over', 'returned']),
        since: Instant,
      }),
    ),
  ),
  /** The paper of a pull-list entry was taken out and destroyed. */
  pulled: procedure('piece.spoil')
    .input(
      z.object({
        pieceId: z.string().max(100),
        note: z.string().trim().max(300).optional(),
        approvalId: z.string().max(100).optional(),
        ...SpoiledSerial,
      }),
    )
    .output(z.object({ pulled: z.literal(true) }))
    .errors({
      ...spoiledSerialErrors,
      /** The rules want a second person for this sheet. */
      APPROVAL_NEEDED: { status: 409, data: z.object({ action: z.literal('spoil_numbered_sheet') }) },
    }),
  /**
   * A new piece of the same certificate is made although the old one left the house: handed over, delivered or lost. The old
   * piece stays on record as what it is. Always two people.
   */
  reprint: procedure('piece.reprint')
    .input(
      z.object({
        pieceId: z.string().max(100),
        reason: z.string().trim().min(3).max(300),
        approvalId: z.string().max(100).optional(),
      }),
    )
    .output(z.object({ requeued: z.literal(true) }))
    .errors({
      WRONG_STAGE: { status: 409, data: z.object({ stage: PieceStage }) },
      NOT_ACTIVE: { status: 409, data: z.object({ validity: Validity }) },
      APPROVAL_NEEDED: { status: 409, data: z.object({ action: z.literal('reprint_after_hand_over') }) },
    }),
  audit: procedure('audit.read')
    .input(z.object({ cursor: PageCursor.optional(), limit: z.int().min(1).max(500).default(100) }))
    .output(z.object({ rows: z.array(AuditEntry), next: PageCursor.nullable() })),
  /** Recomputes the whole hash chain. */
  auditCheck: procedure('audit.read').output(
    z.object({ entries: z.int(), intact: z.boolean(), firstBroken: z.int().nullable() }),
  ),
};

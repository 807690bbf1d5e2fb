import { z } from 'zod';
import { Validity } from '../../../domain/certificates/validity.ts';
import { PieceEvent, PieceStage } from '../../../domain/work/stages.ts';
import { sqlRead, sqlWrite } from '../../db/statements.ts';

const Card = z.object({
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
  validityAt: z.int().nullable(),
  issuedAt: z.int(),
  deliverableId: z.string().nullable(),
  stage: PieceStage.nullable(),
  dueAt: z.int().nullable(),
});

export const cardById = sqlRead<{ certificateId: string }, z.infer<typeof Card>>(
  `SELECT c.certificate_id AS certificateId, c.certificate_number AS certificateNumber, c.verification_code AS verificationCode,
     c.control_number AS controlNumber, c.issued_name AS issuedName, c.course_title AS courseTitle, c.jurisdiction,
     c.completion_date AS completionDate, c.issue_date AS issueDate, c.validity, c.validity_reason AS validityReason,
     c.validity_at AS validityAt, c.issued_at AS issuedAt, d.deliverable_id AS deliverableId, d.stage, d.due_at AS dueAt
   FROM certificates c LEFT JOIN deliverables d ON d.certificate_id = c.certificate_id
   WHERE c.certificate_id = @certificateId`,
  Card,
);

const Found = z.object({ certificateId: z.string() });

export const byCode = sqlRead<{ code: string }, { certificateId: string }>(
  'SELECT certificate_id AS certificateId FROM certificates WHERE verification_code = @code',
  Found,
);
export const byNumber = sqlRead<{ number: string }, { certificateId: string }>(
  'SELECT certificate_id AS certificateId FROM certificates WHERE certificate_number = @number',
  Found,
);
export const bySerial = sqlRead<{ serial: string }, { certificateId: string }>(
  `SELECT DISTINCT certificate_id AS certificateId FROM pieces WHERE sheet_serial = @serial
   UNION SELECT p.certificate_id FROM sheets s JOIN pieces p ON p.piece_id = s.piece_id WHERE s.serial = @serial LIMIT 50`,
  Found,
);
export const byTracking = sqlRead<{ tracking: string }, { certificateId: string }>(
  `SELECT DISTINCT p.certificate_id AS certificateId FROM labels l JOIN parcel_pieces pp ON pp.parcel_id = l.parcel_id
   JOIN pieces p ON p.piece_id = pp.piece_id WHERE l.tracking = @tracking LIMIT 50`,
  Found,
);
export const byParcel = sqlRead<{ parcelId: string }, { certificateId: string }>(
  `SELECT DISTINCT p.certificate_id AS certificateId FROM parcel_pieces pp JOIN pieces p ON p.piece_id = pp.piece_id
   WHERE pp.parcel_id = @parcelId LIMIT 50`,
  Found,
);

const Envelope = z.object({
  parcelId: z.string(),
  parcelNumber: z.string(),
  tracking: z.string().nullable(),
});
/** The envelopes that a certificate's pieces were in, with the label that counts. */
export const parcelsOf = sqlRead<{ certificateId: string }, z.infer<typeof Envelope>>(
  `SELECT DISTINCT pp.parcel_id AS parcelId, pa.parcel_number AS parcelNumber,
     (SELECT l.tracking FROM labels l WHERE l.parcel_id = pp.parcel_id AND l.voided_at IS NULL ORDER BY l.bought_at DESC LIMIT 1) AS tracking
   FROM pieces p JOIN parcel_pieces pp ON pp.piece_id = p.piece_id JOIN parcels pa ON pa.parcel_id = pp.parcel_id
   WHERE p.certificate_id = @certificateId`,
  Envelope,
);

const Detail = z.record(z.string(), z.string());
const detail = z.string().transform((text) => Detail.parse(JSON.parse(text)));

export const pieceStory = sqlRead(
  `SELECT e.at, e.event, e.user_id AS userId, e.reason, e.detail, p.attempt, p.sheet_serial AS sheetSerial, e.to_stage AS stage
   FROM pieces p JOIN piece_events e ON e.piece_id = p.piece_id WHERE p.certificate_id = @certificateId ORDER BY e.event_row`,
  z.object({
    at: z.int(),
    event: PieceEvent,
    userId: z.string().nullable(),
    reason: z.string().nullable(),
    detail,
    attempt: z.int(),
    sheetSerial: z.string().nullable(),
    stage: PieceStage,
  }),
);

/** What the audit log says of a certificate, its deliverable, its envelopes and their labels, beside the moves of its pieces. */
export const auditStory = sqlRead(
  `WITH envelopes AS (
     SELECT DISTINCT pp.parcel_id FROM pieces p JOIN parcel_pieces pp ON pp.piece_id = p.piece_id WHERE p.certificate_id = @certificateId)
   SELECT a.at, a.action, a.user_id AS userId, a.detail FROM audit_log a
   WHERE a.subject IN (
     SELECT @certificateId UNION SELECT deliverable_id FROM deliverables WHERE certificate_id = @certificateId
     UNION SELECT piece_id FROM pieces WHERE certificate_id = @certificateId
     UNION SELECT parcel_id FROM envelopes
     UNION SELECT i.intent_id FROM label_intents i JOIN envelopes e ON e.parcel_id = i.parcel_id)
     AND (a.action NOT LIKE 'piece.%' OR a.action = 'piece.pulled')
   ORDER BY a.sequence`,
  z.object({ at: z.int(), action: z.string(), userId: z.string().nullable(), detail }),
);

export const trackingStory = sqlRead(
  `SELECT DISTINCT t.at, t.status, t.detail FROM pieces p JOIN parcel_pieces pp ON pp.piece_id = p.piece_id AND pp.taken_out_at IS NULL
   JOIN tracking_events t ON t.parcel_id = pp.parcel_id WHERE p.certificate_id = @certificateId ORDER BY t.at`,
  z.object({ at: z.int(), status: z.string(), detail: z.string().nullable() }),
);

/** Pieces that are not done with, of certificates that may not go out; and what came back after it was printed anew. */
export const toPull = sqlRead(
  `SELECT p.piece_id AS pieceId, p.stage, p.stage_at AS stageAt, c.validity, c.validity_reason AS reason, c.validity_at AS validityAt
   FROM pieces p INDEXED BY pieces_stage JOIN certificates c ON c.certificate_id = p.certificate_id
   WHERE p.stage NOT IN ('delivered', 'spoiled', 'cancelled') AND p.stage NOT IN ('queued', 'lost')
     AND (c.validity <> 'active' OR (p.stage = 'returned' AND p.replaced_at IS NOT NULL)) AND NOT EXISTS (SELECT 1 FROM pulled WHERE pulled.piece_id = p.piece_id)
   ORDER BY c.validity_at`,
  z.object({
    pieceId: z.string(),
    stage: PieceStage,
    stageAt: z.int(),
    validity: Validity,
    reason: z.string().nullable(),
    validityAt: z.int().nullable(),
  }),
);

export const markPulled = sqlWrite<{ pieceId: string; at: number; userId: string; note: string | null }>(
  'INSERT INTO pulled (piece_id, at, user_id, note) VALUES (@pieceId, @at, @userId, @note) ON CONFLICT DO NOTHING',
);

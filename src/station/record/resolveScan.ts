/** What a scanned or typed text means at this station, before anything is done about it. */
import { verifySnapshotSignature } from '../../domain/certificates/qrPayload.ts';
import type { CertificateSnapshot } from '../../domain/certificates/snapshot.ts';
import { classifyScan } from '../../domain/work/scanText.ts';
import type { Verdict } from '../../domain/work/scanText.ts';
import type { StationContext } from '../context.ts';
import { sqlRead } from '../db/statements.ts';
import { pieceOfSerial } from '../features/stock/service.ts';
import type { WorkParts } from '../work.ts';
import { publishedKeys } from './signingKeys.ts';
import { StoredSnapshot } from './storedSnapshot.ts';

const SNAPSHOT = `
  SELECT certificate_id AS certificateId, certificate_number AS certificateNumber, verification_code AS verificationCode,
    control_number AS controlNumber, issued_name AS issuedName, course_title AS courseTitle,
    completion_date AS completionDate, issue_date AS issueDate, jurisdiction, template_version AS templateVersion,
    custom_fields AS customFields
  FROM certificates`;

const byCode = sqlRead<{ code: string }, CertificateSnapshot>(
  `${SNAPSHOT} WHERE verification_code = @code`,
  StoredSnapshot,
);

const byNumber = sqlRead<{ certificateNumber: string }, CertificateSnapshot>(
  `${SNAPSHOT} WHERE certificate_number = @certificateNumber`,
  StoredSnapshot,
);

/** What a text turned out to mean. */
export type ResolvedScan =
  | { readonly tag: 'certificate'; readonly certificateId: string }
  /** A numbered sheet; the piece it is bound to, or null when it is bound to none yet. */
  | { readonly tag: 'sheet'; readonly serial: string; readonly pieceId: string | null }
  | { readonly tag: 'label'; readonly tracking: string }
  | { readonly tag: 'parcel'; readonly parcelId: string }
  /** Nothing that can be worked on. */
  | { readonly tag: 'verdict'; readonly verdict: Verdict; readonly reason: string | null };

function verdict(word: Verdict, reason: string | null = null): ResolvedScan {
  return { tag: 'verdict', verdict: word, reason };
}

/**
 * Finds what a text means. A QR code counts only with a valid signature over what is on record here: a sheet with another
 * name or number than the record is never taken for it.
 */
export async function resolveScan(
  ctx: StationContext,
  parts: WorkParts,
  text: string,
): Promise<ResolvedScan> {
  const scan = classifyScan(text, ctx.db.read(parts.verifyBaseUrls));
  switch (scan.kind) {
    case 'qr': {
      const found = ctx.db.read((tx) => ({
        snapshot: byCode.get(tx, { code: scan.code }),
        keys: publishedKeys(tx, ctx),
      }));
      if (found.snapshot === undefined) return verdict('unknown_code');
      const signature = await verifySnapshotSignature(found.keys, found.snapshot, scan.signature);
      if (signature !== 'valid') return verdict('bad_signature', signature);
      return { tag: 'certificate', certificateId: found.snapshot.certificateId };
    }
    case 'verificationCode': {
      const found = ctx.db.read((tx) => byCode.get(tx, { code: scan.code }));
      return found === undefined
        ? verdict('unknown_code')
        : { tag: 'certificate', certificateId: found.certificateId };
    }
    case 'certificateNumber': {
      const [found, other] = ctx.db.read((tx) => byNumber.all(tx, scan));
      if (found === undefined) return verdict('unknown_code');
      // A replacement kept its number: only the code on the sheet says which of the two it is.
      return other === undefined
        ? { tag: 'certificate', certificateId: found.certificateId }
        : verdict('unreadable', 'number_of_two');
    }
    case 'sheetSerial':
      return {
        tag: 'sheet',
        serial: scan.serial,
        pieceId: ctx.db.read((tx) => pieceOfSerial(tx, scan.serial)),
      };
    case 'label':
      return { tag: 'label', tracking: scan.tracking };
    case 'parcel':
      return { tag: 'parcel', parcelId: scan.id };
    case 'mistypedCode':
      return verdict('mistyped');
    case 'brokenSignature':
      return verdict('bad_signature', 'broken');
    case 'notOurs':
      return verdict('not_ours', scan.host);
    case 'unknown':
      return verdict('unreadable');
    default:
      throw new Error('A scan was classified as something that does not exist');
  }
}

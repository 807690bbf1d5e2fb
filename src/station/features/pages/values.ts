import type { z } from 'zod';
import type { BatchPiece, FindingKind } from '../../../contract/station/batches.ts';
import { describeFinding } from '../../../documents/findings.ts';
import type { Finding } from '../../../documents/findings.ts';
import type { SheetRecord } from '../../../documents/preflight/checkSheet.ts';
import { valuesOf } from '../../../documents/template/fieldValues.ts';
import type { FieldValues } from '../../../documents/template/fieldValues.ts';
import { buildQrPayload } from '../../../domain/certificates/qrPayload.ts';
import type { BatchRow } from '../batches/service.ts';

export type PageFindings = z.infer<typeof BatchPiece.shape.findings>;
type FindingCode = PageFindings[number]['code'];

const CODES: Readonly<Record<Finding['kind'], FindingCode>> = {
  missingGlyph: 'missing_glyph',
  refusedCharacter: 'bad_value',
  tooLong: 'does_not_fit',
  empty: 'empty_field',
  missingValue: 'empty_field',
  leftoverPlaceholder: 'bad_value',
  qrTooLong: 'qr_unreadable',
  qrTooSmall: 'qr_unreadable',
  badImage: 'bad_value',
  overlap: 'does_not_fit',
  qrUnreadable: 'qr_unreadable',
  qrSaysOther: 'qr_unreadable',
  outsideMargin: 'does_not_fit',
  notActive: 'not_active',
  otherTemplate: 'wrong_template',
  badSignature: 'signature_invalid',
  pageMissing: 'wrong_template',
};

/** What preflight found, in the contract's words. */
export function pageFindings(findings: readonly Finding[]): PageFindings {
  return findings.map((finding) => ({
    code: CODES[finding.kind],
    detail: describeFinding(finding),
    kind: finding.kind,
    values: saidOf(finding),
  }));
}

/** Longer texts are cut: a sentence is to be read. */
const MOST_SAID = 60;

/** What stands in the sentence about a finding. */
function saidOf(finding: Finding): Record<string, string> {
  return Object.fromEntries(
    Object.entries(finding)
      .filter(([name]) => name !== 'kind')
      .map(([name, value]) => [
        name,
        typeof value === 'number' ? String(Number(value.toFixed(3))) : value.slice(0, MOST_SAID),
      ]),
  );
}

/** A finding that is not about one place of a page. */
export function wholeFinding(code: FindingCode, kind: FindingKind, detail: string): PageFindings[number] {
  return { code, kind, detail, values: { detail } };
}

/**
 * What is on record about the certificate of a page. A suspended one is no matter of the page: it is taken out before, and
 * refused when its page would be kept.
 */
export function pageRecord(row: BatchRow): SheetRecord {
  return {
    validity: row.validity === 'suspended' ? 'active' : row.validity,
    templateVersion: row.templateVersion,
  };
}

/** What the page of a certificate is filled with: the snapshot, and the QR code with its signature. */
export function pageValues(row: BatchRow, verifyBaseUrl: string): FieldValues {
  const payload = buildQrPayload({
    verifyBaseUrl,
    code: row.verificationCode,
    signature: { keyId: row.keyId, signature: row.signature },
  });
  return valuesOf(row, payload);
}

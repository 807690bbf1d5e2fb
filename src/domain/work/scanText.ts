import { z } from 'zod';
import { parseCertificateNumber } from '../certificates/certificateNumber.ts';
import { normalizeVerifyBaseUrl, parseQrPayload, SnapshotSignature } from '../certificates/qrPayload.ts';
import { normalizeVerificationCode, VerificationCode } from '../certificates/verificationCode.ts';
import { Uuid } from '../ids.ts';
import { repairKeyboard, swapYAndZ } from './keyboardLayout.ts';

/** What a scanned or typed text turned out to be; ids and codes are in their stored form. */
export const ScanText = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('qr'), code: VerificationCode, signature: SnapshotSignature.nullable() }),
  z.object({ kind: z.literal('verificationCode'), code: VerificationCode }),
  z.object({ kind: z.literal('certificateNumber'), certificateNumber: z.string() }),
  z.object({ kind: z.literal('sheetSerial'), serial: z.string() }),
  z.object({ kind: z.literal('label'), tracking: z.string() }),
  z.object({ kind: z.literal('parcel'), id: z.string() }),
  z.object({ kind: z.literal('mistypedCode') }),
  z.object({ kind: z.literal('brokenSignature') }),
  z.object({ kind: z.literal('notOurs'), host: z.string() }),
  z.object({ kind: z.literal('unknown') }),
]);
export type ScanText = z.infer<typeof ScanText>;

const PARCEL_PREFIX = 'PCL-';

/** What the barcode of a parcel (on its packing slip) says. */
export function parcelScanText(parcelId: string): string {
  return PARCEL_PREFIX + parcelId.toUpperCase();
}

/** Tracking numbers as the carriers print them. */
const TRACKING_SHAPES: readonly RegExp[] = [
  // UPS
  /^1Z[0-9A-Z]{16}$/u,
  // Universal Postal Union S10, as on mail that crosses borders
  /^[A-Z]{2}[0-9]{9}[A-Z]{2}$/u,
  // USPS (20, 22 or 26 digits), FedEx (12, 15, 20 or 22 digits)
  /^(?:[0-9]{12}|[0-9]{15}|[0-9]{20}|[0-9]{22}|[0-9]{26})$/u,
  // Demonstration and simulated carriers
  /^(?:SIM|DEMO|SHIPPO)[-_]?[0-9A-Z_-]{6,40}$/u,
];

/**
 * A USPS barcode says 420 and the destination's ZIP (5 or 9 digits) before the number that people know (USPS
 * Publication 199, Intelligent Mail package barcode).
 */
function trackingIn(text: string): string | null {
  // Cameras put the identifiers of a GS1 barcode in brackets, as people write them: (420)95814(94)00…
  const plain = /^(?:\([0-9]{2,4}\)[0-9]+)+$/u.test(text) ? text.replace(/[()]/gu, '') : text;
  const [, number] = /^420(?:[0-9]{5}|[0-9]{9})([0-9]{20}|[0-9]{22})$/u.exec(plain) ?? [];
  if (number !== undefined) return number;
  return TRACKING_SHAPES.some((shape) => shape.test(plain)) ? plain : null;
}

/** One to six capitals and then 5 to 11 digits, or such digits alone: what printers of numbered paper use. */
const SHEET_SERIAL = /^[A-Z]{0,6}-?[0-9]{5,11}$/u;

function classifyUrl(text: string, verifyBaseUrls: readonly string[]): ScanText | null {
  const parsed = parseQrPayload(text);
  const found = parsed.ok ? parsed.value : parsed.error;
  if (!('verifyBaseUrl' in found)) return null;
  const base = found.verifyBaseUrl;
  if (!verifyBaseUrls.some((ours) => normalizeVerifyBaseUrl(ours) === base)) {
    return { kind: 'notOurs', host: URL.parse(base)?.host ?? '' };
  }
  if (parsed.ok) return { kind: 'qr', code: parsed.value.code, signature: parsed.value.signature };
  if (parsed.error.tag === 'broken_signature') return { kind: 'brokenSignature' };
  return parsed.error.tag === 'mistyped_code' ? { kind: 'mistypedCode' } : { kind: 'unknown' };
}

/**
 * Says what came out of a scanner or from fingers: a QR of ours, a code, a certificate number, the serial of a sheet, a
 * shipping label or a parcel. Control characters, AIM prefixes (`]Q1`), stuck caps lock and the common wrong keyboard
 * layouts are undone where that is safe: for a URL, whose first letters prove the layout, and for a verification code,
 * whose check characters prove the repair. Serials and tracking numbers are taken as they are, but in capitals.
 *
 * @param verifyBaseUrls every address under which we ever published certificates.
 */
export function classifyScan(text: string, verifyBaseUrls: readonly string[]): ScanText {
  const plain = text
    .replace(/\p{Cc}/gu, '')
    .trim()
    .replace(/^\][A-Za-z][0-9]/u, '');
  const url = classifyUrl(repairKeyboard(plain), verifyBaseUrls);
  if (url !== null) return url;
  const capitals = plain.toUpperCase();
  const parcelId = capitals.startsWith(PARCEL_PREFIX)
    ? capitals.slice(PARCEL_PREFIX.length).toLowerCase()
    : '';
  if (Uuid.safeParse(parcelId).success) return { kind: 'parcel', id: parcelId };
  const code = normalizeVerificationCode(plain);
  if (code.ok) return { kind: 'verificationCode', code: code.value };
  const respelt = normalizeVerificationCode(swapYAndZ(plain));
  if (respelt.ok) return { kind: 'verificationCode', code: respelt.value };
  const certificateNumber = capitals.replace(/\p{Pd}/gu, '-');
  if (parseCertificateNumber(certificateNumber).ok) return { kind: 'certificateNumber', certificateNumber };
  const compact = capitals.replace(/\s/gu, '');
  const tracking = trackingIn(compact);
  if (tracking !== null) return { kind: 'label', tracking };
  if (SHEET_SERIAL.test(compact)) return { kind: 'sheetSerial', serial: compact };
  return code.error === 'mistyped' || respelt.error === 'mistyped'
    ? { kind: 'mistypedCode' }
    : { kind: 'unknown' };
}

/** The four meanings; each owns a colour, an icon, a word and a sound. */
export const Meaning = z.enum(['good', 'attention', 'bad', 'waiting']);
export type Meaning = z.infer<typeof Meaning>;

/** What a scan at quality control can answer. */
export const Verdict = z.enum([
  'pass',
  'sheet_serial_needed',
  'already_scanned',
  'expected_other',
  'other_batch',
  'on_hold',
  'suspended',
  'mistyped',
  'unreadable',
  'not_printed',
  'wrong_sheet',
  'sheet_already_bound',
  'spoiled_piece',
  'revoked',
  'superseded',
  'bad_signature',
  'unknown_code',
  'not_ours',
]);
export type Verdict = z.infer<typeof Verdict>;

const meanings: Readonly<Record<Verdict, Meaning>> = {
  pass: 'good',
  sheet_serial_needed: 'waiting',
  already_scanned: 'attention',
  expected_other: 'attention',
  other_batch: 'attention',
  on_hold: 'attention',
  suspended: 'attention',
  mistyped: 'attention',
  unreadable: 'attention',
  not_printed: 'bad',
  wrong_sheet: 'bad',
  sheet_already_bound: 'bad',
  spoiled_piece: 'bad',
  revoked: 'bad',
  superseded: 'bad',
  bad_signature: 'bad',
  unknown_code: 'bad',
  not_ours: 'bad',
};

/** Which of the four meanings a verdict has; only `pass` is good, so nothing else can sound like it. */
export function meaningOf(verdict: Verdict): Meaning {
  return meanings[verdict];
}

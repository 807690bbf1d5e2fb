import { z } from 'zod';
import { SnapshotSignature } from '../certificates/qrPayload.ts';
import { VerificationCode } from '../certificates/verificationCode.ts';

/** What a scanned or typed text turned out to be; ids and codes are in their stored form. */
export const ScanText = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('qr'), code: VerificationCode, signature: SnapshotSignature.nullable() }),
  z.object({ kind: z.literal('verificationCode'), code: VerificationCode }),
  z.object({ kind: z.literal('certificateNumber'), certificateNumber: z.string() }),
  z.object({ kind: z.literal('sheetSerial'), serial: z.string() }),
  z.object({ kind: z.literal('label'), tracking: z.string() }),
  z.object({ kind: z.literal('parcel'), id: z.string() }),
  z.object({ kind: z.literal('mistypedCode') }),
  z.object({ kind: z.literal('notOurs'), host: z.string() }),
  z.object({ kind: z.literal('unknown') }),
]);
export type ScanText = z.infer<typeof ScanText>;

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

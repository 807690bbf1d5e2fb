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

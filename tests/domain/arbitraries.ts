import * as fc from 'fast-check';
import type { CertificateSnapshot } from '../../src/domain/certificates/snapshot.ts';
import { newVerificationCode } from '../../src/domain/certificates/verificationCode.ts';

/** A deterministic source of bytes made from a seed, in the shape of a secure one. */
export function bytesFrom(seed: number): (count: number) => Uint8Array {
  let state = seed >>> 0;
  return (count) =>
    Uint8Array.from({ length: count }, () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return state >>> 24;
    });
}

export const randomSource = fc.integer().map(bytesFrom);
export const verificationCode = randomSource.map(newVerificationCode);

/** Dates of the years in which certificates are issued. */
export const isoDate = fc
  .date({ min: new Date('1990-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));

export const isoInstant = fc
  .date({ min: new Date('1990-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString());

const shortText = fc.string({ unit: 'binary', minLength: 1, maxLength: 20 });

export const snapshot: fc.Arbitrary<CertificateSnapshot> = fc.record({
  certificateId: fc.uuid(),
  certificateNumber: shortText,
  verificationCode,
  controlNumber: fc.option(shortText),
  issuedName: shortText,
  courseTitle: shortText,
  completionDate: isoDate,
  issueDate: isoDate,
  jurisdiction: fc.constantFrom('US-CA', 'US-TX', 'NONE'),
  templateVersion: shortText,
});

/** What an operation that must succeed gave; a failure fails the test with what went wrong. */
export function valueOf<T>(
  result: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: unknown },
): T {
  if (!result.ok) throw new Error(`Unexpected failure: ${JSON.stringify(result.error)}`);
  return result.value;
}

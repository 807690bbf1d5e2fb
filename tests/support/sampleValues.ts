import { valuesOf } from '../../src/documents/template/fieldValues.ts';
import type { FieldValues } from '../../src/documents/template/fieldValues.ts';
import { newVerificationCode } from '../../src/domain/certificates/verificationCode.ts';

/** The values of a certificate with this name, as central would issue it. */
export function sampleValues(issuedName: string, index = 1): FieldValues {
  const code = newVerificationCode((count) =>
    Uint8Array.from({ length: count }, (_, place) => (index * 7919 + place * 104_729) >> 3),
  );
  const signature = 'A1b2C3d4'.repeat(11).slice(0, 86);
  return valuesOf(
    {
      certificateId: '019a9f0e-5d30-7a10-8000-000000000001',
      certificateNumber: `CCT-2026-${String(index).padStart(6, '0')}`,
      verificationCode: code,
      controlNumber: null,
      issuedName,
      courseTitle: 'Driver Education: Thirty Hours of Theory and Traffic Law',
      completionDate: '2026-11-18',
      issueDate: '2026-11-20',
      jurisdiction: 'US-CA',
      templateVersion: '0'.repeat(64),
    },
    `https://verify.example.org/v/${code}#k=2026a&s=${signature}`,
  );
}

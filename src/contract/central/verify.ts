/** Public verification: anyone, by the code of the QR. */
import { z } from 'zod';
import { Instant, procedure } from './base.ts';

/** No personal data beyond what is printed on the paper in the asker's hand; nothing of a successor. */
export const Verification = z.discriminatedUnion('result', [
  z.object({
    result: z.literal('valid'),
    issuedName: z.string(),
    courseTitle: z.string(),
    completionDate: z.string(),
    issueDate: z.string(),
    certificateNumber: z.string(),
    jurisdiction: z.string(),
  }),
  z.object({ result: z.literal('superseded'), certificateNumber: z.string() }),
  z.object({ result: z.literal('suspended'), certificateNumber: z.string() }),
  z.object({
    result: z.literal('revoked'),
    certificateNumber: z.string(),
    revokedAt: Instant,
    category: z.string(),
  }),
  z.object({ result: z.literal('not_found') }),
]);
export type Verification = z.infer<typeof Verification>;

export const verifyContract = {
  verify: procedure('public')
    .route({ method: 'GET', path: '/v1/verify/{code}', summary: 'Is this certificate genuine and in force?' })
    .input(z.object({ code: z.string().max(100) }))
    .output(Verification),
  /** How often certificates were checked: by day (UTC), by who asked, and by what was answered. */
  counts: procedure('administrator')
    .route({
      method: 'GET',
      path: '/v1/reports/verifications',
      summary: 'How often certificates were checked',
    })
    .input(z.object({ from: z.iso.date(), to: z.iso.date() }))
    .output(
      z.array(
        z.object({
          day: z.iso.date(),
          channel: z.enum(['public', 'station', 'api']),
          result: z.string(),
          count: z.int(),
        }),
      ),
    ),
  keys: procedure('public')
    .route({ method: 'GET', path: '/v1/certificate-keys', summary: 'The public keys that sign certificates' })
    .output(
      z.object({
        keys: z.array(
          z.object({
            keyId: z.string(),
            publicKey: z.string(),
            notBefore: Instant,
            notAfter: Instant.nullable(),
          }),
        ),
      }),
    ),
  newKey: procedure('administrator')
    .route({ method: 'POST', path: '/v1/certificate-keys', summary: 'Sign with a new key from now on' })
    .output(z.object({ keyId: z.string() })),
};

/** Issuing, reading and revoking certificates. */
import { z } from 'zod';
import { CertificateSnapshot } from '../../domain/certificates/snapshot.ts';
import { Validity } from '../../domain/certificates/validity.ts';
import { Lifecycle } from '../../domain/work/lifecycle.ts';
import { PieceStage } from '../../domain/work/stages.ts';
import { Instant, procedure } from './base.ts';

export const CentralCertificate = CertificateSnapshot.extend({
  courseId: z.string(),
  learnerId: z.string(),
  validity: Validity,
  validityReason: z.string().nullable(),
  issuedAt: Instant,
  lifecycle: Lifecycle,
  stage: PieceStage.nullable(),
  stationId: z.string().nullable(),
});
export type CentralCertificate = z.infer<typeof CentralCertificate>;

export const RevocationCategory = z.enum(['refund', 'error', 'fraud', 'request', 'other']);

export const certificatesContract = {
  issue: procedure('school')
    .route({ method: 'POST', path: '/v1/certificates', summary: 'Issue for a learner and course, if earned' })
    .input(z.object({ learnerId: z.string().max(100), courseId: z.string().max(100) }))
    .output(CentralCertificate)
    .errors({
      NOT_ELIGIBLE: {
        status: 409,
        data: z.object({ unmet: z.array(z.object({ condition: z.string(), detail: z.string() })) }),
      },
      /** There is an active one; it is named. */
      ALREADY_ISSUED: {
        status: 409,
        data: z.object({ certificateId: z.string(), certificateNumber: z.string() }),
      },
      NEEDS_ATTENTION: { status: 422, data: z.object({ problem: z.string() }) },
    }),
  /** Issues what is not earned by the rules: two people stand for it, on record for ever. */
  override: procedure('administrator')
    .route({
      method: 'POST',
      path: '/v1/certificates/override',
      summary: 'Issue against the conditions, by two people',
    })
    .input(
      z
        .object({
          learnerId: z.string().min(1).max(100),
          courseId: z.string().min(1).max(100),
          completionDate: z.string().max(40),
          reason: z.string().trim().min(3).max(500),
          by: z.string().trim().min(1).max(120),
          approvedBy: z.string().trim().min(1).max(120),
        })
        .refine(
          (each) => each.by.toLowerCase() !== each.approvedBy.toLowerCase(),
          'a second person must approve: by and approvedBy are the same',
        ),
    )
    .output(CentralCertificate)
    .errors({
      ALREADY_ISSUED: {
        status: 409,
        data: z.object({ certificateId: z.string(), certificateNumber: z.string() }),
      },
      NEEDS_ATTENTION: { status: 422, data: z.object({ problem: z.string() }) },
    }),
  get: procedure('administrator')
    .route({
      method: 'GET',
      path: '/v1/certificates/{certificateId}',
      summary: 'A certificate and everything that happened to it',
    })
    .input(z.object({ certificateId: z.string().max(100) }))
    .output(
      CentralCertificate.extend({
        events: z.array(
          z.object({
            at: Instant,
            event: z.string(),
            stationId: z.string().nullable(),
            detail: z.record(z.string(), z.string()),
          }),
        ),
      }),
    ),
  /** For a learner's mail or page: one download each, and the address to share, which shows no more than a verifier needs. */
  link: procedure('school')
    .route({
      method: 'POST',
      path: '/v1/certificates/{certificateId}/links',
      summary: 'A signed link for one download',
    })
    .input(
      z.object({ certificateId: z.string().max(100), minutes: z.number().min(1).max(10_080).default(15) }),
    )
    .output(z.object({ url: z.string(), expiresAt: Instant, shareUrl: z.string() })),
  revoke: procedure('administrator')
    .route({
      method: 'POST',
      path: '/v1/certificates/{certificateId}/revoke',
      summary: 'Revoke for ever, with a reason',
    })
    .input(
      z.object({
        certificateId: z.string().max(100),
        category: RevocationCategory,
        reason: z.string().trim().min(3).max(500),
      }),
    )
    .output(CentralCertificate)
    .errors({
      CERTIFICATE_ALREADY_REVOKED: { status: 409, data: z.object({ revokedAt: Instant }) },
      WRONG_STATE: { status: 409, data: z.object({ validity: Validity }) },
    }),
  suspend: procedure('administrator')
    .route({
      method: 'POST',
      path: '/v1/certificates/{certificateId}/suspend',
      summary: 'Let a certificate not count for a time',
    })
    .input(z.object({ certificateId: z.string().max(100), reason: z.string().trim().min(3).max(500) }))
    .output(CentralCertificate)
    .errors({ WRONG_STATE: { status: 409, data: z.object({ validity: Validity }) } }),
  reinstate: procedure('administrator')
    .route({
      method: 'POST',
      path: '/v1/certificates/{certificateId}/reinstate',
      summary: 'Let a suspended certificate count again',
    })
    .input(z.object({ certificateId: z.string().max(100), reason: z.string().trim().min(3).max(500) }))
    .output(CentralCertificate)
    .errors({ WRONG_STATE: { status: 409, data: z.object({ validity: Validity }) } }),
  /** A corrected name: a new certificate that supersedes this one. */
  reissue: procedure('administrator')
    .route({
      method: 'POST',
      path: '/v1/certificates/{certificateId}/reissue',
      summary: 'Replace a certificate by a new one, with another name where one is given',
    })
    .input(
      z.object({
        certificateId: z.string().max(100),
        issuedName: z.string().max(500).optional(),
        reason: z.string().trim().min(3).max(500),
      }),
    )
    .output(CentralCertificate)
    .errors({
      WRONG_STATE: { status: 409, data: z.object({ validity: Validity }) },
      BAD_NAME: { status: 422, data: z.object({ problem: z.string() }) },
      /** No number can be had: the course needs another prefix, or the regulator's numbers are used up. */
      NEEDS_ATTENTION: { status: 422, data: z.object({ problem: z.string() }) },
    }),
};

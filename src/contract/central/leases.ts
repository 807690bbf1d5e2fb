/** Leases: central's promise that only this station works on these deliverables until a time, with a fencing epoch. */
import { z } from 'zod';
import { PieceStage } from '../../domain/work/stages.ts';
import { Instant, procedure } from './base.ts';

export const Lease = z.object({
  deliverableId: z.string(),
  certificateId: z.string(),
  /** Grows with every grant of this deliverable; facts carry it. */
  epoch: z.int(),
  expiresAt: Instant,
});
export type Lease = z.infer<typeof Lease>;

export const LeaseFilter = z.object({
  jurisdiction: z.string().max(20).optional(),
  courseId: z.string().max(100).optional(),
  deliverableIds: z.array(z.string().max(100)).max(1000).optional(),
});
export type LeaseFilter = z.infer<typeof LeaseFilter>;

/** Work whose station let the lease run out: nobody else may take it until a person says what became of the paper. */
export const StuckWork = z.object({
  deliverableId: z.string(),
  certificateId: z.string(),
  certificateNumber: z.string(),
  stage: PieceStage,
  stationId: z.string(),
  stationName: z.string(),
  expiredAt: Instant,
  dueAt: Instant.nullable(),
});
export type StuckWork = z.infer<typeof StuckWork>;

export const leasesContract = {
  /** Grants up to `count` deliverables nobody works on, most urgent first. `requestId` makes a repeated call answer the same. */
  take: procedure('station')
    .route({ method: 'POST', path: '/v1/leases', summary: 'Take the most urgent free work' })
    .input(
      z.object({
        requestId: z.string().min(8).max(100),
        count: z.int().min(1).max(2000),
        filter: LeaseFilter.default({}),
      }),
    )
    .output(z.object({ leases: z.array(Lease) })),
  /** Prolongs those that are still this station's; the others are named as lost. */
  renew: procedure('station')
    .route({ method: 'POST', path: '/v1/leases/renew', summary: 'Prolong leases' })
    .input(z.object({ leases: z.array(z.object({ deliverableId: z.string(), epoch: z.int() })).max(5000) }))
    .output(z.object({ renewed: z.array(Lease), lost: z.array(z.string()) })),
  release: procedure('station')
    .route({ method: 'POST', path: '/v1/leases/release', summary: 'Give work back' })
    .input(z.object({ leases: z.array(z.object({ deliverableId: z.string(), epoch: z.int() })).max(5000) }))
    .output(z.object({ released: z.int() })),
  /** Leases that ran out with work unfinished. */
  stuck: procedure('administrator')
    .route({ method: 'GET', path: '/v1/leases/stuck', summary: 'Work that only a person can free' })
    .output(z.array(StuckWork)),
  /** A person's word that no paper of it is about: the work is queued anew under a new epoch. */
  free: procedure('administrator')
    .route({ method: 'POST', path: '/v1/leases/free', summary: 'Queue stuck work anew, with a reason' })
    .input(
      z.object({
        deliverableIds: z.array(z.string().max(100)).min(1).max(1000),
        reason: z.string().trim().min(3).max(300),
        by: z.string().trim().min(1).max(120),
      }),
    )
    .output(z.object({ freed: z.int() })),
};

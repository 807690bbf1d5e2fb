/** Emergency switches: thrown here, obeyed by every station. */
import { z } from 'zod';
import { Instant, procedure } from './base.ts';
import { FeedEmergency } from './feed.ts';

export const emergenciesContract = {
  list: procedure('administrator')
    .route({ method: 'GET', path: '/v1/emergencies', summary: 'Emergency switches that are on' })
    .output(z.array(FeedEmergency)),
  start: procedure('administrator')
    .route({
      method: 'POST',
      path: '/v1/emergencies',
      summary: 'Switch an emergency on: pause issuance, digital only, or hold shipping',
    })
    .input(
      z.object({
        kind: FeedEmergency.shape.kind,
        reason: z.string().trim().min(3).max(300),
        startedBy: z.string().trim().min(1).max(120),
        endsAt: Instant.nullable(),
      }),
    )
    .output(FeedEmergency),
  end: procedure('administrator')
    .route({ method: 'POST', path: '/v1/emergencies/{emergencyId}/end', summary: 'Switch an emergency off' })
    .input(z.object({ emergencyId: z.string().max(100), endedBy: z.string().trim().min(1).max(120) }))
    .output(FeedEmergency),
};

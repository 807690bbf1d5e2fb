/** Other systems that are called when something happens to a certificate. */
import { z } from 'zod';
import { Instant, procedure } from './base.ts';

export const Topic = z.enum([
  'certificate.issued',
  'certificate.revoked',
  'certificate.shipped',
  'certificate.delivered',
]);
export type Topic = z.infer<typeof Topic>;

/** The body of a call. Nothing in it names a person but by the school's own id. */
export const WebhookBody = z.object({
  /** The same for every attempt: calls repeat, and may come out of order. */
  id: z.string(),
  type: Topic,
  /** When it happened. */
  at: z.iso.datetime(),
  data: z.object({
    certificateId: z.string(),
    certificateNumber: z.string(),
    learnerId: z.string(),
    courseId: z.string(),
    /** What it is worth now, not then. */
    validity: z.string(),
    carrier: z.string().nullable(),
    tracking: z.string().nullable(),
    trackingUrl: z.string().nullable(),
  }),
});
export type WebhookBody = z.infer<typeof WebhookBody>;

export const WebhookEndpoint = z.object({
  endpointId: z.string(),
  url: z.string(),
  topics: z.array(Topic),
  active: z.boolean(),
  waiting: z.int(),
  dead: z.int(),
});
export type WebhookEndpoint = z.infer<typeof WebhookEndpoint>;

export const DeadCall = z.object({
  callId: z.string(),
  endpointId: z.string(),
  topic: Topic,
  certificateId: z.string(),
  attempts: z.int(),
  madeAt: Instant,
  problem: z.string().nullable(),
});
export type DeadCall = z.infer<typeof DeadCall>;

const EndpointId = z.object({ endpointId: z.string().max(100) });

export const webhooksContract = {
  list: procedure('administrator')
    .route({ method: 'GET', path: '/v1/webhooks', summary: 'Addresses that are called' })
    .output(z.array(WebhookEndpoint)),
  /** The secret is shown this once. Calls are signed as Standard Webhooks says (webhook-id, -timestamp, -signature). */
  add: procedure('administrator')
    .route({ method: 'POST', path: '/v1/webhooks', summary: 'Call another system when these things happen' })
    .input(
      z.object({ url: z.url({ protocol: /^https?$/u }).max(500), topics: z.array(Topic).min(1).max(10) }),
    )
    .output(WebhookEndpoint.extend({ secret: z.string() }))
    .errors({ BAD_URL: { status: 422, data: z.object({ problem: z.string() }) } }),
  /** It is called no more; what waits for it is dropped. */
  stop: procedure('administrator')
    .route({ method: 'DELETE', path: '/v1/webhooks/{endpointId}', summary: 'Call an address no more' })
    .input(EndpointId)
    .output(z.object({ stopped: z.boolean() })),
  dead: procedure('administrator')
    .route({ method: 'GET', path: '/v1/webhooks/dead', summary: 'Calls that were given up, oldest first' })
    .output(z.array(DeadCall)),
  replay: procedure('administrator')
    .route({ method: 'POST', path: '/v1/webhooks/dead/{callId}/replay', summary: 'Try one call again' })
    .input(z.object({ callId: z.string().max(100) }))
    .output(z.object({ replayed: z.int() })),
  replayAll: procedure('administrator')
    .route({
      method: 'POST',
      path: '/v1/webhooks/{endpointId}/replay',
      summary: 'Try all its dead calls again',
    })
    .input(EndpointId)
    .output(z.object({ replayed: z.int() })),
};

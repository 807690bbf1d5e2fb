import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { Topic } from '../../../contract/central/webhooks.ts';
import type { WebhookBody } from '../../../contract/central/webhooks.ts';
import type { Context } from '../../context.ts';
import { keyOf } from './endpoints.ts';

const AT_ONCE = 20;
const PATIENCE_MS = 15_000;
const MINUTE_MS = 60_000;
/** Growing waits between attempts, a bit over two days in all; then the call is dead and a person decides. */
const WAITS_MS = [0.5, 2, 10, 30, 120, 360, 720, 1440].map((each) => each * MINUTE_MS);
/** A call without a result is that of a program that ended; it is made again, under the same id. */
const CLAIM_MS = 5 * MINUTE_MS;

const Claimed = z.object({
  callId: z.string(),
  topic: Topic,
  attempts: z.int(),
  endpointId: z.string(),
  url: z.string(),
  sealed: z.instanceof(Uint8Array),
  at: z.int(),
  certificateId: z.string(),
  certificateNumber: z.string(),
  learnerId: z.string(),
  courseId: z.string(),
  validity: z.string(),
  carrier: z.string().nullable(),
  tracking: z.string().nullable(),
  trackingUrl: z.string().nullable(),
});
type Claimed = z.infer<typeof Claimed>;

type Ended =
  | { readonly tag: 'taken' }
  | { readonly tag: 'not_now'; readonly problem: string }
  /** The other side wants it no more (410). */
  | { readonly tag: 'unwanted'; readonly problem: string };

/**
 * The signature of a call as Standard Webhooks writes it: `v1,` and the base64 of HMAC-SHA-256 over id, seconds and body,
 * with points between.
 */
export function signatureOf(key: Uint8Array, id: string, seconds: number, body: string): string {
  return `v1,${createHmac('sha256', key).update(`${id}.${seconds}.${body}`).digest('base64')}`;
}

/** Makes some of the calls that are due. Several processes may do so at once. @returns true when more may be due. */
export async function callEndpoints(context: Context): Promise<boolean> {
  const claimed = await claim(context);
  await Promise.all(claimed.map(async (each) => note(context, each, await call(context, each))));
  return claimed.length === AT_ONCE;
}

function claim(context: Context): Promise<Claimed[]> {
  const now = context.clock.now();
  return context.db.write(async (writer) => {
    await writer.run(
      `UPDATE webhook_calls SET state = 'waiting' WHERE state = 'calling' AND claimed_at < $1`,
      [now - CLAIM_MS],
    );
    return writer.all(
      Claimed,
      `UPDATE webhook_calls w SET state = 'calling', claimed_at = $1, attempts = w.attempts + 1
       FROM webhook_endpoints e, certificate_events v, certificates c
         LEFT JOIN deliverables d ON d.certificate_id = c.certificate_id
       WHERE w.call_id IN (SELECT call_id FROM webhook_calls WHERE state = 'waiting' AND next_at <= $1
           ORDER BY next_at, call_id LIMIT ${AT_ONCE} FOR UPDATE SKIP LOCKED)
         AND e.endpoint_id = w.endpoint_id AND v.event_id = w.event_id AND c.certificate_id = v.certificate_id
       RETURNING w.call_id AS "callId", w.topic, w.attempts, w.endpoint_id AS "endpointId", e.url, e.secret_sealed AS sealed,
         v.at, c.certificate_id AS "certificateId", c.certificate_number AS "certificateNumber",
         c.learner_id AS "learnerId", c.course_id AS "courseId", c.validity, d.carrier, d.tracking,
         d.tracking_url AS "trackingUrl"`,
      [now],
    );
  });
}

async function call(context: Context, each: Claimed): Promise<Ended> {
  const { callId, topic, endpointId, url, sealed, at, attempts: _, ...data } = each;
  const seconds = Math.floor(context.clock.now() / 1000);
  const content: WebhookBody = { id: callId, type: topic, at: new Date(at).toISOString(), data };
  const body = JSON.stringify(content);
  try {
    const response = await fetch(url, {
      method: 'POST',
      redirect: 'manual',
      signal: AbortSignal.timeout(PATIENCE_MS),
      headers: {
        'content-type': 'application/json',
        'webhook-id': callId,
        'webhook-timestamp': String(seconds),
        'webhook-signature': signatureOf(keyOf(context, endpointId, sealed), callId, seconds, body),
      },
      body,
    });
    await response.body?.cancel();
    if (response.ok) return { tag: 'taken' };
    const problem = `it answered ${response.status}`;
    return response.status === 410 ? { tag: 'unwanted', problem } : { tag: 'not_now', problem };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    if (error.name === 'TimeoutError') return { tag: 'not_now', problem: 'it did not answer in time' };
    const code =
      error.cause instanceof Error && 'code' in error.cause ? String(error.cause.code) : error.name;
    return { tag: 'not_now', problem: `it could not be reached: ${code}` };
  }
}

async function note(context: Context, each: Claimed, ended: Ended): Promise<void> {
  const now = context.clock.now();
  const wait = ended.tag === 'not_now' ? WAITS_MS[each.attempts - 1] : undefined;
  const state = ended.tag === 'taken' ? 'done' : wait === undefined ? 'dead' : 'waiting';
  if (state === 'dead')
    context.log.warn(
      { callId: each.callId, endpointId: each.endpointId },
      'a call of another system was given up',
    );
  await context.db.write((writer) =>
    writer.run(
      `UPDATE webhook_calls SET state = $2, next_at = $3, done_at = $4, problem = $5 WHERE call_id = $1 AND state = 'calling'`,
      [
        each.callId,
        state,
        now + (wait ?? 0),
        state === 'waiting' ? null : now,
        ended.tag === 'taken' ? null : ended.problem,
      ],
    ),
  );
}

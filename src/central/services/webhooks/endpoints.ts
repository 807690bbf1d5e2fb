import { DeadCall, WebhookEndpoint } from '../../../contract/central/webhooks.ts';
import type { Topic } from '../../../contract/central/webhooks.ts';
import { uuidv7 } from '../../../domain/ids.ts';
import { err, ok } from '../../../domain/result.ts';
import type { Result } from '../../../domain/result.ts';
import type { Context } from '../../context.ts';
import { seal, unseal } from '../keys/seal.ts';

const about = (endpointId: string): string => `webhook ${endpointId}`;

const columns = `e.endpoint_id AS "endpointId", e.url, e.topics, e.active,
  (SELECT count(*) FROM webhook_calls w WHERE w.endpoint_id = e.endpoint_id AND w.state IN ('waiting', 'calling')) AS waiting,
  (SELECT count(*) FROM webhook_calls w WHERE w.endpoint_id = e.endpoint_id AND w.state = 'dead') AS dead`;

/** All endpoints that were ever entered. */
export function listEndpoints(context: Context): Promise<WebhookEndpoint[]> {
  return context.db.reader.all(
    WebhookEndpoint,
    `SELECT ${columns} FROM webhook_endpoints e ORDER BY e.made_at, e.endpoint_id`,
  );
}

/** Why an address is not called, or null. Without TLS only this machine is called, and anything by a demo. */
function problemOf(text: string, demo: boolean): string | null {
  const url = new URL(text);
  if (url.username !== '' || url.password !== '')
    return 'It holds a password; the signature proves who calls.';
  const near = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  return url.protocol === 'https:' || near || demo ? null : 'It is not encrypted: https:// is needed.';
}

/** Enters an endpoint; its secret (`whsec_` and base64) is given out this once. */
export async function addEndpoint(
  context: Context,
  endpoint: { readonly url: string; readonly topics: readonly Topic[] },
): Promise<Result<WebhookEndpoint & { readonly secret: string }, string>> {
  const problem = problemOf(endpoint.url, context.settings.demo);
  if (problem !== null) return err(problem);
  const now = context.clock.now();
  const endpointId = uuidv7(now, context.random);
  const key = context.random(32);
  const topics = [...new Set(endpoint.topics)];
  const sealed = seal(context.settings.masterKey, about(endpointId), key, context.random);
  await context.db.write((writer) =>
    writer.run(
      `INSERT INTO webhook_endpoints (endpoint_id, url, topics, secret_sealed, active, made_at)
       VALUES ($1, $2, $3::jsonb, $4, true, $5)`,
      [endpointId, endpoint.url, JSON.stringify(topics), sealed, now],
    ),
  );
  const secret = `whsec_${Buffer.from(key).toString('base64')}`;
  return ok({ endpointId, url: endpoint.url, topics, active: true, waiting: 0, dead: 0, secret });
}

/** The key that signs calls of an endpoint. */
export function keyOf(context: Context, endpointId: string, sealed: Uint8Array): Uint8Array {
  return unseal(context.settings.masterKey, about(endpointId), sealed);
}

/** Calls an endpoint no more; what waits for it is dropped. True where it was called before. */
export function stopEndpoint(context: Context, endpointId: string): Promise<boolean> {
  return context.db.write(async (writer) => {
    const stopped = await writer.run(
      'UPDATE webhook_endpoints SET active = false WHERE endpoint_id = $1 AND active',
      [endpointId],
    );
    await writer.run(
      `UPDATE webhook_calls SET state = 'dropped', done_at = $2 WHERE endpoint_id = $1 AND state = 'waiting'`,
      [endpointId, context.clock.now()],
    );
    return stopped > 0;
  });
}

/** Calls that were given up, oldest first; at most 1,000. */
export function deadCalls(context: Context): Promise<DeadCall[]> {
  return context.db.reader.all(
    DeadCall,
    `SELECT w.call_id AS "callId", w.endpoint_id AS "endpointId", w.topic, v.certificate_id AS "certificateId", w.attempts,
       w.made_at AS "madeAt", w.problem
     FROM webhook_calls w JOIN certificate_events v ON v.event_id = w.event_id
     WHERE w.state = 'dead' ORDER BY w.made_at, w.call_id LIMIT 1000`,
  );
}

/** Tries dead calls again from the first attempt: one, or all of an endpoint. Gives how many. */
export function replayCalls(
  context: Context,
  which: { readonly callId: string } | { readonly endpointId: string },
): Promise<number> {
  const [column, id] = 'callId' in which ? ['call_id', which.callId] : ['endpoint_id', which.endpointId];
  return context.db.write((writer) =>
    writer.run(
      `UPDATE webhook_calls SET state = 'waiting', attempts = 0, next_at = $2, done_at = NULL
       WHERE ${column} = $1 AND state = 'dead'
         AND EXISTS (SELECT 1 FROM webhook_endpoints e WHERE e.endpoint_id = webhook_calls.endpoint_id AND e.active)`,
      [id, context.clock.now()],
    ),
  );
}

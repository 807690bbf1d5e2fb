import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';

/** What a Node request became, with the means to end it early. */
export interface BridgedRequest {
  readonly request: Request;
  /** True once more bytes than allowed have come. */
  tooLarge(): boolean;
}

/**
 * A Fetch request that reads the Node request's body only as fast as it is asked for. The body fails once it exceeds
 * `maxBodyBytes`. `signal` aborts when the caller hangs up.
 */
export function fetchRequestOf(
  incoming: IncomingMessage,
  url: string,
  headers: Headers,
  maxBodyBytes: number,
  signal: AbortSignal,
): BridgedRequest {
  const method = incoming.method ?? 'GET';
  let received = 0;
  if (method === 'GET' || method === 'HEAD') {
    return { request: new Request(url, { method, headers, signal }), tooLarge: () => false };
  }
  const chunks: AsyncIterator<Uint8Array<ArrayBuffer>> = incoming.iterator({ destroyOnReturn: false });
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      async pull(controller) {
        const next = await chunks.next();
        if (next.done === true) return controller.close();
        received += next.value.byteLength;
        if (received > maxBodyBytes)
          return controller.error(new Error('The body of the request is too large.'));
        controller.enqueue(next.value);
      },
      async cancel() {
        await chunks.return?.();
      },
    },
    { highWaterMark: 0 },
  );
  return {
    request: new Request(url, { method, headers, signal, body, duplex: 'half' }),
    tooLarge: () => received > maxBodyBytes,
  };
}

/**
 * Writes a Fetch response to the Node response, with the `overriding` headers over its own, no faster than the caller
 * reads; ends when the body ends, when the caller hangs up (the body is then cancelled) or when `end` aborts (the body is
 * cancelled and what was sent stands).
 * Rejects when the body itself fails; the connection is then broken off, so that half an answer is not taken for a whole.
 */
export async function sendFetchResponse(
  response: Response,
  outgoing: ServerResponse,
  overriding: readonly (readonly [name: string, value: string])[],
  end: AbortSignal,
): Promise<void> {
  outgoing.statusCode = response.status;
  for (const [name, value] of response.headers) {
    if (name !== 'set-cookie') outgoing.setHeader(name, value);
  }
  for (const [name, value] of overriding) outgoing.setHeader(name, value);
  const cookies = response.headers.getSetCookie();
  if (cookies.length > 0) outgoing.setHeader('set-cookie', cookies);
  if (response.body === null || outgoing.req.method === 'HEAD') {
    await response.body?.cancel();
    outgoing.end();
    return;
  }
  if (isEventStream(response)) outgoing.flushHeaders();

  const reader = response.body.getReader();
  const stop = () => void reader.cancel().catch(() => undefined);
  outgoing.once('close', stop);
  end.addEventListener('abort', stop, { once: true });
  if (end.aborted || outgoing.destroyed) stop();
  try {
    for (;;) {
      const chunk = await reader.read();
      if (chunk.done || outgoing.destroyed) break;
      if (!outgoing.write(chunk.value)) await drained(outgoing);
    }
    outgoing.end();
  } catch (error) {
    outgoing.destroy();
    throw error;
  } finally {
    outgoing.removeListener('close', stop);
    end.removeEventListener('abort', stop);
  }
}

/** Whether the response stays open to tell of what happens. */
export function isEventStream(response: Response): boolean {
  return (response.headers.get('content-type') ?? '').startsWith('text/event-stream');
}

async function drained(outgoing: ServerResponse): Promise<void> {
  if (outgoing.destroyed) return;
  const settled = new AbortController();
  try {
    await Promise.race([
      once(outgoing, 'drain', { signal: settled.signal }),
      once(outgoing, 'close', { signal: settled.signal }),
    ]);
  } finally {
    settled.abort();
  }
}

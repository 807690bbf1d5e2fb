import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Result } from '../../../domain/result.ts';
import type { Logger } from '../../ports/log.ts';
import { securityHeaders } from '../securityHeaders.ts';
import { createAdmission } from './admission.ts';
import type { Admission } from './admission.ts';
import { fetchRequestOf, isEventStream, sendFetchResponse } from './fetchBridge.ts';
import { bearerOf, cookieValue, refusalBySource, refusalWithoutProof, withoutCookie } from './gate.ts';
import { refusalResponse } from './refusalPage.ts';

export interface LoopbackDoorOptions {
  readonly handler: (request: Request) => Promise<Response>;
  /** Browsers come in by one-time links; programs by the bearer token. A station with a window of its own admits no browser. */
  readonly admits: 'browsers_and_programs' | 'programs';
  /** 0 or absent: any free port. */
  readonly port?: number;
  readonly random: (bytes: number) => Uint8Array;
  readonly log: Logger;
  /** The largest body that a request may have; 32 MiB unless told. */
  readonly maxBodyBytes?: number;
  /** How long running requests may take to finish at closing; 10,000 ms unless told. */
  readonly graceMs?: number;
}

export interface LoopbackDoor {
  /** `http://127.0.0.1:PORT`, without a slash at the end. */
  readonly origin: string;
  readonly port: number;
  /** What a program of the same person sends as `authorization: Bearer`. */
  readonly bearerToken: string;
  /** A new link that lets in one browser once; null where no browser is let in. */
  readonly entryUrl: (() => string) | null;
  /** Takes nothing new, ends event streams, lets running requests finish, and closes. May be called twice. */
  readonly close: () => Promise<void>;
}

export type LoopbackDoorProblem =
  | { readonly tag: 'port_taken'; readonly port: number }
  | { readonly tag: 'port_forbidden'; readonly port: number };

/** The problem in words: what happened and what to do. */
export function loopbackDoorProblemText(problem: LoopbackDoorProblem): string {
  switch (problem.tag) {
    case 'port_taken':
      return `Port ${problem.port} is already used by another program on this computer. Close that program, or choose another port with --port; --port 0 takes any free one. Nothing was changed.`;
    case 'port_forbidden':
      return `This computer does not let the station listen on port ${problem.port}. Choose one above 1023 with --port; --port 0 takes any free one. Nothing was changed.`;
  }
}

/**
 * Opens the way from browsers and programs on this computer to the station's handler: an HTTP server on 127.0.0.1
 * that lets in who holds a key of this launch, and no foreign page.
 */
export async function createLoopbackDoor(
  options: LoopbackDoorOptions,
): Promise<Result<LoopbackDoor, LoopbackDoorProblem>> {
  const { log, graceMs = 10_000 } = options;
  const admission = createAdmission(options.random);
  const closing = new AbortController();
  const server = createServer();
  const wanted = options.port ?? 0;
  server.listen(wanted, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EADDRINUSE') return { ok: false, error: { tag: 'port_taken', port: wanted } };
    if (code === 'EACCES') return { ok: false, error: { tag: 'port_forbidden', port: wanted } };
    throw error;
  }
  const address = server.address();
  if (address === null || typeof address === 'string')
    throw new Error('A TCP server has an address and a port.');
  const { port } = address;
  const origin = `http://127.0.0.1:${port}`;
  const entryUrl =
    options.admits === 'programs' ? null : () => `${origin}/enter?token=${admission.mintEntryToken()}`;
  const answer = createAnswer({ ...options, admission, closing: closing.signal, port, entryUrl });
  server.on('request', (incoming: IncomingMessage, outgoing: ServerResponse) => {
    outgoing.once('close', () => {
      // A connection that becomes idle after closing has begun would otherwise hold the door open until it times out.
      if (closing.signal.aborted) setImmediate(() => server.closeIdleConnections());
    });
    answer(incoming, outgoing).catch((error: unknown) => {
      log.warn({ err: error, path: pathOf(incoming) }, 'an answer broke off');
      outgoing.destroy();
    });
  });

  let closed: Promise<void> | null = null;
  const close = async () => {
    const done = once(server, 'close');
    server.close();
    closing.abort();
    const late = setTimeout(() => {
      log.warn({ graceMs }, 'requests were still running at closing and were broken off');
      server.closeAllConnections();
    }, graceMs);
    await done;
    clearTimeout(late);
  };
  return {
    ok: true,
    value: { origin, port, bearerToken: admission.bearerToken, entryUrl, close: () => (closed ??= close()) },
  };
}

interface AnswerOptions extends LoopbackDoorOptions {
  readonly admission: Admission;
  readonly closing: AbortSignal;
  readonly port: number;
  readonly entryUrl: (() => string) | null;
}

function createAnswer(options: AnswerOptions) {
  const { admission, closing, handler, log, port, maxBodyBytes = 32 * 1024 * 1024 } = options;
  // Cookies do not keep ports apart, so the port is in the name: two stations on one computer do not log each other out.
  const cookieName = `station_door_${port}`;
  const never = new AbortController().signal;
  // Node's fetch passes an abort on only while the request itself is held: a handler that kept its signal alone would
  // never hear that the caller hung up.
  const running = new Set<Request>();

  return async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const { headers } = incoming;
    const accept = headers.accept;
    const gateRequest = { method: incoming.method ?? 'GET', target: incoming.url ?? '', headers };
    const send = (response: Response, end = never) =>
      sendFetchResponse(response, outgoing, securityHeaders, end);
    const refuse = (reason: Parameters<typeof refusalResponse>[0]) => {
      log.warn({ reason, path: pathOf(incoming) }, 'a request was turned away at the door');
      return send(refusalResponse(reason, accept));
    };

    const bySource = refusalBySource(gateRequest, port);
    if (bySource !== null) return refuse(bySource.reason);
    if (closing.aborted) return send(refusalResponse('closing', accept));
    const url = new URL(`http://${headers.host}${gateRequest.target}`);
    const bearer = bearerOf(headers.authorization);
    const hasBearer = bearer !== null && admission.isBearer(bearer);
    if (options.entryUrl === null && !hasBearer) return refuse('programs_only');
    const session = cookieValue(headers.cookie, cookieName);
    const hasSession = session !== null && admission.isSession(session);
    if (url.pathname === '/enter') {
      if (gateRequest.method !== 'GET' || headers['sec-purpose'] !== undefined) return refuse('no_key');
      const fresh = admission.redeem(url.searchParams.get('token') ?? '');
      if (fresh === null && !hasSession) return refuse('link_used');
      return send(entered(fresh, cookieName, headers['sec-fetch-site']));
    }

    if (!hasBearer && !hasSession) return refuse('no_key');
    if (!hasBearer) {
      const unproven = refusalWithoutProof(gateRequest);
      if (unproven !== null) return refuse(unproven.reason);
    }
    if (Number(headers['content-length'] ?? 0) > maxBodyBytes) return refuse('too_large');
    if (url.pathname === '/door/entry' && hasBearer && gateRequest.method === 'POST') {
      return send(Response.json({ url: options.entryUrl?.() ?? null, pid: process.pid }));
    }

    const hungUp = new AbortController();
    const bridged = fetchRequestOf(
      incoming,
      url.href,
      headersFor(incoming, cookieName, hasBearer),
      maxBodyBytes,
      hungUp.signal,
    );
    running.add(bridged.request);
    outgoing.once('close', () => {
      running.delete(bridged.request);
      // An abort costs as much as a small answer, and after a whole one there is nothing left to abort.
      if (!outgoing.writableFinished) hungUp.abort();
    });
    const response = await answered(handler, bridged.request, log);
    if (bridged.tooLarge()) {
      await response.body?.cancel();
      return refuse('too_large');
    }
    return send(response, isEventStream(response) ? closing : never);
  };
}

/** What the handler answers; a handler that throws is a fault of the program, and the caller learns only that. */
async function answered(
  handler: LoopbackDoorOptions['handler'],
  request: Request,
  log: Logger,
): Promise<Response> {
  try {
    return await handler(request);
  } catch (error) {
    log.error({ err: error, path: new URL(request.url).pathname }, 'the station failed to answer');
    const message = 'The station failed to answer. What was confirmed before is safe; try again.';
    return Response.json(
      { json: { defined: false, code: 'INTERNAL_SERVER_ERROR', status: 500, message } },
      { status: 500 },
    );
  }
}

/** Sends a browser that was let in to the first page, without the token in its address. */
function entered(session: string | null, cookieName: string, site: string | string[] | undefined): Response {
  const headers = new Headers({ 'cache-control': 'no-store' });
  if (session !== null) {
    headers.set('set-cookie', `${cookieName}=${session}; HttpOnly; SameSite=Strict; Path=/`);
  }
  if (site !== 'cross-site' && site !== 'same-site') {
    headers.set('location', '/');
    return new Response(null, { status: 303, headers });
  }
  // After a link on a foreign page a redirect would still count as foreign, and the strict cookie would stay behind.
  headers.set('content-type', 'text/html; charset=utf-8');
  const html =
    '<!doctype html><meta http-equiv="refresh" content="0;url=/"><title>Station</title><a href="/">Open the station</a>';
  return new Response(html, { headers });
}

/** The headers for the handler: without the door's own keys, and without what belongs to the connection. */
function headersFor(incoming: IncomingMessage, cookieName: string, hasBearer: boolean): Headers {
  const headers = new Headers();
  for (const [name, values] of Object.entries(incoming.headersDistinct)) {
    if (connectionHeaders.has(name) || name === 'cookie' || (name === 'authorization' && hasBearer)) continue;
    for (const value of values ?? []) headers.append(name, value);
  }
  const cookie = withoutCookie(incoming.headers.cookie, cookieName);
  if (cookie !== undefined) headers.set('cookie', cookie);
  return headers;
}

const connectionHeaders = new Set([
  'connection',
  'keep-alive',
  'transfer-encoding',
  'upgrade',
  'te',
  'expect',
]);

function pathOf(incoming: IncomingMessage): string {
  return (incoming.url ?? '').split('?')[0] ?? '';
}

import type { IncomingHttpHeaders } from 'node:http';

/** Why a request is turned away, before the station sees it. */
export type Refusal =
  | { readonly status: 400; readonly reason: 'malformed' }
  | { readonly status: 403; readonly reason: 'foreign_host' | 'foreign_origin' }
  | { readonly status: 401; readonly reason: 'no_key' }
  | { readonly status: 413; readonly reason: 'too_large' };

export interface GateRequest {
  readonly method: string;
  /** As it stood in the request line. */
  readonly target: string;
  readonly headers: IncomingHttpHeaders;
}

/**
 * Whether the request was made for this door by a page of this door, or by no page at all. Null: yes.
 *
 * The Host check defeats DNS rebinding. A page on another port of this computer is "same-site" to a browser, so a
 * same-site cookie alone keeps nobody out: Origin and Sec-Fetch-Site do.
 */
export function refusalBySource(request: GateRequest, port: number): Refusal | null {
  const { headers, method, target } = request;
  if (!target.startsWith('/') || !URL.canParse(`http://localhost${target}`)) {
    return { status: 400, reason: 'malformed' };
  }
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  if (headers.host === undefined || !hosts.includes(headers.host))
    return { status: 403, reason: 'foreign_host' };

  const foreign: Refusal = { status: 403, reason: 'foreign_origin' };
  if (headers.origin !== undefined && headers.origin !== `http://${headers.host}`) return foreign;
  const site = headers['sec-fetch-site'];
  if (site === undefined || site === 'same-origin' || site === 'none') return null;
  // A link elsewhere may lead here, as long as it opens a whole page and asks for nothing to be done.
  const opensPage =
    (method === 'GET' || method === 'HEAD') &&
    headers['sec-fetch-mode'] === 'navigate' &&
    headers['sec-fetch-dest'] === 'document';
  return opensPage && !wantsEvents(headers) ? null : foreign;
}

/**
 * Whether a request that carries the cookie shows where it came from, which a browser always does for anything but plain
 * reading. Null: it does, or it need not.
 */
export function refusalWithoutProof({ method, headers }: GateRequest): Refusal | null {
  if ((method === 'GET' || method === 'HEAD') && !wantsEvents(headers)) return null;
  const proven = headers.origin !== undefined || headers['sec-fetch-site'] === 'same-origin';
  return proven ? null : { status: 403, reason: 'foreign_origin' };
}

/** The value of a cookie, or null. */
export function cookieValue(header: string | undefined, name: string): string | null {
  for (const part of (header ?? '').split(';')) {
    const at = part.indexOf('=');
    if (at > 0 && part.slice(0, at).trim() === name) return part.slice(at + 1).trim();
  }
  return null;
}

/** The header without that cookie; undefined when nothing is left. */
export function withoutCookie(header: string | undefined, name: string): string | undefined {
  const rest = (header ?? '').split(';').filter((part) => part.split('=')[0]?.trim() !== name);
  const kept = rest.join(';').trim();
  return kept === '' ? undefined : kept;
}

/** The token of `authorization: Bearer`, or null. */
export function bearerOf(header: string | undefined): string | null {
  return /^Bearer ([\w-]+)$/.exec(header ?? '')?.[1] ?? null;
}

function wantsEvents(headers: IncomingHttpHeaders): boolean {
  return (headers.accept ?? '').includes('text/event-stream');
}

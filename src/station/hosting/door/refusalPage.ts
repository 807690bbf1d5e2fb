import type { Refusal } from './gate.ts';

const sentences: Readonly<Record<Refusal['reason'] | 'link_used' | 'programs_only' | 'closing', string>> = {
  malformed: 'This request cannot be understood.',
  foreign_host: 'The station answers only under the address that it printed when it started.',
  foreign_origin: 'Another web page tried to use the station. It was turned away.',
  no_key:
    'This browser has not been let in yet. Open the one-time link that the station printed when it started; press Enter in its terminal to get a new one.',
  too_large: 'This is too large to be taken in one piece.',
  link_used:
    'This link has been used already; each link lets in one browser once. Press Enter in the terminal of the station to get a new one.',
  programs_only:
    'The station is open in its own window, and no browser is let in here. Go on in that window, or from a terminal of the same person.',
  closing: 'The station is closing. Start it again to go on; nothing is lost.',
};

const codes: Readonly<Record<keyof typeof sentences, { code: string; status: number }>> = {
  malformed: { code: 'BAD_REQUEST', status: 400 },
  foreign_host: { code: 'FORBIDDEN', status: 403 },
  foreign_origin: { code: 'FORBIDDEN', status: 403 },
  no_key: { code: 'UNAUTHORIZED', status: 401 },
  too_large: { code: 'PAYLOAD_TOO_LARGE', status: 413 },
  link_used: { code: 'FORBIDDEN', status: 403 },
  programs_only: { code: 'UNAUTHORIZED', status: 401 },
  closing: { code: 'SERVICE_UNAVAILABLE', status: 503 },
};

/** The answer to a request that is turned away: a page for a person, or an error as an RPC client reads it. */
export function refusalResponse(reason: keyof typeof sentences, accept: string | undefined): Response {
  const { code, status } = codes[reason];
  const message = sentences[reason];
  const headers = { 'cache-control': 'no-store', connection: 'close' };
  if ((accept ?? '').includes('text/html')) {
    const html = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Station</title><style>:root{color-scheme:light dark}body{font:18px/1.5 system-ui,sans-serif;max-width:36em;margin:20vh auto;padding:0 24px}</style>
<main><h1>Not this way</h1><p>${message}</p></main></html>`;
    return new Response(html, {
      status,
      headers: { ...headers, 'content-type': 'text/html; charset=utf-8' },
    });
  }
  return Response.json({ json: { defined: false, code, status, message } }, { status, headers });
}

import { Hono } from 'hono';
import type { Context as HonoContext } from 'hono';
import type { Context } from '../context.ts';
import type { CallContext } from '../routes/caller.ts';
import { publishedKeys } from '../services/keys/keyRing.ts';
import { verifyByCode } from '../services/verification/verify.ts';
import { verifyPage } from './verifyPage.ts';
import { languageOf } from './words.ts';

/** Content that loads nothing from anywhere and runs no script. */
const PAGE_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/** Pages and files for everybody: the check of a certificate, and the keys. */
export function publicPages(central: Context, callOf: (request: Request) => CallContext): Hono {
  const app = new Hono();
  const { schoolName } = central.settings;

  async function check(c: HonoContext, code: string): Promise<Response> {
    const call = callOf(c.req.raw);
    const answer = await verifyByCode(central, code, {
      channel: 'public',
      address: call.address,
      agent: call.agent,
    });
    c.header('X-Robots-Tag', 'noindex, nofollow, noarchive');
    c.header('Vary', 'Accept, Accept-Language');
    if (wantsJson(c.req.header('accept'))) return c.json(answer);
    c.header('Content-Security-Policy', PAGE_POLICY);
    const language = languageOf(c.req.query('lang'), c.req.header('accept-language'));
    return c.html(verifyPage({ schoolName, language, answer }));
  }

  app.get('/verify', (c) => {
    const code = c.req.query('code')?.trim();
    if (code !== undefined && code !== '') return check(c, code);
    c.header('Content-Security-Policy', PAGE_POLICY);
    const language = languageOf(c.req.query('lang'), c.req.header('accept-language'));
    return c.html(verifyPage({ schoolName, language, answer: null }));
  });
  app.get('/verify/:code', (c) => check(c, c.req.param('code')));
  app.get('/certificates/verify/:code', (c) => check(c, c.req.param('code')));
  app.get('/.well-known/certificate-keys.json', async (c) => {
    c.header('Access-Control-Allow-Origin', '*');
    return c.json({ keys: await publishedKeys(central.db.reader) });
  });
  app.get('/robots.txt', (c) => c.text('User-agent: *\nDisallow: /\n'));
  return app;
}

function wantsJson(accept: string | undefined): boolean {
  return accept !== undefined && /application\/json/iu.test(accept) && !/text\/html/iu.test(accept);
}

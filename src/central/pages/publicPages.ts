import { Hono } from 'hono';
import type { Context as HonoContext } from 'hono';
import { parseCertificateNumber } from '../../domain/certificates/certificateNumber.ts';
import type { Context } from '../context.ts';
import type { CallContext } from '../routes/caller.ts';
import { interimCopyIsOut } from '../services/downloads/interim.ts';
import { publishedKeys } from '../services/keys/keyRing.ts';
import { createKeyReader, signedRecord } from '../services/verification/signedRecord.ts';
import { signatureScriptPolicy } from './signatureScript.ts';
import { tooManyPage, verifyPage } from './verifyPage.ts';
import { languageOf } from './words.ts';

/** Content that loads nothing from anywhere and runs no script, but for the one that checks a signature. */
const PAGE_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/** Pages and files for everybody: the check of a certificate, and the keys. */
export function publicPages(central: Context, callOf: (request: Request) => CallContext): Hono {
  const app = new Hono();
  const { schoolName } = central.settings;
  const readKeys = createKeyReader(central);

  async function check(c: HonoContext, text: string): Promise<Response> {
    const { address, agent, verifier } = callOf(c.req.raw);
    const by = parseCertificateNumber(text).ok ? 'number' : 'code';
    const json = wantsJson(c.req.header('accept'));
    // Read whatever the answer is: nobody shall tell by the time it takes that there is a certificate.
    const [answer, keys, interim] = await Promise.all([
      verifier({ by, text, asker: { channel: 'public', address, agent } }),
      json ? [] : readKeys(),
      json ? false : interimCopyIsOut(central, text),
    ]);
    const language = languageOf(c.req.query('lang'), c.req.header('accept-language'));
    c.header('X-Robots-Tag', 'noindex, nofollow, noarchive');
    c.header('Vary', 'Accept, Accept-Language');
    c.header('Content-Security-Policy', PAGE_POLICY);
    if (answer.tag === 'too_many') {
      c.header('Retry-After', String(answer.retryAfterSeconds));
      c.status(429);
      if (json)
        return c.json({ code: 'TOO_MANY_REQUESTS', data: { retryAfterSeconds: answer.retryAfterSeconds } });
      return c.html(tooManyPage({ schoolName, language, retryAfterSeconds: answer.retryAfterSeconds }));
    }
    if (json) return c.json(answer.verification);
    const signed = answer.snapshot === null ? null : signedRecord(answer.snapshot, keys);
    if (signed !== null) c.header('Content-Security-Policy', `${PAGE_POLICY}; ${signatureScriptPolicy}`);
    const { verification } = answer;
    return c.html(
      verifyPage({ schoolName, language, asked: text, by, answer: verification, signed, interim }),
    );
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

import { OpenAPIHandler } from '@orpc/openapi/fetch';
import { onError, ORPCError } from '@orpc/server';
import { Hono } from 'hono';
import type { Context as HonoContext } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { compress } from 'hono/compress';
import { z } from 'zod';
import type { Context } from '../context.ts';
import { apiPage } from '../pages/apiPage.ts';
import { demoLearnerPages } from '../pages/demoLearnerPages.ts';
import { downloadPages } from '../pages/downloadPages.ts';
import { mailPages } from '../pages/mailPages.ts';
import { metricsPage } from '../pages/metricsPage.ts';
import { officePage } from '../pages/officePage.ts';
import { publicPages } from '../pages/publicPages.ts';
import type { DocumentThread } from '../services/documents/thread.ts';
import { createVerifier } from '../services/verification/verify.ts';
import type { Verifier } from '../services/verification/verify.ts';
import { CALLER_ADDRESS_HEADER } from './caller.ts';
import type { CallContext } from './caller.ts';
import { BUSY_SECONDS, failureOf, failureResponse } from './failures.ts';
import { learningRoutes } from './learningRoutes.ts';
import { openApiDocument } from './openApi.ts';
import { paymentHooks } from './paymentHooks.ts';
import { privacyRoutes } from './privacyRoutes.ts';
import { publicRoutes } from './publicRoutes.ts';
import { os } from './router.ts';
import { schoolRoutes } from './schoolRoutes.ts';
import { stationRoutes } from './stationRoutes.ts';
import { tellingRoutes } from './tellingRoutes.ts';
import { createVerifyDoor } from './verifyDoor.ts';
import { webhookRoutes } from './webhookRoutes.ts';

/** Largest body of a call: 1,000 facts or events, with room. */
const MAX_BODY_BYTES = 16 * 1024 * 1024;

const router = os.router({
  ...stationRoutes,
  ...schoolRoutes,
  ...learningRoutes,
  ...publicRoutes,
  ...tellingRoutes,
  ...webhookRoutes,
  ...privacyRoutes,
});

function callContext(central: Context, verifier: Verifier, request: Request): CallContext {
  return {
    central,
    verifier,
    authorization: request.headers.get('authorization'),
    address: request.headers.get(CALLER_ADDRESS_HEADER),
    agent: request.headers.get('user-agent'),
    publicUrl: central.settings.publicUrl?.replace(/\/+$/u, '') ?? new URL(request.url).origin,
    answerHeaders: new Headers(),
  };
}

/** Codes of failures that are in the log already; oRPC makes errors of the contract anew, so only the code tells. */
const told: ReadonlySet<string> = new Set(['UNEXPECTED', 'UNAVAILABLE']);

/**
 * The whole of central behind one Fetch handler: API, its description, public pages, health.
 *
 * @param ready says whether calls can be answered; until then, and while stopping, everything but `/healthz` is 503.
 */
export function createHandler(
  central: Context,
  documents: DocumentThread,
  ready: () => boolean,
): (request: Request) => Promise<Response> {
  const { app, verifier } = createApp(central, documents, ready);
  const door = createVerifyDoor(central, verifier, ANSWER_HEADERS);
  return async (request) => (ready() ? await door(request) : null) ?? app.fetch(request);
}

/** Everything that is served, by its routes. */
export function createApp(
  central: Context,
  documents: DocumentThread,
  ready: () => boolean,
): { readonly app: Hono; readonly verifier: Verifier } {
  const fail = (error: unknown): void => {
    if (error instanceof ORPCError && (error.status < 500 || told.has(error.code))) return;
    const { code, status, message, data } = failureOf(central, error);
    throw new ORPCError(code, { status, message, data });
  };
  const api = new OpenAPIHandler(router, {
    clientInterceptors: [onError(fail)],
    interceptors: [
      onError(fail),
      // Outside of a procedure only the body is read.
      onError((error) => {
        if (!(error instanceof SyntaxError)) return;
        throw new ORPCError('BAD_REQUEST', { message: 'The body is not JSON.' });
      }),
    ],
  });
  const verifier = createVerifier(central);
  let document: Promise<object> | undefined;
  const app = new Hono();
  app.get('/healthz', (c) => c.json({ alive: true }));
  app.use(async (c, next) => {
    if (ready()) return next();
    c.header('Retry-After', '2');
    return c.json({ code: 'UNAVAILABLE', status: 503, message: 'Not ready.' }, 503);
  });
  app.get('/readyz', async (c) => {
    await central.db.reader.one(z.object({ one: z.int() }), 'SELECT 1 AS one');
    return c.json({ ready: true });
  });
  app.use(compress());
  app.use((c, next) => securityHeaders(c, next));
  app.use(
    bodyLimit({
      maxSize: MAX_BODY_BYTES,
      onError: (c) =>
        c.json({ code: 'PAYLOAD_TOO_LARGE', status: 413, message: 'That is more than 16 MB.' }, 413),
    }),
  );
  app.get('/openapi.json', async (c) => {
    document ??= openApiDocument(central.settings.schoolName);
    return c.json(await document);
  });
  app.get('/docs', async (c) => {
    document ??= openApiDocument(central.settings.schoolName);
    c.header('Content-Security-Policy', API_PAGE_POLICY);
    return c.html(apiPage(await document));
  });
  const callOf = (request: Request) => callContext(central, verifier, request);
  app.route('/', publicPages(central, callOf));
  app.route('/', downloadPages(central, documents, callOf));
  app.route('/', paymentHooks(central));
  app.route('/', mailPages(central));
  app.route(
    '/',
    demoLearnerPages(central, async (request) => app.fetch(request)),
  );
  app.route('/', metricsPage(central, callOf));
  app.route('/', officePage(central, callOf));
  app.use('/v1/*', async (c, next) => {
    const call = callOf(c.req.raw);
    const { matched, response } = await api.handle(c.req.raw, { context: call });
    if (!matched) return next();
    if (response.status === 503) c.header('Retry-After', String(BUSY_SECONDS));
    for (const [name, value] of call.answerHeaders) c.header(name, value);
    return c.newResponse(response.body, response);
  });
  app.notFound((c) => c.json({ code: 'NOT_FOUND', status: 404, message: 'There is nothing here.' }, 404));
  app.onError((error) => failureResponse(failureOf(central, error)));
  return { app, verifier };
}

const API_PAGE_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** What every answer says that says nothing else about it. */
const ANSWER_HEADERS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'x-frame-options': 'DENY',
  'cache-control': 'no-store',
} as const;

async function securityHeaders(c: HonoContext, next: () => Promise<void>): Promise<void> {
  await next();
  for (const [name, value] of Object.entries(ANSWER_HEADERS)) {
    if (name !== 'cache-control' || c.res.headers.get(name) === null) c.header(name, value);
  }
}

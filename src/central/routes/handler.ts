import { OpenAPIGenerator } from '@orpc/openapi';
import { OpenAPIHandler } from '@orpc/openapi/fetch';
import { onError, ORPCError } from '@orpc/server';
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4';
import { Hono } from 'hono';
import type { Context as HonoContext } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { compress } from 'hono/compress';
import { z } from 'zod';
import { centralContract } from '../../contract/central/contract.ts';
import type { Context } from '../context.ts';
import { apiPage } from '../pages/apiPage.ts';
import { demoLearnerPages } from '../pages/demoLearnerPages.ts';
import { downloadPages } from '../pages/downloadPages.ts';
import { mailPages } from '../pages/mailPages.ts';
import { metricsPage } from '../pages/metricsPage.ts';
import { publicPages } from '../pages/publicPages.ts';
import type { DocumentThread } from '../services/documents/thread.ts';
import { createVerifier } from '../services/verification/verify.ts';
import type { Verifier } from '../services/verification/verify.ts';
import type { CallContext } from './caller.ts';
import { learningRoutes } from './learningRoutes.ts';
import { paymentHooks } from './paymentHooks.ts';
import { privacyRoutes } from './privacyRoutes.ts';
import { publicRoutes } from './publicRoutes.ts';
import { os } from './router.ts';
import { schoolRoutes } from './schoolRoutes.ts';
import { stationRoutes } from './stationRoutes.ts';
import { tellingRoutes } from './tellingRoutes.ts';
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

/** The address of the caller: the host puts it into this header of the request that it makes, whatever the caller sent. */
export const CALLER_ADDRESS_HEADER = 'x-central-caller-address';

function callContext(central: Context, verifier: Verifier, request: Request): CallContext {
  return {
    central,
    verifier,
    authorization: request.headers.get('authorization'),
    address: request.headers.get(CALLER_ADDRESS_HEADER),
    agent: request.headers.get('user-agent'),
    publicUrl: central.settings.publicUrl?.replace(/\/+$/u, '') ?? new URL(request.url).origin,
  };
}

/** The document that describes the API, for programs. */
export function openApiDocument(schoolName: string): Promise<object> {
  const generator = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] });
  return generator.generate(centralContract, {
    info: { title: `Certificates of ${schoolName}`, version: '1' },
    components: {
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', description: 'A station’s signed token, or an API token.' },
      },
    },
    security: [{ bearer: [] }],
  });
}

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
  const api = new OpenAPIHandler(router, {
    interceptors: [
      onError((error) => {
        if (error instanceof ORPCError && error.status < 500) return;
        const reference = Buffer.from(central.random(6)).toString('hex');
        central.log.error({ reference, error: describe(error) }, 'a call failed');
        throw new ORPCError('UNEXPECTED', { status: 500, data: { reference } });
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
  app.use(bodyLimit({ maxSize: MAX_BODY_BYTES }));
  app.get('/openapi.json', async (c) => {
    document ??= openApiDocument(central.settings.schoolName);
    return c.json(await document);
  });
  app.get('/docs', async (c) => {
    document ??= openApiDocument(central.settings.schoolName);
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
  app.use('/v1/*', async (c, next) => {
    const { matched, response } = await api.handle(c.req.raw, { context: callOf(c.req.raw) });
    if (matched) return c.newResponse(response.body, response);
    return next();
  });
  app.notFound((c) => c.json({ code: 'NOT_FOUND', status: 404, message: 'There is nothing here.' }, 404));
  app.onError((error, c) => {
    const reference = Buffer.from(central.random(6)).toString('hex');
    central.log.error({ reference, error: describe(error) }, 'a request failed');
    return c.json(
      { code: 'UNEXPECTED', status: 500, message: 'Something failed here.', data: { reference } },
      500,
    );
  });
  return async (request) => app.fetch(request);
}

async function securityHeaders(c: HonoContext, next: () => Promise<void>): Promise<void> {
  await next();
  c.header('X-Content-Type-Options', 'nosniff');
  c.header('Referrer-Policy', 'no-referrer');
  c.header('X-Frame-Options', 'DENY');
  if (c.res.headers.get('Cache-Control') === null) c.header('Cache-Control', 'no-store');
}

/** What the log may say of an error: its kind, text and place, without the rows that a database names in its details. */
function describe(error: unknown): object {
  if (!(error instanceof Error)) return { message: String(error) };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  return {
    name: error.name,
    code,
    message: error.message,
    stack: error.stack,
    cause: error.cause === undefined ? undefined : describe(error.cause),
  };
}

import { expect, test } from 'vitest';
import { z } from 'zod';
import { createApp } from '../../src/central/routes/handler.ts';
import { completionOf, furnish, openSchool, SCHOOL } from './school.ts';
import { schoolSignIn } from './schoolSignIn.ts';

const Answers = z.record(z.string(), z.object({ content: z.record(z.string(), z.unknown()).optional() }));
const Document = z.object({
  openapi: z.string(),
  paths: z.record(
    z.string(),
    z.record(z.string(), z.object({ responses: Answers, summary: z.string().optional() })),
  ),
});

const neverAsked = {
  signer: () => Promise.reject(new Error('not asked')),
  certificate: () => Promise.reject(new Error('not asked')),
  stop: () => Promise.resolve(),
};

test('Whatever central serves stands in its OpenAPI document', async () => {
  const school = await openSchool('postgres');
  const document = Document.parse((await school.call('GET', '/openapi.json', undefined, null)).body);
  expect(document.openapi).toMatch(/^3\.1/u);
  const { app } = createApp(school.context, neverAsked, () => true);
  // Hono writes /verify/:code, OpenAPI /verify/{code}; what is for all paths is no route, and demos have pages of their own.
  const served = app.routes
    .filter(({ method, path }) => method !== 'ALL' && !path.startsWith('/demo/'))
    .map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)(?:\{[^}]*\})?/gu, '{$1}')}`);
  expect(served.length).toBeGreaterThan(12);
  const described = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(served.filter((each) => !described.includes(each))).toEqual([]);
  // And nothing is described that is not served: calls of the contract are all below /v1.
  const others = described.filter((each) => !each.includes(' /v1/'));
  expect(others.filter((each) => !served.includes(each))).toEqual([]);
});

test('Its pages and files answer as the document says: with these statuses and these kinds of content', async () => {
  const signIn = await schoolSignIn();
  const school = await openSchool('postgres', { schoolSignIn: signIn.settings });
  await furnish(school);
  await school.call('POST', '/v1/events', { events: completionOf('p', 'plain') }, SCHOOL);
  const { paths } = Document.parse((await school.call('GET', '/openapi.json', undefined, null)).body);
  const learner = signIn.tokenOf('p');
  const html = { accept: 'text/html' };
  const asked: readonly (readonly [
    method: 'GET' | 'POST',
    path: string,
    as: string,
    status: number,
    headers?: Record<string, string>,
    token?: string,
  ])[] = [
    ['GET', '/verify', '/verify', 200, html],
    ['GET', '/verify/nothing', '/verify/{code}', 200, html],
    [
      'GET',
      '/certificates/verify/nothing',
      '/certificates/verify/{code}',
      200,
      { accept: 'application/json' },
    ],
    ['GET', '/my-courses/plain/certificate', '/my-courses/{course}/certificate', 401],
    ['GET', '/my-courses/plain/certificate', '/my-courses/{course}/certificate', 200, {}, learner],
    ['GET', '/my-courses/tx/certificate', '/my-courses/{course}/certificate', 409, html, learner],
    ['GET', '/my-courses/nowhere/certificate', '/my-courses/{course}/certificate', 404, {}, learner],
    ['GET', '/download/nothing', '/download/{secret}', 404],
    ['GET', '/.well-known/certificate-keys.json', '/.well-known/certificate-keys.json', 200],
    ['GET', '/.well-known/certificate-authority.pem', '/.well-known/certificate-authority.pem', 200],
    ['POST', '/webhooks/stripe', '/webhooks/stripe', 400],
    ['GET', '/metrics', '/metrics', 401],
    ['GET', '/metrics', '/metrics', 200, {}, school.context.settings.administratorToken],
    ['GET', '/office', '/office', 401],
    ['GET', '/office', '/office', 200, {}, school.context.settings.administratorToken],
    ['GET', '/healthz', '/healthz', 200],
    ['GET', '/readyz', '/readyz', 200],
    ['GET', '/docs', '/docs', 200],
    ['GET', '/robots.txt', '/robots.txt', 200],
    ['GET', '/openapi.json', '/openapi.json', 200],
  ];
  for (const [method, path, as, status, headers = {}, token = null] of asked) {
    const reply = await school.call(method, path, undefined, token, headers);
    expect([path, reply.status]).toEqual([path, status]);
    const described = paths[as]?.[method.toLowerCase()]?.responses[String(status)];
    const type = reply.headers.get('content-type')?.split(';')[0] ?? '';
    expect([path, status, Object.keys(described?.content ?? {})]).toEqual([
      path,
      status,
      expect.arrayContaining([type]),
    ]);
  }
}, 60_000);

import { createHmac } from 'node:crypto';
import { PDFiumLibrary } from '@hyzyla/pdfium';
import { PDFDocument } from 'pdf-lib';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { codeOf, completionOf, furnish, NOON, openSchool, pairStation, SCHOOL } from './school.ts';
import type { TestSchool } from './school.ts';
import { schoolSignIn } from './schoolSignIn.ts';

async function rawGet(school: TestSchool, path: string, token: string | null = null): Promise<Response> {
  return school.central.handler(
    new Request(`http://central.test${path}`, {
      headers: token === null ? {} : { authorization: `Bearer ${token}` },
    }),
  );
}

test('A learner’s download is the same file each time, with the name as it is spelled', async () => {
  const { settings, tokenOf } = await schoolSignIn();
  const school = await openSchool('postgres', { schoolSignIn: settings });
  await furnish(school);
  await school.call(
    'POST',
    '/v1/events',
    { events: completionOf('p', 'ca', { name: 'Đặng Thị Ngọc Ánh' }) },
    SCHOOL,
  );
  const download = () => rawGet(school, '/my-courses/ca/certificate', tokenOf('p'));
  const first = await download();
  expect([first.status, first.headers.get('content-type')]).toEqual([200, 'application/pdf']);
  const bytes = new Uint8Array(await first.arrayBuffer());
  const pdf = await PDFDocument.load(bytes);
  expect(pdf.getPageCount()).toBe(1);
  const reader = await PDFiumLibrary.init();
  const page = (await reader.loadDocument(bytes)).getPage(0);
  expect(page.getText()).toContain('Ngọc Ánh');
  expect(page.getText()).not.toMatch(/\{\{|\}\}/u);
  reader.destroy();
  expect(new Uint8Array(await (await download()).arrayBuffer())).toEqual(bytes);
});

test('Nobody downloads what is another’s, not earned, or revoked, and a lazy course issues by the first download', async () => {
  const { settings, tokenOf } = await schoolSignIn();
  const school = await openSchool('postgres', { schoolSignIn: settings });
  await furnish(school);
  const scheme = { kind: 'random', prefix: 'LZ' };
  await school.call('PUT', '/v1/courses/lazy', {
    title: 'Lazy',
    jurisdiction: 'NONE',
    numberScheme: scheme,
    issuance: 'on_first_download',
  });
  await school.call('POST', '/v1/events', { events: completionOf('p', 'lazy') }, SCHOOL);
  const count = async () =>
    (await school.context.db.reader.one(z.object({ n: z.int() }), 'SELECT count(*) AS n FROM certificates'))
      ?.n;
  expect(await count()).toBe(0);
  const get = async (learner: string, more: object = {}) =>
    (await rawGet(school, '/my-courses/lazy/certificate', tokenOf(learner, more))).status;
  expect(await get('other')).toBe(409);
  expect(await get('p', { aud: 'elsewhere' })).toBe(401);
  expect(await get('p', { exp: NOON / 1000 - 600 })).toBe(401);
  expect(await Promise.all(Array.from({ length: 4 }, () => get('p')))).toEqual(Array(4).fill(200));
  expect(await count()).toBe(1);
  const [certificate] = await (await pairStation(school)).certificates();
  await school.call('POST', `/v1/certificates/${certificate?.certificateId}/revoke`, {
    category: 'error',
    reason: 'Wrong learner',
  });
  expect(await get('p')).not.toBe(200);
  expect(await count()).toBe(1);
}, 60_000);

test('A link opens one download once, for a quarter of an hour; the address to share opens for everybody', async () => {
  const school = await openSchool('postgres');
  await furnish(school);
  await school.call('POST', '/v1/events', { events: completionOf('p', 'plain') }, SCHOOL);
  const [certificate] = await (await pairStation(school)).certificates();
  const link = async () => {
    const reply = await school.call(
      'POST',
      `/v1/certificates/${certificate?.certificateId}/links`,
      {},
      SCHOOL,
    );
    return z.object({ url: z.string(), shareUrl: z.string(), expiresAt: z.int() }).parse(reply.body);
  };
  const pathOf = (url: string) => new URL(url).pathname;
  const once = await link();
  expect(once.expiresAt).toBe(NOON + 15 * 60_000);
  const first = await rawGet(school, pathOf(once.url));
  expect(first.status).toBe(200);
  expect(
    Buffer.from(await first.arrayBuffer())
      .subarray(0, 5)
      .toString(),
  ).toBe('%PDF-');
  const again = await rawGet(school, pathOf(once.url));
  expect([again.status, await again.json()]).toMatchObject([410, { code: 'LINK_USED' }]);
  const late = await link();
  school.clock.advance(15 * 60_000);
  const expired = await rawGet(school, pathOf(late.url));
  expect([expired.status, await expired.json()]).toMatchObject([410, { code: 'LINK_EXPIRED' }]);
  expect((await rawGet(school, `${pathOf(late.url)}x`)).status).toBe(404);
  expect(once.shareUrl).toBe(`https://certificates.example.org/verify/${certificate?.verificationCode}`);
  const shared = await rawGet(school, pathOf(once.shareUrl));
  expect([shared.status, (await shared.text()).includes(certificate?.certificateNumber ?? '-')]).toEqual([
    200,
    true,
  ]);
});

test('Stripe’s refunds are taken only with its signature, and replays and other events change nothing', async () => {
  const school = await openSchool('postgres');
  await furnish(school);
  await school.call(
    'POST',
    '/v1/events',
    { events: completionOf('p', 'plain', { orderId: 'pi_1' }) },
    SCHOOL,
  );
  const validity = async () => (await (await pairStation(school)).certificates())[0]?.validity;
  const send = async (event: object, secret = 'whsec_for_tests', ageSeconds = 0) => {
    const body = JSON.stringify(event);
    const time = Math.floor(school.clock.now() / 1000) - ageSeconds;
    const mac = createHmac('sha256', secret).update(`${time}.${body}`).digest('hex');
    const request = new Request('http://central.test/webhooks/stripe', {
      method: 'POST',
      headers: {
        'stripe-signature': `t=${time},v1=${'0'.repeat(64)},v1=${mac}`,
        'content-type': 'application/json',
      },
      body,
    });
    return (await school.central.handler(request)).status;
  };
  const refund = (id: string, refunded: number, type = 'charge.refunded') => ({
    id,
    type,
    created: NOON / 1000,
    data: {
      object: { id: 'ch_1', amount: 500, amount_refunded: refunded, payment_intent: 'pi_1', metadata: {} },
    },
  });
  expect(await send(refund('evt_1', 500), 'whsec_of_somebody')).toBe(400);
  expect(await send(refund('evt_1', 500), 'whsec_for_tests', 400)).toBe(400);
  expect(await send(refund('evt_1', 200))).toBe(200);
  expect(await send(refund('evt_2', 500, 'charge.succeeded'))).toBe(200);
  expect(await validity()).toBe('active');
  expect(await send(refund('evt_3', 500))).toBe(200);
  expect(await send(refund('evt_3', 500))).toBe(200);
  expect(await validity()).toBe('revoked');
  expect(
    codeOf(await school.call('POST', '/v1/certificates', { learnerId: 'p', courseId: 'plain' }, SCHOOL)),
  ).toBe('NOT_ELIGIBLE');
});

test('Who gets no file reads why, as a page in their language or as JSON; looking at a link does not use it up', async () => {
  const { settings, tokenOf } = await schoolSignIn();
  const school = await openSchool('postgres', { schoolSignIn: settings });
  await furnish(school);
  await school.call('POST', '/v1/events', { events: completionOf('p', 'plain') }, SCHOOL);
  const [certificate] = await (await pairStation(school)).certificates();
  const id = `/v1/certificates/${certificate?.certificateId}`;
  const ask = (path: string, method: string, accept: string, learner: string | null = null) =>
    school.central.handler(
      new Request(`http://central.test${path}`, {
        method,
        headers: {
          accept,
          'accept-language': 'es-MX',
          ...(learner === null ? {} : { authorization: `Bearer ${tokenOf(learner)}` }),
        },
      }),
    );
  const { url } = z.object({ url: z.string() }).parse((await school.call('POST', `${id}/links`, {})).body);
  const path = new URL(url).pathname;
  expect((await ask(path, 'HEAD', '*/*')).ok).toBe(true);
  expect((await ask(path, 'GET', 'text/html')).headers.get('content-type')).toBe('application/pdf');
  const used = await ask(path, 'GET', 'text/html,*/*');
  expect([used.status, used.headers.get('content-security-policy')]).toEqual([
    410,
    expect.stringContaining("default-src 'none'"),
  ]);
  expect(await used.text()).toMatch(/lang="es"[^]*Este enlace ya se usó/u);
  expect(await (await ask(path, 'GET', 'application/json')).json()).toMatchObject({ code: 'LINK_USED' });
  const mine = '/my-courses/plain/certificate';
  expect(await (await ask(mine, 'GET', 'text/html', 'other')).text()).toContain('La inscripción o el pago');
  await school.call('POST', `${id}/suspend`, { reason: 'To be looked at' });
  expect(await (await ask(mine, 'GET', 'text/html', 'p')).text()).toContain('Está suspendido');
  await school.call('POST', `${id}/revoke`, { reason: 'Wrong learner', category: 'error' });
  const revoked = await ask(mine, 'GET', 'application/json', 'p');
  expect([revoked.status, await revoked.json()]).toEqual([
    410,
    expect.objectContaining({ code: 'NOT_ACTIVE', data: { validity: 'revoked' } }),
  ]);
}, 60_000);

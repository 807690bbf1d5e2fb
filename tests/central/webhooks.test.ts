import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { callEndpoints } from '../../src/central/services/webhooks/call.ts';
import { WebhookBody, WebhookEndpoint } from '../../src/contract/central/webhooks.ts';
import { codeOf, furnish, issueMany, NOON, openSchool, pairStation } from './school.ts';
import type { TestSchool } from './school.ts';

const DAY = 24 * 3_600_000;

interface Call {
  readonly body: WebhookBody;
  readonly raw: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** Another system: a real HTTP server that keeps what it is told and answers as it likes. */
async function otherSystem() {
  const calls: Call[] = [];
  const other = { calls, answer: 200, location: '' };
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const raw = Buffer.concat(parts).toString();
      calls.push({ raw, body: WebhookBody.parse(JSON.parse(raw)), headers: request.headers });
      response.writeHead(other.answer, other.location === '' ? {} : { location: other.location }).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return Object.assign(other, { url: `http://127.0.0.1:${address.port}/hook` });
}

async function addEndpoint(school: TestSchool, url: string, topics: string[]) {
  const reply = await school.call('POST', '/v1/webhooks', { url, topics });
  return WebhookEndpoint.extend({ secret: z.string() }).parse(reply.body);
}

const all = ['certificate.issued', 'certificate.revoked', 'certificate.shipped', 'certificate.delivered'];

async function drain(school: TestSchool): Promise<void> {
  while (await callEndpoints(school.context));
}

test.for(['pglite', 'postgres'] as const)(
  'Another system hears of issue, shipment, delivery and revocation, signed, and of no name (%s)',
  { timeout: 60_000 },
  async (kind) => {
    const other = await otherSystem();
    const school = await openSchool(kind);
    await furnish(school);
    const { secret } = await addEndpoint(school, other.url, all);
    await issueMany(school, 1);
    await drain(school);
    const certificateId = other.calls[0]?.body.data.certificateId ?? '';
    const station = await pairStation(school);
    const parcel = {
      kind: 'parcel' as const,
      at: NOON,
      userId: null,
      parcelId: 'p',
      certificateIds: [certificateId],
      manifestNumber: null,
    };
    await station.push([
      { sequence: 1, fact: { ...parcel, event: 'handed_over' } },
      { sequence: 2, fact: { ...parcel, event: 'in_transit' } },
      { sequence: 3, fact: { ...parcel, event: 'delivered' } },
    ]);
    await drain(school);
    await school.call('POST', `/v1/certificates/${certificateId}/revoke`, {
      category: 'error',
      reason: 'Wrong course',
    });
    await drain(school);
    expect(other.calls.map((each) => each.body.type).toSorted()).toEqual(all.toSorted());
    expect(new Set(other.calls.map((each) => each.body.id)).size).toBe(4);
    for (const { headers, raw, body } of other.calls) {
      const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
      const signed = `${body.id}.${String(headers['webhook-timestamp'])}.${raw}`;
      expect(headers['webhook-signature']).toBe(
        `v1,${createHmac('sha256', key).update(signed).digest('base64')}`,
      );
      expect(headers['webhook-id']).toBe(body.id);
      expect(raw).not.toContain('Learner p0');
    }
  },
);

test('An endpoint hears only what it asked for, and only from then on', async () => {
  const other = await otherSystem();
  const school = await openSchool('postgres');
  await furnish(school);
  await issueMany(school, 1);
  await addEndpoint(school, other.url, ['certificate.revoked']);
  await issueMany(school, 1, 'tx', 5);
  await drain(school);
  expect(other.calls).toEqual([]);
});

test('A call that fails is repeated at growing distances under one id; given up, it is listed and can be replayed', async () => {
  const other = await otherSystem();
  other.answer = 500;
  const school = await openSchool('postgres');
  await furnish(school);
  const { endpointId } = await addEndpoint(school, other.url, all);
  await issueMany(school, 1);
  await drain(school);
  await drain(school);
  expect(other.calls).toHaveLength(1);
  for (let day = 0; day < 20; day += 1) {
    school.clock.advance(DAY);
    await drain(school);
  }
  expect(other.calls).toHaveLength(9);
  expect(new Set(other.calls.map((each) => each.body.id)).size).toBe(1);
  const dead = await school.call('GET', '/v1/webhooks/dead');
  expect(dead.body).toMatchObject([
    { endpointId, topic: 'certificate.issued', attempts: 9, problem: 'it answered 500' },
  ]);
  other.answer = 204;
  expect((await school.call('POST', `/v1/webhooks/${endpointId}/replay`)).body).toEqual({ replayed: 1 });
  await drain(school);
  expect(other.calls).toHaveLength(10);
  expect((await school.call('GET', '/v1/webhooks/dead')).body).toEqual([]);
});

test('Redirects are not followed, and 410 ends a call at once', async () => {
  const [other, elsewhere] = [await otherSystem(), await otherSystem()];
  other.answer = 307;
  other.location = elsewhere.url;
  const school = await openSchool('postgres');
  await furnish(school);
  await addEndpoint(school, other.url, all);
  await issueMany(school, 1);
  await drain(school);
  expect(elsewhere.calls).toEqual([]);
  other.answer = 410;
  school.clock.advance(DAY);
  await drain(school);
  expect((await school.call('GET', '/v1/webhooks/dead')).body).toMatchObject([
    { attempts: 2, problem: 'it answered 410' },
  ]);
});

test('An endpoint that is stopped is called no more, not even for what waits', async () => {
  const other = await otherSystem();
  const school = await openSchool('postgres');
  await furnish(school);
  const { endpointId } = await addEndpoint(school, other.url, all);
  await issueMany(school, 2);
  expect((await school.call('DELETE', `/v1/webhooks/${endpointId}`)).body).toEqual({ stopped: true });
  await issueMany(school, 1, 'tx', 7);
  await drain(school);
  expect(other.calls).toEqual([]);
});

test('Addresses without encryption elsewhere, or with a password inside, are refused', async () => {
  const school = await openSchool('postgres');
  for (const url of ['http://school.example/hook', 'https://user:secret@school.example/hook']) {
    expect(codeOf(await school.call('POST', '/v1/webhooks', { url, topics: all }))).toBe('BAD_URL');
  }
});

test('Processes that call at the same time make each call once', async () => {
  const other = await otherSystem();
  const school = await openSchool('postgres');
  await furnish(school);
  await addEndpoint(school, other.url, all);
  await issueMany(school, 90);
  await Promise.all(Array.from({ length: 4 }, () => drain(school)));
  await drain(school);
  expect(other.calls).toHaveLength(90);
  expect(new Set(other.calls.map((each) => each.body.id)).size).toBe(90);
});

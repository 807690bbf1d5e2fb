import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { z } from 'zod';
import { createCentral } from '../../src/central/compose.ts';
import type { Central } from '../../src/central/compose.ts';
import type { Context } from '../../src/central/context.ts';
import type { CentralPorts } from '../../src/central/ports.ts';
import { publishTemplate, readTemplateFolder } from '../../src/central/services/templates/store.ts';
import type { CentralSettings } from '../../src/central/settings.ts';
import type { Fact } from '../../src/contract/central/facts.ts';
import { FeedPage } from '../../src/contract/central/feed.ts';
import type { FeedCertificate } from '../../src/contract/central/feed.ts';
import { Lease } from '../../src/contract/central/leases.ts';
import { postgresDatabase } from '../support/postgres.ts';

const programFolder = join(import.meta.dirname, '..', '..');
export const NOON = Date.UTC(2026, 10, 20, 20, 0, 0);
export const ADMINISTRATOR = 'administrator-token-for-tests';
export const SCHOOL = 'school-token-for-tests-only';

/** Central in a test: its clock stands still until it is moved. */
export interface TestSchool {
  readonly central: Central;
  readonly context: Context;
  readonly clock: { now(): number; advance(ms: number): void };
  readonly log: { readonly level: string; readonly fields: object; readonly message: string }[];
  call(
    method: string,
    path: string,
    body?: unknown,
    token?: string | null,
    headers?: Record<string, string>,
  ): Promise<Reply>;
}

export interface Reply {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Headers;
}

/** The code of an error answer. */
export function codeOf(reply: Reply): string {
  return z.object({ code: z.string() }).parse(reply.body).code;
}

export function settingsFor(
  database: CentralSettings['database'],
  more: Partial<CentralSettings> = {},
): CentralSettings {
  return {
    database,
    programFolder,
    schoolName: 'Test School',
    publicUrl: 'https://certificates.example.org',
    administratorToken: ADMINISTRATOR,
    schoolToken: SCHOOL,
    masterKey: Buffer.alloc(32, 7).toString('base64url'),
    leaseHours: 24,
    usualFulfilHours: 24,
    verifyPerMinute: 1_000,
    verifyTotalPerMinute: 100_000,
    keepVerifierDays: 30,
    stripeWebhookSecret: 'whsec_for_tests',
    schoolSignIn: null,
    demo: false,
    ...more,
  };
}

/** Starts central on a new database of the kind, or on the one at a URL; stopped when the test ends. */
export async function openSchool(
  where: 'postgres' | 'pglite' | { readonly url: string },
  more: Partial<CentralSettings> = {},
  host: Pick<CentralPorts, 'openBrowserPage'> = {},
): Promise<TestSchool> {
  const database: CentralSettings['database'] =
    where === 'pglite'
      ? { kind: 'pglite', folder: null }
      : {
          kind: 'postgres',
          url: typeof where === 'string' ? await postgresDatabase() : where.url,
          connections: 12,
        };
  let now = NOON;
  const clock = { now: () => now, advance: (ms: number) => void (now += ms) };
  const log: { level: string; fields: object; message: string }[] = [];
  const write = (level: string) => (fields: object, message: string) =>
    void log.push({ level, fields, message });
  const central = createCentral(settingsFor(database, more), {
    clock,
    random: (count) => randomBytes(count),
    log: { info: write('info'), warn: write('warn'), error: write('error') },
    ...host,
  });
  await central.start();
  onTestFinished(() => central.stop());
  return {
    central,
    context: central.context(),
    clock,
    log,
    async call(method, path, body, token = ADMINISTRATOR, headers = {}) {
      const response = await central.handler(
        new Request(`http://central.test${path}`, {
          method,
          headers: {
            ...(token === null ? {} : { authorization: `Bearer ${token}` }),
            ...(body === undefined ? {} : { 'content-type': 'application/json' }),
            ...headers,
          },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        }),
      );
      const text = await response.text();
      return { status: response.status, body: jsonOr(text), headers: response.headers };
    },
  };
}

function jsonOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** A template and three courses: `ca` (paper, sequential), `tx` (paper, random) and `plain` (no paper, no rules). */
export async function furnish(school: TestSchool): Promise<string> {
  const files = await readTemplateFolder(join(programFolder, 'templates', 'completion'));
  return school.context.db.write(async (writer) => {
    await writer.run(`INSERT INTO stock_items VALUES ('paper', 'Paper', true, 100)`);
    const version = await publishTemplate(school.context, writer, files, {
      title: 'Completion',
      stockItemId: 'paper',
    });
    if (!version.ok) throw new Error(JSON.stringify(version.error));
    for (const [id, jurisdiction, scheme] of [
      ['ca', 'US-CA', '{"kind":"sequential","prefix":"CA","digits":6}'],
      ['tx', 'US-TX', '{"kind":"random","prefix":"TX"}'],
      ['plain', 'NONE', '{"kind":"random","prefix":"CCT"}'],
    ]) {
      await writer.run(
        'INSERT INTO courses (course_id, title, jurisdiction, number_scheme, template_version) VALUES ($1, $1, $2, $3::jsonb, $4)',
        [id ?? '', jurisdiction ?? '', scheme ?? '', version.value],
      );
    }
    return version.value;
  });
}

export const ADDRESS = {
  name: 'Ada Reed',
  street1: '1 Main St',
  city: 'Fresno',
  region: 'CA',
  postalCode: '93721',
  country: 'US',
};

/** What a school tells when a learner completes a course. */
export function completionOf(
  learnerId: string,
  courseId: string,
  more: { name?: string; date?: string; orderId?: string; at?: number } = {},
) {
  const at = more.at ?? NOON;
  return [
    {
      eventId: `l-${learnerId}`,
      at,
      kind: 'learner',
      learnerId,
      name: more.name ?? `Learner ${learnerId}`,
      email: null,
      address: ADDRESS,
    },
    {
      eventId: `e-${learnerId}-${courseId}`,
      at,
      kind: 'enrolled',
      learnerId,
      courseId,
      orderId: more.orderId ?? null,
    },
    {
      eventId: `c-${learnerId}-${courseId}`,
      at,
      kind: 'completed',
      learnerId,
      courseId,
      completionDate: more.date ?? '2026-11-19',
    },
  ];
}

/** Issues so many certificates of a course. */
export async function issueMany(school: TestSchool, count: number, courseId = 'ca', from = 0): Promise<void> {
  for (let start = 0; start < count; start += 300) {
    const events = Array.from({ length: Math.min(300, count - start) }, (_, index) =>
      completionOf(`p${from + start + index}`, courseId),
    ).flat();
    const reply = await school.call('POST', '/v1/events', { events }, SCHOOL);
    if (reply.status !== 200) throw new Error(JSON.stringify(reply.body));
  }
}

/** A station that was paired with its own key. */
export interface TestStation {
  readonly id: string;
  token(more?: { readonly lifeSeconds?: number; readonly audience?: string }): string;
  call(method: string, path: string, body?: unknown): Promise<Reply>;
  take(count: number, requestId?: string): Promise<Lease[]>;
  push(
    facts: readonly { readonly sequence: number; readonly fact: Fact }[],
  ): Promise<{ appliedThrough: number; conflicts: { kind: string }[] }>;
  feed(cursor?: string, limit?: number): Promise<FeedPage>;
  certificates(): Promise<FeedCertificate[]>;
}

export async function pairStation(school: TestSchool, name = 'Station'): Promise<TestStation> {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const code = z
    .object({ code: z.string() })
    .parse((await school.call('POST', '/v1/stations/codes')).body).code;
  const reply = await school.call(
    'POST',
    '/v1/stations/pair',
    { code, name, publicKey: publicKey.export({ format: 'jwk' }).x },
    null,
  );
  const id = z.object({ stationId: z.string() }).parse(reply.body).stationId;
  const token: TestStation['token'] = ({ lifeSeconds = 120, audience = 'central' } = {}) => {
    const iat = Math.floor(school.clock.now() / 1000);
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const head = `${part({ alg: 'EdDSA', kid: id })}.${part({ sub: id, aud: audience, iat, exp: iat + lifeSeconds })}`;
    return `${head}.${sign(null, Buffer.from(head), privateKey).toString('base64url')}`;
  };
  const call: TestStation['call'] = (method, path, body) => school.call(method, path, body, token());
  const feed: TestStation['feed'] = async (cursor, limit = 2000) => {
    const query = new URLSearchParams({ limit: String(limit), ...(cursor === undefined ? {} : { cursor }) });
    return FeedPage.parse((await call('GET', `/v1/feed?${query.toString()}`)).body);
  };
  return {
    id,
    token,
    call,
    feed,
    async take(count, requestId = randomBytes(8).toString('hex')) {
      const taken = await call('POST', '/v1/leases', { requestId, count });
      return z.object({ leases: z.array(Lease) }).parse(taken.body).leases;
    },
    async push(facts) {
      const pushed = await call('POST', '/v1/facts', { facts });
      return z
        .object({ appliedThrough: z.int(), conflicts: z.array(z.object({ kind: z.string() })) })
        .parse(pushed.body);
    },
    async certificates() {
      const found = new Map<string, FeedCertificate>();
      for (let cursor: string | undefined; ;) {
        const page = await feed(cursor);
        for (const change of page.changes) {
          if (change.kind === 'certificate') found.set(change.certificate.certificateId, change.certificate);
        }
        cursor = page.cursor;
        if (!page.more) return [...found.values()];
      }
    },
  };
}

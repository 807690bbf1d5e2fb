import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isContractProcedure } from '@orpc/contract';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { stationContract } from '../../src/contract/station/contract.ts';
import { signedInAs } from '../support/demoWorld.ts';
import { seedOf } from '../support/randomness.ts';
import { worldOfFile } from '../support/worldOfFile.ts';

const world = worldOfFile();
let headers: Record<string, string>;

beforeAll(async () => {
  const session = await signedInAs(await world().client(null), 'supervisor');
  const { token } = await world().door();
  headers = {
    authorization: `Bearer ${token}`,
    'x-station-session': session,
    'content-type': 'application/json',
  };
});

interface Procedure {
  readonly path: string;
  readonly input: z.ZodType | null;
}

function procedures(node: unknown, path: readonly string[] = []): Procedure[] {
  if (isContractProcedure(node)) {
    const { inputSchema } = node['~orpc'];
    return [{ path: path.join('/'), input: inputSchema instanceof z.ZodType ? inputSchema : null }];
  }
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([name, inner]) => procedures(inner, [...path, name]));
}

/** Everything but the event stream, and but signing out, which would end the session of this test. */
const all = procedures(stationContract).filter(
  ({ path }) => path !== 'live/changes' && path !== 'session/signOut',
);

/** Values that have broken programs before. */
const awkward = fc.constantFrom<unknown>(
  null,
  true,
  -1,
  0,
  1,
  1.5,
  Number.MAX_SAFE_INTEGER + 1,
  1e308,
  '',
  ' ',
  '0',
  'NaN',
  '\u0000',
  '\ud800',
  '\u202e',
  '../../../etc/passwd',
  "'; DROP TABLE pieces; --",
  '"*" OR NEAR( MATCH',
  '%_\\',
  '{{constructor}}',
  '__proto__',
  'x'.repeat(5000),
  '9'.repeat(400),
  [],
  {},
  [[[[]]]],
  { toString: 1 },
  '01a1fa6a-fe45-7c73-968c-31d994702057',
);

const anything = fc.oneof(awkward, fc.string({ unit: 'binary' }), fc.jsonValue());

/** Mostly of the shape that the procedure wants, with one garbage value or several; else any garbage. */
function inputFor(schema: z.ZodType | null): fc.Arbitrary<unknown> {
  const keys = schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
  const shaped = fc.record(Object.fromEntries(keys.map((key) => [key, fieldFor(key)])), { requiredKeys: [] });
  return keys.length === 0
    ? anything
    : fc.oneof({ weight: 4, arbitrary: shaped }, { weight: 1, arbitrary: anything });
}

/** Fields of the contract by their names, so that garbage gets past the first check. */
function fieldFor(key: string): fc.Arbitrary<unknown> {
  if (/ids?$/iu.test(key))
    return fc.oneof(anything, fc.uuid(), fc.array(fc.oneof(fc.uuid(), fc.string()), { maxLength: 3 }));
  if (/limit|count|position|sheets|chunkSize/u.test(key))
    return fc.oneof(anything, fc.integer({ min: -1, max: 1001 }));
  if (key === 'pin') return fc.oneof(anything, fc.constantFrom('0000', '123456789012'));
  if (/reason|note|text|search|code|name/iu.test(key))
    return fc.oneof(anything, fc.string({ minLength: 3, maxLength: 60, unit: 'grapheme' }));
  if (key === 'filter')
    return fc.oneof(anything, fc.record({ search: fc.string({ unit: 'binary', maxLength: 100 }) }));
  if (key === 'cursor')
    return fc.oneof(anything, fc.base64String(), fc.string({ maxLength: 200, unit: 'binary' }));
  return anything;
}

const post = (path: string, body: string | Uint8Array<ArrayBuffer>) =>
  fetch(`${world().station.ready.origin}/rpc/${path}`, { method: 'POST', headers, body });

/** No answer may tell of the inside: a stack, a file of the program, a statement of the database. */
function expectPlainAnswer(status: number, text: string, sent: string): void {
  expect(status, `${sent}\n${text}`).not.toBe(500);
  expect(text, sent).not.toMatch(
    /\n\s+at |node_modules|\.ts:\d|SQLITE_|SqliteError|SELECT |UNEXPECTED|INTERNAL_SERVER_ERROR/u,
  );
}

describe('whatever is sent, the answer is one of the contract', () => {
  const seed = seedOf('FUZZ_SEED');

  test.for(all)('$path', async ({ path, input }) => {
    let answers = 0;
    await fc.assert(
      fc.asyncProperty(inputFor(input), async (json) => {
        const sent = JSON.stringify({ json });
        const response = await post(path, sent);
        expectPlainAnswer(response.status, await response.text(), `${path} ${sent.slice(0, 500)}`);
        answers += 1;
      }),
      { seed, numRuns: Number(process.env['FUZZ_RUNS'] ?? 12), endOnFailure: true },
    );
    expect(answers).toBeGreaterThan(0);
  });

  test('bodies that are no message at all', async () => {
    const bodies: (string | Uint8Array<ArrayBuffer>)[] = [
      '',
      '{',
      'null',
      '[]',
      '{"json":',
      '{"json":{},"meta":[[99,"x"]]}',
      '{"json":{"__proto__":{"a":1}}}',
    ];
    bodies.push(
      '{"meta":"x"}',
      '\u0000'.repeat(100),
      new Uint8Array(randomBytes(2000)),
      `{"json":${'['.repeat(5000)}${']'.repeat(5000)}}`,
    );
    for (const path of [
      'queue/list',
      'batches/create',
      'setup/status',
      'no/such/procedure',
      '',
      '%2e%2e/x',
      'constructor/prototype',
    ]) {
      for (const body of bodies) {
        const response = await post(path, body);
        expectPlainAnswer(response.status, await response.text(), `${path} ${String(body).slice(0, 100)}`);
        expect(response.status).toBeLessThan(500);
      }
    }
  });

  test('and the station goes on, with nothing in its log that it did not expect', async () => {
    const client = await world().client(headers['x-station-session'] ?? '');
    expect((await client.history.auditCheck()).intact).toBe(true);
    expect((await client.queue.list({ filter: {}, limit: 1 })).rows).toHaveLength(1);
    const log = await readFile(join(world().stationData, 'logs', 'station.log'), 'utf8');
    expect(log.split('\n').filter((line) => line.includes('unexpected error'))).toEqual([]);
    const output = await readFile(join(world().folder, 'station.txt'), 'utf8');
    expect(output.split('\n').filter((line) => line !== '' && !line.startsWith('{"ready"'))).toEqual([]);
  });
});

describe('the door of the running program', () => {
  const asked = (path: string, init: RequestInit = {}) =>
    fetch(world().station.ready.origin + path, { ...init, redirect: 'manual' });

  test.for([
    ['without a key', {}],
    ['with another key', { authorization: 'Bearer 0123456789abcdef0123456789abcdef' }],
    ['with a cookie that it never gave', { cookie: 'station_door_1=abc' }],
  ] as const)('turns away a caller %s, for every kind of thing', async ([, extra]) => {
    for (const path of ['/', '/rpc/session/people', '/rpc/setup/status', '/assets/x.js', '/door/entry']) {
      const response = await asked(path, { method: path === '/' ? 'GET' : 'POST', headers: extra });
      expect(response.status, path).toBe(401);
      expect(await response.text()).not.toContain('Carla');
    }
  });

  test('turns away pages of other addresses even with the key', async () => {
    const { authorization = '' } = headers;
    for (const extra of [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site' },
    ]) {
      const response = await asked('/rpc/session/people', {
        method: 'POST',
        headers: { authorization, ...extra },
        body: '{}',
      });
      expect(response.status, JSON.stringify(extra)).toBe(403);
    }
  });

  test('lets a link in once', async () => {
    const link = new URL(world().station.ready.url);
    expect((await asked(link.pathname + link.search)).status).toBe(303);
    expect((await asked(link.pathname + link.search)).status).toBe(403);
  });
});

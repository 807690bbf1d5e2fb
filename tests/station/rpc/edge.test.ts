import { scryptSync } from 'node:crypto';
import { createORPCClient, ORPCError, safe } from '@orpc/client';
import { RPCLink } from '@orpc/client/fetch';
import type { AnyContractRouter, ContractRouterClient } from '@orpc/contract';
import { isContractProcedure } from '@orpc/contract';
import { onTestFinished, describe, expect, test } from 'vitest';
import { stationContract } from '../../../src/contract/station/contract.ts';
import type { Role } from '../../../src/domain/people/roles.ts';
import { createStation } from '../../../src/station/compose.ts';
import type { StationPorts } from '../../../src/station/ports/ports.ts';
import type { Station } from '../../../src/station/ports/station.ts';
import { tempDir } from '../../support/tempDir.ts';
import { testPorts, TestClock } from '../stationUnderTest.ts';
import type { LoggedLine } from '../stationUnderTest.ts';
import { ScriptedCentral } from '../sync/scriptedCentral.ts';

type Client = ContractRouterClient<typeof stationContract>;

interface Running {
  readonly station: Station;
  readonly clock: TestClock;
  readonly central: ScriptedCentral;
  readonly logged: LoggedLine[];
  client(token?: string): Client;
  signIn(role: Role): Promise<Client>;
}

function pinHash(pin: string): string {
  const salt = Buffer.from('sixteen bytes!!!');
  return `scrypt$1024$8$1$${salt.toString('base64url')}$${scryptSync(pin, salt, 32, { N: 1024, r: 8, p: 1 }).toString('base64url')}`;
}

const roles: readonly Role[] = ['clerk', 'qc', 'shipping', 'supervisor', 'administrator'];

async function runningStation(more: Partial<StationPorts> = {}): Promise<Running> {
  const folder = await tempDir();
  const clock = new TestClock();
  const central = new ScriptedCentral(clock.time);
  const logged: LoggedLine[] = [];
  for (const role of roles) {
    central.feed.push({
      kind: 'person',
      person: {
        userId: role,
        displayName: `The ${role}`,
        roles: [role],
        pinHash: pinHash('1379'),
        active: true,
      },
    });
  }
  const created = await createStation({
    ...testPorts(folder, clock, logged, new Map()),
    fetch: central.fetch,
    ...more,
  });
  if (!created.ok) throw new Error(created.error.tag);
  const station = created.value;
  onTestFinished(() => station.stop());
  const client = (token?: string): Client =>
    createORPCClient(
      new RPCLink({
        url: 'http://station.local/rpc',
        headers: token === undefined ? {} : { 'x-station-session': token },
        fetch: (request) => station.handler(request),
      }),
    );
  await client().setup.pair({
    centralUrl: 'https://central.example',
    code: central.code,
    stationName: 'North',
  });
  const signIn = async (role: Role) =>
    client((await client().session.signIn({ userId: role, pin: '1379' })).token);
  return { station, clock, central, logged, client, signIn };
}

async function codeOf(call: Promise<unknown>): Promise<string> {
  const { error } = await safe(call);
  return error instanceof ORPCError ? error.code : String(error);
}

interface Procedure {
  readonly path: readonly string[];
  readonly permission: unknown;
}

function procedures(router: AnyContractRouter, path: readonly string[] = []): Procedure[] {
  if (isContractProcedure(router)) return [{ path, permission: router['~orpc'].meta['permission'] }];
  return Object.entries(router).flatMap(([name, inner]) => procedures(inner, [...path, name]));
}

const all = procedures(stationContract);

async function raw(
  station: Station,
  path: readonly string[],
  body: string,
  token?: string,
): Promise<Response> {
  const headers = {
    'content-type': 'application/json',
    ...(token === undefined ? {} : { 'x-station-session': token }),
  };
  return station.handler(
    new Request(`http://station.local/rpc/${path.join('/')}`, { method: 'POST', headers, body }),
  );
}

describe('every procedure', () => {
  test('that demands a person turns away who has not signed in', async () => {
    const { station } = await runningStation();
    for (const { path, permission } of all) {
      if (permission === null) continue;
      const answer = await raw(station, path, '{"json":{}}');
      expect([path.join('.'), answer.status]).toEqual([path.join('.'), 401]);
      expect(await answer.json()).toMatchObject({ json: { code: 'NOT_SIGNED_IN', defined: true } });
    }
  });

  test('asks for its permission before it looks at anything', async () => {
    const { station, client } = await runningStation();
    const { token } = await client().session.signIn({ userId: 'administrator', pin: '1379' });
    for (const name of ['batch.create', 'qc.scan', 'pack', 'label.buy', 'handover', 'stock.move']) {
      const forbidden = all.find(({ permission }) => permission === name);
      if (forbidden === undefined) throw new Error(`No procedure demands ${name}`);
      const answer = await raw(station, forbidden.path, '{"json":{}}', token);
      expect(await answer.json()).toMatchObject({
        json: { code: 'NOT_PERMITTED', data: { permission: name } },
      });
    }
  });

  test('answers garbage with a readable error, never with a stack or an unexpected one', async () => {
    const { station, client, logged } = await runningStation();
    const { token } = await client().session.signIn({ userId: 'supervisor', pin: '1379' });
    const rubbish = [
      '',
      '{',
      'null',
      '[]',
      '"x"',
      '{"json":null}',
      '{"json":[]}',
      '{"json":{"batchId":{"$gt":""},"text":[],"userId":1,"pin":"x","cursor":{},"limit":-1}}',
      '{"json":{"text":"\\u0000\\ud800","batchId":"\'; DROP TABLE pieces; --","pieceId":"__proto__","deliverableId":"","limit":1e308}}',
      '{"json":{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}}',
      '{"json":{},"meta":[[5,"a","b"],["x"]]}',
    ];
    for (const { path } of all) {
      if (path.join('.') === 'live.changes' || path.join('.') === 'session.signOut') continue;
      for (const body of rubbish) {
        const answer = await raw(station, path, body, token);
        const text = await answer.text();
        expect(text).not.toMatch(/\bat .*\.[jt]s:\d+|node_modules|SqliteError/u);
        expect([
          path.join('.'),
          body,
          text.includes('UNEXPECTED'),
          answer.status < 500 || answer.status === 503,
        ]).toEqual([path.join('.'), body, false, true]);
      }
    }
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
    expect(logged.filter(({ message }) => message.includes('unexpected'))).toEqual([]);
  });

  test('is not found when there is none', async () => {
    const { station } = await runningStation();
    for (const path of [['no', 'such'], ['__proto__'], ['session', 'constructor']]) {
      expect((await raw(station, path, '{}')).status).toBe(404);
    }
  });
});

test('bad input is named field by field, without repeating what was typed', async () => {
  const { station } = await runningStation();
  const answer = await raw(station, ['session', 'signIn'], '{"json":{"userId":"clerk","pin":"hunter2"}}');
  expect(answer.status).toBe(400);
  const text = await answer.text();
  expect(text).toContain('"path":"pin"');
  expect(text).not.toContain('hunter2');
});

test('what goes wrong inside is an error with a reference, and the log knows the rest', async () => {
  const { clock, signIn, logged } = await runningStation();
  const client = await signIn('clerk');
  const now = clock.now.bind(clock);
  clock.now = () => {
    if (new Error('where').stack?.includes('summarizeQueue') === true)
      throw new Error('the clock fell off the wall');
    return now();
  };
  const { error } = await safe(client.queue.summary());
  expect(error).toMatchObject({ code: 'UNEXPECTED', status: 500 });
  expect(JSON.stringify(error)).not.toContain('wall');
  const reference = error instanceof ORPCError ? String(error.data.reference) : '';
  expect(logged.find(({ fields }) => 'reference' in fields && fields.reference === reference)).toBeDefined();
});

describe('signing in', () => {
  test('gives a session with the permissions of the roles, which ends by itself', async () => {
    const { clock, signIn } = await runningStation();
    const client = await signIn('qc');
    expect((await client.session.current()).permissions).toContain('qc.pass');
    clock.time += 59 * 60_000;
    await client.session.current();
    clock.time += 59 * 60_000;
    await client.session.current();
    clock.time += 60 * 60_000;
    expect(await codeOf(client.session.current())).toBe('NOT_SIGNED_IN');
  });

  test('ends at once when one signs out, or is struck off at central', async () => {
    const { central, signIn } = await runningStation();
    const [one, two, supervisor] = [await signIn('clerk'), await signIn('qc'), await signIn('supervisor')];
    await one.session.signOut();
    expect(await codeOf(one.session.current())).toBe('NOT_SIGNED_IN');
    central.feed.push({
      kind: 'person',
      person: { userId: 'qc', displayName: 'The qc', roles: ['qc'], pinHash: pinHash('1379'), active: false },
    });
    await supervisor.sync.runNow();
    expect(await codeOf(two.session.current())).toBe('NOT_SIGNED_IN');
  });

  test('counts wrong PINs down, locks, and forgives after a while', async () => {
    const { clock, client } = await runningStation();
    const wrong = () => safe(client().session.signIn({ userId: 'clerk', pin: '0000' }));
    const left: unknown[] = [];
    for (let count = 0; count < 4; count += 1) {
      const { error } = await wrong();
      left.push(error instanceof ORPCError ? error.data : null);
    }
    expect(left).toEqual([4, 3, 2, 1].map((attemptsLeft) => ({ attemptsLeft })));
    expect((await wrong()).error).toMatchObject({ code: 'PIN_LOCKED', data: { until: clock.time + 60_000 } });
    expect(await codeOf(client().session.signIn({ userId: 'clerk', pin: '1379' }))).toBe('PIN_LOCKED');
    clock.time += 60_001;
    expect((await client().session.signIn({ userId: 'clerk', pin: '1379' })).session.userId).toBe('clerk');
  });

  test('gives no more tries to many who try at once', async () => {
    const { client } = await runningStation();
    const tries = Array.from({ length: 20 }, (_, index) =>
      codeOf(client().session.signIn({ userId: 'clerk', pin: String(2000 + index) })),
    );
    const codes = await Promise.all(tries);
    expect(codes.filter((code) => code === 'WRONG_PIN').length).toBeLessThanOrEqual(4);
    expect(new Set(codes)).toEqual(new Set(['WRONG_PIN', 'PIN_LOCKED']));
  });

  test('by somebody who is not here is said', async () => {
    const { client } = await runningStation();
    expect(await codeOf(client().session.signIn({ userId: 'nobody', pin: '1379' }))).toBe('NOT_FOUND');
  });
});

describe('a second person', () => {
  test('must be another, with the right to approve', async () => {
    const { signIn } = await runningStation();
    const clerk = await signIn('clerk');
    const ask = { pin: '1379', action: 'spoil_numbered_sheet', subjectId: 'p-1', reason: 'torn' } as const;
    expect(await codeOf(clerk.session.approve({ ...ask, userId: 'clerk' }))).toBe('SAME_PERSON');
    expect(await codeOf(clerk.session.approve({ ...ask, userId: 'qc' }))).toBe('MAY_NOT_APPROVE');
    expect(await codeOf(clerk.session.approve({ ...ask, userId: 'supervisor', pin: '0000' }))).toBe(
      'WRONG_PIN',
    );
    expect(await codeOf(clerk.session.approve({ ...ask, userId: 'supervisor' }))).toBe('null');
  });
});

test('other people’s changes are told without a reload, and the stream ends when the station stops', async () => {
  const { station, central, signIn } = await runningStation();
  const client = await signIn('clerk');
  const changes = await client.live.changes();
  expect((await changes.next()).value).toMatchObject({ kind: 'hello' });
  central.issue();
  await client.sync.runNow();
  expect((await changes.next()).value).toMatchObject({
    kind: 'changed',
    topics: expect.arrayContaining([{ topic: 'queue' }]),
  });
  const stopped = station.stop();
  let last = await changes.next();
  while (last.done !== true) last = await changes.next();
  await stopped;
  expect(await codeOf(client.session.current())).toBe('STOPPING');
});

test('the audit log shows who signed in, and its chain holds', async () => {
  const { signIn } = await runningStation();
  const supervisor = await signIn('supervisor');
  const { rows } = await supervisor.history.audit({});
  expect(rows.map(({ action, who }) => [action, who])).toEqual([
    ['session.signed_in', 'The supervisor'],
    ['station.paired', null],
  ]);
  expect(await supervisor.history.auditCheck()).toEqual({ entries: 2, intact: true, firstBroken: null });
});

test('the doctor looks at everything and finds a healthy station healthy', async () => {
  const { signIn } = await runningStation();
  const checks = await (await signIn('supervisor')).overview.doctor();
  expect(checks.filter(({ verdict }) => verdict === 'bad')).toEqual([]);
  expect(checks.map(({ check }) => check)).toContain('database');
});

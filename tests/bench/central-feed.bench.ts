import { generateKeyPairSync, sign } from 'node:crypto';
import { z } from 'zod';
import { serve } from '../../src/central/commands/serve.ts';
import type { Context } from '../../src/central/context.ts';
import type { Param, Reader } from '../../src/central/db/database.ts';
import { pullFeed } from '../../src/central/services/feed/pull.ts';
import { newPairingCode, pairStation } from '../../src/central/services/stations/pairing.ts';
import { startPostgres } from '../support/postgresProcess.ts';
import { benchSettings, fillCertificates, furnishBench, quietPorts } from './central/benchSchool.ts';
import { median } from './kit.ts';
import type { Benchmark } from './kit.ts';

export const about =
  'all changes to a new station over HTTP, and the share of it that PostgreSQL’s queries take';

const ROUNDS = 3;
/** A million changes are pulled once: their pages are many rounds already. */
const ONE_ROUND_ABOVE = 200_000;
const PAGE = 2_000;

const Page = z.object({ cursor: z.string(), more: z.boolean(), changes: z.array(z.unknown()) });

/** A station's token, as it makes one for each call. */
async function tokenMaker(context: Context): Promise<() => string> {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const { code } = await newPairingCode(context);
  const paired = await pairStation(context, {
    code,
    name: 'Bench',
    publicKey: publicKey.export({ format: 'jwk' }).x ?? '',
  });
  if (!paired.ok) throw new Error(paired.error);
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return () => {
    const iat = Math.floor(Date.now() / 1000);
    const claims = { sub: paired.value, aud: 'central', iat, exp: iat + 120 };
    const head = `${part({ alg: 'EdDSA', kid: paired.value })}.${part(claims)}`;
    return `${head}.${sign(null, Buffer.from(head), privateKey).toString('base64url')}`;
  };
}

async function pullOverHttp(url: string, token: () => string, certificates: number): Promise<number> {
  const begun = performance.now();
  let changes = 0;
  for (let cursor: string | undefined; ;) {
    const query = new URLSearchParams({ limit: String(PAGE), ...(cursor === undefined ? {} : { cursor }) });
    const response = await fetch(`${url}/v1/feed?${query.toString()}`, {
      headers: { authorization: `Bearer ${token()}` },
    });
    const page = Page.parse(await response.json());
    cursor = page.cursor;
    changes += page.changes.length;
    if (!page.more) break;
  }
  if (changes < certificates) throw new Error(`Only ${changes} changes came`);
  return performance.now() - begun;
}

/** The statements of a whole pull, with their parameters, as the feed sends them. */
async function statementsOf(context: Context): Promise<{ sql: string; params: readonly Param[] }[]> {
  const statements: { sql: string; params: readonly Param[] }[] = [];
  const listening = (reader: Reader): Reader => ({
    mayRead: true,
    all(row, sql, params = []) {
      statements.push({ sql, params });
      return reader.all(row, sql, params);
    },
    one(row, sql, params = []) {
      statements.push({ sql, params });
      return reader.one(row, sql, params);
    },
  });
  const db = {
    ...context.db,
    read: <T>(work: (reader: Reader) => Promise<T>) => context.db.read((reader) => work(listening(reader))),
  };
  for (let cursor: string | undefined; ;) {
    const page = await pullFeed({ ...context, db }, cursor, PAGE);
    cursor = page.cursor;
    if (!page.more) return statements;
  }
}

const Plan = z.object({ 'QUERY PLAN': z.unknown() });
const Times = z.tuple([z.object({ 'Planning Time': z.number(), 'Execution Time': z.number() })]);

/** Milliseconds that PostgreSQL says it needs for these statements. */
async function queryTime(
  context: Context,
  statements: readonly { sql: string; params: readonly Param[] }[],
): Promise<number> {
  let ms = 0;
  for (const { sql, params } of statements) {
    const plan = await context.db.reader.one(
      Plan,
      `EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) ${sql}`,
      params,
    );
    const [{ 'Planning Time': planning, 'Execution Time': execution }] = Times.parse(plan?.['QUERY PLAN']);
    ms += planning + execution;
  }
  return ms;
}

const benchmark: Benchmark = {
  n: 100_000,
  aims: [{ name: 'queryShare', aim: 0.2, better: 'lower', unit: '' }],
  async measure(n) {
    const postgres = await startPostgres(true);
    const running = await serve(benchSettings(postgres.url), { host: '127.0.0.1', port: 0 }, quietPorts);
    try {
      const context = running.central.context();
      await furnishBench(context);
      await fillCertificates(context, n);
      const token = await tokenMaker(context);
      const statements = await statementsOf(context);
      const totals: number[] = [];
      const queries: number[] = [];
      for (let round = 0; round < (n > ONE_ROUND_ABOVE ? 1 : ROUNDS); round += 1) {
        totals.push(await pullOverHttp(running.url, token, n));
        queries.push(await queryTime(context, statements));
      }
      const ms = median(totals);
      const shares = queries.map((each, index) => each / (totals[index] ?? each));
      return {
        figures: {
          fillMs: ms,
          queryMs: median(queries),
          queryShare: median(shares),
          changesPerSecond: n / (ms / 1000),
        },
      };
    } finally {
      await running.stop();
      await postgres.stop();
    }
  },
};

export default benchmark;

import { z } from 'zod';
import { createCentral } from '../../src/central/compose.ts';
import type { Context } from '../../src/central/context.ts';
import { startPostgres } from '../support/postgresProcess.ts';
import {
  addCompletions,
  benchSettings,
  drain,
  fillCertificates,
  furnishBench,
  quietPorts,
} from './central/benchSchool.ts';
import { median } from './kit.ts';
import type { Benchmark } from './kit.ts';

export const about =
  'completions drained into signed, numbered certificates, against the same rows in multi-row INSERTs';

const ROUNDS = 5;
const ROWS_AT_ONCE = 500;
/** More certificates than these are there already, in the mirror too, when the draining begins. */
const DRAINED_MOST = 100_000;

/** The tables that issuing fills, with their keys, each after those that it refers to. */
const tables = {
  certificates: 'certificate_id',
  deliverables: 'deliverable_id',
  certificate_events: 'event_id',
  feed_pending: 'seq',
} as const;
const Columns = z.object({ names: z.array(z.string()) });

/** Tables of the same shape and indexes, for the rows that somebody else would insert. */
async function mirror(context: Context): Promise<void> {
  await context.db.write(async (writer) => {
    await writer.run('SET LOCAL statement_timeout = 0');
    for (const table of Object.keys(tables)) {
      await writer.run(`CREATE TABLE raw_${table} (LIKE ${table} INCLUDING ALL)`);
      await writer.run(`INSERT INTO raw_${table} OVERRIDING SYSTEM VALUE SELECT * FROM ${table}`);
    }
  });
}

/** Inserts the rows of the newest round into the mirror: text of one row after the other, nothing computed, in transactions of 500. */
async function insertRaw(
  context: Context,
  rows: ReadonlyMap<string, { columns: string[]; values: string[] }>,
): Promise<void> {
  const most = Math.max(...[...rows.values()].map(({ values }) => values.length));
  for (let from = 0; from < most; from += ROWS_AT_ONCE) {
    await context.db.write(async (writer) => {
      for (const [table, { columns, values }] of rows) {
        const part = values.slice(from, from + ROWS_AT_ONCE);
        if (part.length === 0) continue;
        await writer.run(
          `INSERT INTO raw_${table} (${columns.join(', ')}) OVERRIDING SYSTEM VALUE VALUES ${part.join(', ')}`,
        );
      }
    });
  }
}

/** The rows that the mirror does not have yet, as the text of VALUES, in the order of their keys. */
async function newRows(context: Context) {
  const found = new Map<string, { columns: string[]; values: string[] }>();
  for (const [table, key] of Object.entries(tables)) {
    const columns = await context.db.reader.one(
      Columns,
      `SELECT jsonb_agg(column_name ORDER BY ordinal_position) AS names FROM information_schema.columns WHERE table_name = '${table}'`,
    );
    const names = columns?.names ?? [];
    const values = await context.db.reader.all(
      z.object({ value: z.string() }),
      `SELECT '(' || concat_ws(', ', ${names.map((name) => `quote_nullable(${name}::text)`).join(', ')}) || ')' AS value
       FROM ${table} t WHERE NOT EXISTS (SELECT 1 FROM raw_${table} r WHERE r.${key} = t.${key}) ORDER BY ${key}`,
    );
    found.set(table, { columns: names, values: values.map((each) => each.value) });
  }
  return found;
}

const benchmark: Benchmark = {
  n: 100_000,
  // Most of the rest is PostgreSQL locking the completions, joining what decides, and keeping the feed.
  aims: [{ name: 'vsRawInsert', aim: 10, better: 'lower', unit: '' }],
  async measure(n) {
    const postgres = await startPostgres(true);
    const central = createCentral(benchSettings(postgres.url), quietPorts);
    try {
      await central.start();
      const context = central.context();
      await furnishBench(context);
      const drained = Math.min(n, DRAINED_MOST);
      if (n > drained) await fillCertificates(context, n - drained);
      const first = n > drained ? n : 0;
      await mirror(context);
      const each = Math.max(1, Math.floor(drained / ROUNDS));
      const issued: number[] = [];
      const raw: number[] = [];
      for (let round = 0; round < ROUNDS; round += 1) {
        const paused = `INSERT INTO emergencies VALUES ('bench', 'pause_issuance', 'while the bench fills', 0, 'bench', NULL, NULL)`;
        await context.db.write((writer) => writer.run(paused));
        await addCompletions(context, first + round * each, each);
        await context.db.write((writer) => writer.run('ANALYZE'));
        await context.db.write((writer) => writer.run('DELETE FROM emergencies'));
        let begun = performance.now();
        await drain(context);
        issued.push(performance.now() - begun);
        const rows = await newRows(context);
        begun = performance.now();
        await insertRaw(context, rows);
        raw.push(performance.now() - begun);
      }
      const ms = median(issued);
      const ratios = issued.map((time, index) => time / (raw[index] ?? time));
      return {
        figures: { issueMs: ms, rawMs: median(raw), certificatesPerSecond: each / (ms / 1000) },
        ratios: { vsRawInsert: median(ratios) },
      };
    } finally {
      await central.stop();
      await postgres.stop();
    }
  },
};

export default benchmark;

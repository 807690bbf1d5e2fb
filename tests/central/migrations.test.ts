import { readdirSync } from 'node:fs';
import { cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import type { Database } from '../../src/central/db/database.ts';
import { migrate } from '../../src/central/db/migrate.ts';
import { openPostgres } from '../../src/central/db/postgres.ts';
import { TemplateRecord } from '../../src/contract/central/templates.ts';
import { postgresDatabase } from '../support/postgres.ts';
import { tempDir } from '../support/tempDir.ts';
import { furnish, issueMany, NOON, openSchool, pairStation, SCHOOL } from './school.ts';
import type { TestSchool } from './school.ts';

const migrations = join(import.meta.dirname, '..', '..', 'migrations', 'central');
const shipped = readdirSync(migrations).toSorted();
const Names = z.object({ name: z.string() });
const Json = z.object({ rows: z.array(z.record(z.string(), z.unknown())) });

type Rows = Readonly<Record<string, readonly Record<string, unknown>[]>>;

/** Everything that a school that worked for a while has in its database, table by table. */
async function rowsOf(db: Database): Promise<Rows> {
  const found: Record<string, readonly Record<string, unknown>[]> = {};
  for (const name of await tablesOf(db)) {
    const row = await db.reader.one(
      Json,
      `SELECT coalesce(jsonb_agg(to_jsonb(t)), '[]') AS rows FROM ${name} t`,
    );
    found[name] = row?.rows ?? [];
  }
  return found;
}

async function tablesOf(db: Database): Promise<string[]> {
  const rows = await db.reader.all(
    Names,
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'schema_migrations' ORDER BY 1`,
  );
  return rows.map((row) => row.name);
}

/** A database that has had the first so many migrations, with these rows as far as its form has them. */
async function databaseAt(
  count: number,
  rows: Rows,
): Promise<{ readonly url: string; readonly db: Database }> {
  const folder = join(await tempDir(), 'migrations');
  await mkdir(folder);
  for (const name of shipped.slice(0, count)) await cp(join(migrations, name), join(folder, name));
  const url = await postgresDatabase();
  const db = await openPostgres(url, { connections: 2, onLost: () => undefined });
  onTestFinished(() => db.close());
  await migrate(db, folder, () => NOON);
  const tables = await tablesOf(db);
  await db.write(async (writer) => {
    // Tables come in no order; what is copied was whole.
    await writer.run(`SET LOCAL session_replication_role = replica`);
    for (const table of tables) {
      await writer.run(
        `INSERT INTO ${table} OVERRIDING SYSTEM VALUE SELECT * FROM jsonb_populate_recordset(null::${table}, $1::jsonb)`,
        [JSON.stringify(rows[table] ?? [])],
      );
    }
    const counted = await writer.all(
      z.object({ table: z.string(), column: z.string() }),
      `SELECT table_name AS table, column_name AS column FROM information_schema.columns
       WHERE table_schema = 'public' AND is_identity = 'YES'`,
    );
    for (const { table, column } of counted) {
      const next = `SELECT setval(pg_get_serial_sequence('${table}', '${column}'), coalesce(max(${column}), 1)) FROM ${table}`;
      await writer.all(z.unknown(), next);
    }
  });
  return { url, db };
}

const countsOf = (rows: Rows) =>
  Object.fromEntries(Object.entries(rows).map(([name, all]) => [name, all.length]));

/** A school that has a bit of everything. */
async function workedSchool(): Promise<TestSchool> {
  const school = await openSchool('postgres');
  await furnish(school);
  await issueMany(school, 4);
  const station = await pairStation(school);
  const [first, second] = await station.certificates();
  await station.take(2);
  await school.call('POST', `/v1/certificates/${first?.certificateId}/revoke`, {
    category: 'error',
    reason: 'Wrong',
  });
  await school.call('POST', `/v1/certificates/${second?.certificateId}/links`, {}, SCHOOL);
  await school.call('POST', '/v1/people', { displayName: 'Ana', roles: ['clerk'], pin: '739201' });
  await school.call('POST', '/v1/emergencies', {
    kind: 'hold_shipping',
    reason: 'Flood',
    startedBy: 'Vera',
    endsAt: null,
  });
  await school.call('GET', `/v1/verify/${second?.verificationCode}`, undefined, null);
  return school;
}

let kept: Rows | undefined;

test.each(shipped.map((name, index) => [name, index] as const))(
  '%s is reached from the form before it, with a school’s data in it',
  async (name, index) => {
    kept ??= await rowsOf((await workedSchool()).context.db);
    const { db } = await databaseAt(index, kept);
    const before = countsOf(await rowsOf(db));
    const folder = join(await tempDir(), 'next');
    await mkdir(folder);
    for (const each of shipped.slice(0, index + 1)) await cp(join(migrations, each), join(folder, each));
    expect(await migrate(db, folder, () => NOON)).toEqual([name]);
    const after = countsOf(await rowsOf(db));
    expect(Object.entries(before).filter(([table, count]) => after[table] !== count)).toEqual([]);
  },
  60_000,
);

test('A school of an older form goes on in the newest: its certificates, signatures, templates and downloads are the same', async () => {
  const old = await workedSchool();
  const station = await pairStation(old);
  const told = await station.certificates();
  const { url } = await databaseAt(shipped.indexOf('0024_custom_fields.sql'), await rowsOf(old.context.db));
  const school = await openSchool({ url });
  const page = await school.call('GET', '/v1/feed', undefined, station.token());
  const again = z
    .object({ changes: z.array(z.looseObject({ kind: z.string() })) })
    .parse(page.body)
    .changes.flatMap((change) => (change.kind === 'certificate' ? [change['certificate']] : []));
  expect(again).toEqual(expect.arrayContaining([...told]));
  const [template] = z.array(TemplateRecord).parse((await school.call('GET', '/v1/templates')).body);
  expect(template).toMatchObject({
    courses: 3,
    certificates: 4,
    about: { kind: 'pdf', needs: [] },
    replacedBy: null,
  });
  expect((await school.call('GET', '/v1/courses/ca')).body).toMatchObject({ customFields: {} });
  await issueMany(school, 1, 'ca', 50);
  const active = told.find((each) => each.validity === 'active');
  const link = await school.call('POST', `/v1/certificates/${active?.certificateId}/links`, {}, SCHOOL);
  const { pathname } = new URL(z.object({ url: z.string() }).parse(link.body).url);
  expect((await school.call('GET', pathname, undefined, null)).status).toBe(200);
}, 60_000);

test('No row that proves something can be deleted by a cascade, nor lose what it points at', async () => {
  const school = await openSchool('postgres');
  const constraints = await school.context.db.reader.all(
    z.object({ name: z.string(), ondelete: z.string() }),
    `SELECT conname AS name, confdeltype AS ondelete FROM pg_constraint WHERE contype = 'f'`,
  );
  expect(constraints.length).toBeGreaterThan(10);
  // r: RESTRICT, a: NO ACTION; c would be CASCADE, n SET NULL, d SET DEFAULT.
  expect(constraints.filter(({ ondelete }) => ondelete !== 'r' && ondelete !== 'a')).toEqual([]);
});

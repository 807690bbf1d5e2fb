import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import type { Context } from '../../../src/central/context.ts';
import type { CentralPorts } from '../../../src/central/ports.ts';
import { sequence } from '../../../src/central/services/feed/sequencer.ts';
import { issueDue } from '../../../src/central/services/issuing/issue.ts';
import { publishTemplate, readTemplateFolder } from '../../../src/central/services/templates/store.ts';
import type { CentralSettings } from '../../../src/central/settings.ts';

const programFolder = join(import.meta.dirname, '..', '..', '..');
const ISSUE_AT_ONCE = 500;

export const quietPorts: CentralPorts = {
  clock: { now: () => Date.now() },
  random: (count) => randomBytes(count),
  log: {
    info: () => undefined,
    warn: () => undefined,
    error: (fields, message) => console.error(message, fields),
  },
};

/** Settings of a school on a PostgreSQL, as they are by default; only the limits of verification are out of the way. */
export function benchSettings(url: string): CentralSettings {
  return {
    database: { kind: 'postgres', url, connections: 10 },
    programFolder,
    schoolName: 'Bench School',
    publicUrl: null,
    administratorToken: 'administrator-token-of-the-bench',
    schoolToken: 'school-token-of-the-bench',
    masterKey: Buffer.alloc(32, 1).toString('base64url'),
    leaseHours: 24,
    usualFulfilHours: 24,
    verifyPerMinute: 1_000_000_000,
    verifyTotalPerMinute: 1_000_000_000,
    keepVerifierDays: 30,
    stripeWebhookSecret: null,
    schoolSignIn: null,
    demo: false,
  };
}

/** A template, and a course that owes paper under Texan rules and numbers at random, so that several may issue at once. */
export async function furnishBench(context: Context): Promise<void> {
  const files = await readTemplateFolder(join(programFolder, 'templates', 'completion'));
  await context.db.write(async (writer) => {
    await writer.run(`INSERT INTO stock_items VALUES ('paper', 'Paper', true, 100)`);
    const version = await publishTemplate(context, writer, files, {
      title: 'Completion',
      stockItemId: 'paper',
    });
    if (!version.ok) throw new Error(JSON.stringify(version.error));
    await writer.run(
      `INSERT INTO courses (course_id, title, jurisdiction, number_scheme, template_version)
       VALUES ('course', 'Driving Safety', 'US-TX', '{"kind":"sequential","prefix":"TX","digits":6}', $1)`,
      [version.value],
    );
  });
}

/** Learners who have completed the course and wait for their certificates, numbered from `from`. */
export async function addCompletions(context: Context, from: number, count: number): Promise<void> {
  const address = {
    name: 'Ada Reed',
    street1: '1 Main St',
    city: 'Austin',
    region: 'TX',
    postalCode: '78701',
    country: 'US',
  };
  const params = [from, from + count - 1];
  await context.db.write(async (writer) => {
    await writer.run(
      `INSERT INTO learners (learner_id, name, email, address, updated_at)
       SELECT 'l' || n, 'Maria Núñez ' || n, NULL, $3::jsonb, 0 FROM generate_series($1::bigint, $2::bigint) AS n`,
      [...params, JSON.stringify(address)],
    );
    await writer.run(
      `INSERT INTO enrollments (learner_id, course_id, order_id, enrolled_at)
       SELECT 'l' || n, 'course', 'o' || n, 0 FROM generate_series($1::bigint, $2::bigint) AS n`,
      params,
    );
    await writer.run(
      `INSERT INTO completions (learner_id, course_id, completion_date, completed_at, state, since)
       SELECT 'l' || n, 'course', to_char(now() - interval '2 days', 'YYYY-MM-DD'), n, 'due', 0
       FROM generate_series($1::bigint, $2::bigint) AS n`,
      params,
    );
  });
}

/** Issues until nothing is due. */
export async function drain(context: Context): Promise<void> {
  while ((await issueDue(context, ISSUE_AT_ONCE)) === ISSUE_AT_ONCE);
}

/** Certificates that are issued as they are in earnest; the others of a large school are copies of these. */
const GENUINE = 1_000;

/**
 * Fills the school with so many certificates, their paper, their histories and their places in the feed. Where issuing is not what is measured,
 * most are copied from genuine ones under other ids, which grow as those of issued ones do, numbers and codes.
 */
export async function fillCertificates(context: Context, count: number): Promise<void> {
  await addCompletions(context, 0, Math.min(count, GENUINE));
  await drain(context);
  await sequence(context.db);
  await context.db.write(async (writer) => {
    await writer.run('SET LOCAL statement_timeout = 0');
    const columnsOf = async (table: string) =>
      (
        await writer.all(
          z.object({ name: z.string() }),
          `SELECT column_name AS name FROM information_schema.columns
           WHERE table_name = '${table}' AND is_identity = 'NO' ORDER BY ordinal_position`,
        )
      ).map(({ name }) => name);
    const own: Readonly<Record<string, string>> = {
      certificate_id: `overlay(certificate_id placing lpad(to_hex(n), 8, '0') from 1)`,
      deliverable_id: `overlay(deliverable_id placing lpad(to_hex(n), 8, '0') from 1)`,
      certificate_number: `'TX-2025-' || lpad(n::text, 7, '0')`,
      verification_code: `lpad(upper(md5(n::text)), 28, '0')`,
      learner_id: `'copy' || n`,
      order_id: `'copy' || n`,
      subject_id: `overlay(subject_id placing lpad(to_hex(n), 8, '0') from 1)`,
      position: `(SELECT max(position) FROM feed) + n`,
    };
    const copied = Math.max(0, count - GENUINE);
    for (const table of ['certificates', 'deliverables', 'certificate_events', 'feed']) {
      const columns = await columnsOf(table);
      const where = table === 'feed' ? `WHERE kind = 'certificate'` : '';
      // Which genuine one a copy is of must be the same in all tables: they are numbered by certificate.
      const by = table === 'feed' ? 'subject_id' : 'certificate_id';
      await writer.run(
        `INSERT INTO ${table} (${columns.join(', ')})
         SELECT ${columns.map((column) => own[column] ?? column).join(', ')}
         FROM generate_series(1, $1::bigint) AS n
         JOIN (SELECT *, row_number() OVER (ORDER BY ${by}) - 1 AS place FROM ${table} ${where}) AS genuine
           ON genuine.place = n % ${GENUINE}`,
        [copied],
      );
    }
  });
  await context.db.write((writer) => writer.run('ANALYZE'));
}

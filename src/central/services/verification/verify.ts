import { z } from 'zod';
import type { Verification } from '../../../contract/central/verify.ts';
import { parseCertificateNumber } from '../../../domain/certificates/certificateNumber.ts';
import { CustomFields } from '../../../domain/certificates/snapshot.ts';
import type { CertificateSnapshot } from '../../../domain/certificates/snapshot.ts';
import { Validity } from '../../../domain/certificates/validity.ts';
import { normalizeVerificationCode } from '../../../domain/certificates/verificationCode.ts';
import type { Context } from '../../context.ts';
import { grouped } from './grouped.ts';
import { bucketOf, createLimits } from './limits.ts';

const Found = z.object({
  asked: z.int(),
  certificateId: z.string(),
  issuedName: z.string(),
  courseTitle: z.string(),
  completionDate: z.string(),
  issueDate: z.string(),
  certificateNumber: z.string(),
  jurisdiction: z.string(),
  validity: Validity,
  validityAt: z.int().nullable(),
  category: z.string().nullable(),
  /** What else was signed; only a page needs it. */
  record: z
    .object({
      verificationCode: z.string(),
      controlNumber: z.string().nullable(),
      templateVersion: z.string(),
      customFields: CustomFields.nullable(),
    })
    .nullable(),
});
type Found = z.infer<typeof Found>;

/** Who asked, for the log that is anonymised after a while. */
export interface Asker {
  readonly channel: 'public' | 'station' | 'api';
  readonly address: string | null;
  readonly agent: string | null;
}

/** What is asked: a verification code or a certificate number, in any spelling that people and scanners use. */
export interface Question {
  readonly by: 'code' | 'number';
  readonly text: string;
  readonly asker: Asker;
}

/** What is said, and the record that was signed where the answer shows all of it: asked by its code, and in force. */
export interface Answered {
  readonly verification: Verification;
  readonly snapshot: CertificateSnapshot | null;
}

/** The answer, or after how many seconds to ask again. */
export type VerifyAnswer =
  | ({ readonly tag: 'answered' } & Answered)
  | { readonly tag: 'too_many'; readonly retryAfterSeconds: number };

/** Answers questions about certificates; every one is logged before it is answered. */
export type Verifier = (question: Question) => Promise<VerifyAnswer>;

/** Few groups at a time: what comes while they are worked on makes the next ones larger, and a commit serves more. */
const GROUPS = { most: 500, atOnce: 3 };
/** Stands for a text that is no code, so that a question without an answer takes the same way as any other. */
const NO_KEY = '-';

/** Makes the verifier of a process. Questions that come together are charged, looked up and logged together. */
export function createVerifier(context: Context): Verifier {
  const limits = createLimits(context);
  const ask = grouped(async (group: readonly Question[]): Promise<VerifyAnswer[]> => {
    const waits = await limits.charge(group.map(({ asker }) => bucketOf(asker.address)));
    const admitted = group.filter((_, index) => waits[index] === null);
    const answers = (await answerAll(context, admitted)).values();
    return waits.map((retryAfterSeconds) => {
      if (retryAfterSeconds !== null) return { tag: 'too_many', retryAfterSeconds };
      const { value } = answers.next();
      if (value === undefined) throw new Error('A question has no answer');
      return { tag: 'answered', ...value };
    });
  }, GROUPS);
  return async (question) => {
    const retryAfterSeconds = limits.known(bucketOf(question.asker.address));
    return retryAfterSeconds === null ? ask(question) : { tag: 'too_many', retryAfterSeconds };
  };
}

function keyOf(question: Question): string {
  if (question.by === 'number') {
    const number = question.text
      .trim()
      .toUpperCase()
      .replace(/\p{Pd}/gu, '-');
    return parseCertificateNumber(number).ok ? number : NO_KEY;
  }
  const code = normalizeVerificationCode(question.text);
  return code.ok ? code.value : NO_KEY;
}

const columns = `c.certificate_id AS "certificateId", c.issued_name AS "issuedName", c.course_title AS "courseTitle",
  c.completion_date AS "completionDate", c.issue_date AS "issueDate", c.certificate_number AS "certificateNumber",
  c.jurisdiction, c.validity, c.validity_at AS "validityAt", c.validity_category AS category,
  CASE t.channel WHEN 'public' THEN json_build_object('verificationCode', c.verification_code, 'controlNumber', c.control_number,
    'templateVersion', c.template_version, 'customFields', c.custom_fields) END AS record`;

/** Looks up and logs in one statement. Of those that share a number, the one that counts is found, else the newest. */
const answerSql = `WITH found AS MATERIALIZED (
    SELECT t.*, ${columns}
    FROM jsonb_to_recordset($1::jsonb) AS t(n integer, code text, number text, text text, channel text, address text, agent text)
    LEFT JOIN LATERAL (
      SELECT * FROM certificates WHERE verification_code = t.code
      UNION ALL
      (SELECT * FROM certificates WHERE certificate_number = t.number ORDER BY (validity = 'superseded'), issued_at DESC LIMIT 1)
    ) AS c ON true
  ), logged AS (
    INSERT INTO verification_logs (at, certificate_id, asked, result, channel, address, agent)
    SELECT $2, "certificateId", text, CASE validity WHEN 'active' THEN 'valid' ELSE coalesce(validity, 'not_found') END,
      channel, address, agent
    FROM found ORDER BY n
  )
  SELECT n AS asked, "certificateId", "issuedName", "courseTitle", "completionDate", "issueDate", "certificateNumber",
    jurisdiction, validity, "validityAt", category, record
  FROM found WHERE "certificateId" IS NOT NULL`;

async function answerAll(context: Context, group: readonly Question[]): Promise<Answered[]> {
  if (group.length === 0) return [];
  const asked = group.map((question, n) => ({
    n,
    [question.by]: keyOf(question),
    text: printable(question.text, 100),
    channel: question.asker.channel,
    address: question.asker.address,
    agent: question.asker.agent === null ? null : printable(question.asker.agent, 300),
  }));
  const rows = await context.db.writeOnce(Found, answerSql, [JSON.stringify(asked), context.clock.now()]);
  const found = new Map(rows.map((row) => [row.asked, row]));
  return group.map(({ by }, index) => {
    const row = found.get(index);
    return { verification: answerOf(row, by), snapshot: by === 'code' ? snapshotOf(row) : null };
  });
}

const PLAIN = /^[\x20-\x7e]*$/u;

/** What anybody sends may hold what no database keeps: control characters and halves of characters. */
function printable(text: string, most: number): string {
  if (PLAIN.test(text)) return text.slice(0, most);
  return text
    .toWellFormed()
    .replace(/\p{Cc}/gu, '\uFFFD')
    .slice(0, most)
    .toWellFormed();
}

/** The first letter of each word: enough to compare with the paper in hand, too little for whoever counts through numbers. */
function initials(name: string): string {
  return name
    .split(' ')
    .map((word) => `${Array.from(word)[0] ?? ''}.`)
    .join(' ');
}

function snapshotOf(found: Found | undefined): CertificateSnapshot | null {
  if (found?.validity !== 'active' || found.record === null) return null;
  const { asked: _, validity: __, validityAt: ___, category: ____, record, ...shown } = found;
  return { ...shown, ...record };
}

function answerOf(found: Found | undefined, by: Question['by']): Verification {
  if (found === undefined) return { result: 'not_found' };
  const { certificateNumber } = found;
  switch (found.validity) {
    case 'active': {
      const issuedName = by === 'code' ? found.issuedName : initials(found.issuedName);
      const { courseTitle, completionDate, issueDate, jurisdiction } = found;
      return {
        result: 'valid',
        issuedName,
        courseTitle,
        completionDate,
        issueDate,
        certificateNumber,
        jurisdiction,
      };
    }
    case 'suspended':
      return { result: 'suspended', certificateNumber };
    case 'superseded':
      return { result: 'superseded', certificateNumber };
    case 'revoked':
      return {
        result: 'revoked',
        certificateNumber,
        revokedAt: found.validityAt ?? 0,
        category: found.category ?? 'other',
      };
  }
}

import { z } from 'zod';
import type { Verification } from '../../../contract/central/verify.ts';
import { parseCertificateNumber } from '../../../domain/certificates/certificateNumber.ts';
import { Validity } from '../../../domain/certificates/validity.ts';
import { normalizeVerificationCode } from '../../../domain/certificates/verificationCode.ts';
import type { Context } from '../../context.ts';
import { grouped } from './grouped.ts';
import { createLimiter } from './limiter.ts';

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

/** The answer, or after how many seconds to ask again. */
export type VerifyAnswer =
  | { readonly tag: 'answered'; readonly verification: Verification }
  | { readonly tag: 'too_many'; readonly retryAfterSeconds: number };

/** Answers questions about certificates; every one is logged before it is answered. */
export type Verifier = (question: Question) => Promise<VerifyAnswer>;

const GROUPS = { most: 500, atOnce: 3 };
/** Stands for a text that is no code, so that a question without an answer takes the same way as any other. */
const NO_KEY = '-';

/** Makes the verifier of a process. Questions that come together are looked up and logged together. */
export function createVerifier(context: Context): Verifier {
  const { verifyPerMinute, verifyTotalPerMinute } = context.settings;
  const limiter = createLimiter(verifyPerMinute, verifyTotalPerMinute, context.clock.now);
  const ask = grouped((group: readonly Question[]) => answerAll(context, group), GROUPS);
  return async (question) => {
    const retryAfterSeconds = limiter.tooManyFrom(question.asker.address);
    if (retryAfterSeconds !== null) return { tag: 'too_many', retryAfterSeconds };
    return { tag: 'answered', verification: await ask(question) };
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
  c.jurisdiction, c.validity, c.validity_at AS "validityAt", c.validity_category AS category`;

/** Looks up and logs in one statement. Of those that share a number, the one that counts is found, else the newest. */
const answerSql = `WITH t AS (
    SELECT * FROM jsonb_to_recordset($1::jsonb) AS t(n integer, code text, number text, text text, channel text, address text, agent text)
  ), found AS (
    SELECT t.n AS asked, ${columns} FROM t JOIN certificates c ON c.verification_code = t.code
    UNION ALL
    SELECT * FROM (
      SELECT DISTINCT ON (t.n) t.n AS asked, ${columns} FROM t JOIN certificates c ON c.certificate_number = t.number
      ORDER BY t.n, (c.validity = 'superseded'), c.issued_at DESC
    ) AS by_number
  ), logged AS (
    INSERT INTO verification_logs (at, certificate_id, asked, result, channel, address, agent)
    SELECT $2, found."certificateId", t.text,
      CASE found.validity WHEN 'active' THEN 'valid' ELSE coalesce(found.validity, 'not_found') END,
      t.channel, t.address, t.agent
    FROM t LEFT JOIN found ON found.asked = t.n
    ORDER BY t.n
  )
  SELECT * FROM found`;

async function answerAll(context: Context, group: readonly Question[]): Promise<Verification[]> {
  const asked = group.map((question, n) => ({
    n,
    code: question.by === 'code' ? keyOf(question) : NO_KEY,
    number: question.by === 'number' ? keyOf(question) : NO_KEY,
    text: printable(question.text, 100),
    channel: question.asker.channel,
    address: question.asker.address,
    agent: question.asker.agent === null ? null : printable(question.asker.agent, 300),
  }));
  const rows = await context.db.writeOnce(Found, answerSql, [JSON.stringify(asked), context.clock.now()]);
  const found = new Map(rows.map((row) => [row.asked, row]));
  return group.map(({ by }, index) => answerOf(found.get(index), by));
}

/** What anybody sends may hold what no database keeps: control characters and halves of characters. */
function printable(text: string, most: number): string {
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

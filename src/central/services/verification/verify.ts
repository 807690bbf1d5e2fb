import { z } from 'zod';
import type { Verification } from '../../../contract/central/verify.ts';
import { parseCertificateNumber } from '../../../domain/certificates/certificateNumber.ts';
import { Validity } from '../../../domain/certificates/validity.ts';
import { normalizeVerificationCode } from '../../../domain/certificates/verificationCode.ts';
import type { Context } from '../../context.ts';

const Found = z.object({
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

const columns = `certificate_id AS "certificateId", issued_name AS "issuedName", course_title AS "courseTitle",
  completion_date AS "completionDate", issue_date AS "issueDate", certificate_number AS "certificateNumber", jurisdiction,
  validity, validity_at AS "validityAt", validity_category AS category`;

function answerOf(found: Found): Verification {
  const { certificateNumber } = found;
  switch (found.validity) {
    case 'active': {
      const { issuedName, courseTitle, completionDate, issueDate, jurisdiction } = found;
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

/**
 * Is it genuine and in force? Asked by verification code, in any spelling that people and scanners use. Every attempt is
 * logged. What is no code is looked up all the same, so that an answer of `not_found` takes the same way each time.
 */
export async function verifyByCode(context: Context, text: string, asker: Asker): Promise<Verification> {
  const code = normalizeVerificationCode(text);
  const found = await context.db.reader.one(
    Found,
    `SELECT ${columns} FROM certificates WHERE verification_code = $1`,
    [code.ok ? code.value : 'none'],
  );
  return logged(context, found, text, asker);
}

/** As {@link verifyByCode}, asked by certificate number; of those that share it, the one that counts. */
export async function verifyByNumber(context: Context, text: string, asker: Asker): Promise<Verification> {
  const number = parseCertificateNumber(text);
  const [found] = await context.db.reader.all(
    Found,
    `SELECT ${columns} FROM certificates WHERE certificate_number = $1 ORDER BY (validity = 'superseded'), issued_at DESC LIMIT 1`,
    [
      number.ok
        ? text
            .trim()
            .toUpperCase()
            .replace(/\p{Pd}/gu, '-')
        : 'none',
    ],
  );
  return logged(context, found ?? null, text, asker);
}

async function logged(
  context: Context,
  found: Found | null,
  asked: string,
  asker: Asker,
): Promise<Verification> {
  const answer: Verification = found === null ? { result: 'not_found' } : answerOf(found);
  await context.db.write((writer) =>
    writer.run(
      `INSERT INTO verification_logs (at, certificate_id, asked, result, channel, address, agent)
       VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [
        context.clock.now(),
        found?.certificateId ?? null,
        asked.slice(0, 100),
        answer.result,
        asker.channel,
        asker.address,
        asker.agent?.slice(0, 300) ?? null,
      ],
    ),
  );
  return answer;
}

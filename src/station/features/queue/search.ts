import { z } from 'zod';
import { sqlRead } from '../../db/statements.ts';
import type { Reader } from '../../db/statements.ts';

const byCode = sqlRead<{ from: string; to: string }, { certificateId: string }>(
  `SELECT certificate_id AS certificateId FROM certificates WHERE verification_code >= @from AND verification_code < @to LIMIT 100`,
  z.object({ certificateId: z.string() }),
);

/** Beginnings of a code shorter than this are taken for a word. */
const CODE_BEGINS = 8;

/** Certificates whose verification code begins as typed, with or without its hyphens; none for what can be no code. */
export function certificatesByCode(tx: Reader, text: string): string[] {
  const from = text.replaceAll(/[\s\p{Pd}]/gu, '').toUpperCase();
  if (from.length < CODE_BEGINS || !/^[0-9A-HJKMNP-TV-Z]+$/u.test(from)) return [];
  return byCode.all(tx, { from, to: `${from}~` }).map(({ certificateId }) => certificateId);
}

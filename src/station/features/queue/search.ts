import { z } from 'zod';
import { sqlRead } from '../../db/statements.ts';
import type { Reader } from '../../db/statements.ts';

const byNumber = sqlRead<{ from: string; to: string }, { certificateId: string }>(
  `SELECT certificate_id AS certificateId FROM certificates WHERE certificate_number >= @from AND certificate_number < @to LIMIT 1000`,
  z.object({ certificateId: z.string() }),
);

/** Certificates that a typed text may mean, the likeliest first, at most a thousand. */
export function findCertificates(tx: Reader, text: string): readonly string[] {
  const from = text.toUpperCase();
  return byNumber.all(tx, { from, to: `${from}\uffff` }).map(({ certificateId }) => certificateId);
}

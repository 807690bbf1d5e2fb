import { z } from 'zod';
import { normalizeVerificationCode } from '../../../domain/certificates/verificationCode.ts';
import type { Context } from '../../context.ts';

/**
 * SQL: whether a certificate is given out as an interim copy now, since its paper is owed, not handed over yet, and an emergency
 * keeps paper back. `certificates` is the row, `$2` now in milliseconds.
 */
export const IS_INTERIM = `(EXISTS (SELECT 1 FROM deliverables d WHERE d.certificate_id = certificates.certificate_id
    AND d.owed AND d.stage NOT IN ('handed_over', 'in_transit', 'delivered'))
  AND EXISTS (SELECT 1 FROM emergencies e WHERE e.kind = 'digital_only' AND e.ended_at IS NULL
    AND (e.ends_at IS NULL OR e.ends_at > $2)))`;

/** Whether an interim copy of the certificate that somebody asks for may be about. Asked alike for what does not exist. */
export async function interimCopyIsOut(context: Context, asked: string): Promise<boolean> {
  const code = normalizeVerificationCode(asked);
  const row = await context.db.reader.one(
    z.object({ interim: z.boolean() }),
    `SELECT coalesce(bool_or(${IS_INTERIM}), false) AS interim FROM certificates
     WHERE validity = 'active' AND (verification_code = $1 OR certificate_number = $1)`,
    [code.ok ? code.value : asked.trim().toUpperCase().slice(0, 40), context.clock.now()],
  );
  return row?.interim === true;
}

import { StandingMail } from '../../../contract/central/mails.ts';
import { err, ok } from '../../../domain/result.ts';
import type { Result } from '../../../domain/result.ts';
import type { Context } from '../../context.ts';
import type { Writer } from '../../db/database.ts';

const columns = `mail_id AS "mailId", kind, certificate_id AS "certificateId", state, attempts, made_at AS "madeAt",
  next_at AS "nextAt", done_at AS "doneAt", problem`;

/** Mails in a state, newest first; of one certificate where one is named. */
export function listMails(
  context: Context,
  state: StandingMail['state'],
  certificateId: string | null,
): Promise<StandingMail[]> {
  return context.db.reader.all(
    StandingMail,
    `SELECT ${columns} FROM mails WHERE state = $1 AND ($2::text IS NULL OR certificate_id = $2)
     ORDER BY made_at DESC, mail_id LIMIT 1000`,
    [state, certificateId],
  );
}

/** Why a mail was left as it is. */
export type MailRefusal =
  | { readonly tag: 'unknown' }
  | { readonly tag: 'wrong_state'; readonly state: StandingMail['state'] };

async function settled(
  writer: Writer,
  mailId: string,
  from: readonly StandingMail['state'][],
  now: number,
): Promise<Result<StandingMail, MailRefusal>> {
  const before = await writer.one(
    StandingMail,
    `SELECT ${columns} FROM mails WHERE mail_id = $1 FOR UPDATE`,
    [mailId],
  );
  if (before === null) return err({ tag: 'unknown' });
  if (!from.includes(before.state)) return err({ tag: 'wrong_state', state: before.state });
  await writer.run(`UPDATE mails SET state = 'settled', done_at = $2 WHERE mail_id = $1`, [mailId, now]);
  return ok({ ...before, state: 'settled', doneAt: now });
}

/** A person looked at a parked mail and leaves it. */
export function settleMail(context: Context, mailId: string): Promise<Result<StandingMail, MailRefusal>> {
  return context.db.write((writer) => settled(writer, mailId, ['parked'], context.clock.now()));
}

/** Plans a parked, refused or suppressed mail once more, under a new id; the old one is settled. */
export function resendMail(context: Context, mailId: string): Promise<Result<StandingMail, MailRefusal>> {
  return context.db.write(async (writer) => {
    const now = context.clock.now();
    const old = await settled(writer, mailId, ['parked', 'refused', 'suppressed'], now);
    if (!old.ok) return old;
    const again = await writer.one(
      StandingMail,
      `INSERT INTO mails (mail_id, kind, about, certificate_id, staff_address, made_at, next_at)
       SELECT gen_random_uuid()::text, kind, 'again:' || mail_id, certificate_id, staff_address, $2, $2 FROM mails
       WHERE mail_id = $1 RETURNING ${columns}`,
      [mailId, now],
    );
    if (again === null) throw new Error('A mail that was just settled is gone');
    return ok(again);
  });
}

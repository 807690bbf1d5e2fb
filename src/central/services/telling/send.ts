import { z } from 'zod';
import type { Context } from '../../context.ts';
import type { MailContent } from '../../mail/layout.ts';
import { buildMail } from '../../mail/message.ts';
import { ServerAway } from '../../mail/smtp.ts';
import type { HandOver, SmtpSession } from '../../mail/smtp.ts';
import type { MailSettings } from '../../settings.ts';
import { learnerMail } from './content.ts';
import { digestContent } from './digest.ts';
import { openPostOffice } from './postOffice.ts';
import { mailKinds } from './queue.ts';
import { isRefused, refuseAddress } from './refusals.ts';

const AT_ONCE = 50;
const MINUTE_MS = 60_000;
/** Growing waits between attempts: five days in all, as RFC 5321 (4.5.4.1) asks for; then a person looks. */
const WAITS_MS = [1, 5, 15, 60, 3 * 60, 6 * 60, 12 * 60, 24 * 60, 24 * 60, 24 * 60, 26 * 60].map(
  (each) => each * MINUTE_MS,
);
/** A claim without a result is that of a program that ended. */
const CLAIM_MS = 15 * MINUTE_MS;

const Claimed = z.object({
  mailId: z.string(),
  kind: z.enum(mailKinds),
  certificateId: z.string().nullable(),
  staffAddress: z.string().nullable(),
  attempts: z.int(),
  madeAt: z.int(),
});
type Claimed = z.infer<typeof Claimed>;

/**
 * Sends some of the mails that are due, through one session. Several processes may do so at once.
 *
 * A mail goes to the server at most once: its row is claimed first, and turned to `handing_over` after the server asked for
 * the message and before its first byte leaves. Where no answer came after that, it is parked for a person and never sent
 * again by itself: a mail that is missing can be asked for, one that came twice worries people.
 *
 * @returns true when more may be due at once.
 */
export async function sendMails(context: Context): Promise<boolean> {
  const { mail } = context.settings;
  if (mail === undefined) return false;
  await freeStaleClaims(context);
  const claimedAt = context.clock.now();
  const claimed = await claim(context, claimedAt);
  if (claimed.length === 0) return false;
  const office = { session: await enter(context, mail) };
  try {
    for (const [index, each] of claimed.entries()) {
      if (!office.session?.usable()) {
        office.session?.close();
        office.session = await enter(context, mail);
      }
      if (office.session === null) {
        for (const rest of claimed.slice(index))
          await settle(context, rest, { tag: 'not_now', code: 'server away' });
        return false;
      }
      await sendOne(context, mail, office.session, each, claimedAt);
    }
  } finally {
    office.session?.close();
  }
  return claimed.length === AT_ONCE;
}

async function enter(context: Context, mail: MailSettings): Promise<SmtpSession | null> {
  try {
    return await openPostOffice(mail);
  } catch (error) {
    if (!(error instanceof ServerAway)) throw error;
    context.log.warn({ code: error.code }, 'the mail server is away');
    return null;
  }
}

function claim(context: Context, now: number): Promise<Claimed[]> {
  return context.db.write((writer) =>
    writer.all(
      Claimed,
      `UPDATE mails SET state = 'claimed', claimed_at = $1, attempts = attempts + 1
       WHERE mail_id IN (SELECT mail_id FROM mails WHERE state = 'waiting' AND next_at <= $1
         ORDER BY next_at, mail_id LIMIT ${AT_ONCE} FOR UPDATE SKIP LOCKED)
       RETURNING mail_id AS "mailId", kind, certificate_id AS "certificateId", staff_address AS "staffAddress", attempts,
         made_at AS "madeAt"`,
      [now],
    ),
  );
}

async function freeStaleClaims(context: Context): Promise<void> {
  const before = context.clock.now() - CLAIM_MS;
  await context.db.write(async (writer) => {
    await writer.run(`UPDATE mails SET state = 'waiting' WHERE state = 'claimed' AND claimed_at < $1`, [
      before,
    ]);
    await writer.run(
      `UPDATE mails SET state = 'parked', problem = 'the program ended while it was handed over'
       WHERE state = 'handing_over' AND claimed_at < $1`,
      [before],
    );
  });
}

type Ready = { readonly to: string; readonly content: MailContent };

async function contentFor(context: Context, each: Claimed): Promise<Ready | 'no_address' | 'outdated'> {
  if (each.kind === 'digest' || each.certificateId === null) {
    if (each.staffAddress === null) return 'no_address';
    return { to: each.staffAddress, content: await digestContent(context) };
  }
  const mail = await learnerMail(context, each.kind, each.certificateId);
  return mail.tag === 'mail' ? mail : mail.tag;
}

async function sendOne(
  context: Context,
  settings: MailSettings,
  session: SmtpSession,
  each: Claimed,
  claimedAt: number,
): Promise<void> {
  const ready = await contentFor(context, each);
  if (typeof ready === 'string') return finish(context, each, 'suppressed', ready);
  if (await isRefused(context, context.db.reader, ready.to))
    return finish(context, each, 'suppressed', 'bounced before');
  const mail = await buildMail(settings, ready.to, ready.content, { mailId: each.mailId, at: each.madeAt });
  const outcome = await session.handOver(mail, () =>
    context.db.write(async (writer) => {
      const mine = await writer.run(
        `UPDATE mails SET state = 'handing_over' WHERE mail_id = $1 AND state = 'claimed' AND claimed_at = $2`,
        [each.mailId, claimedAt],
      );
      return mine === 1;
    }),
  );
  if (outcome.tag === 'refused' && outcome.address) {
    await context.db.write((writer) => refuseAddress(context, writer, ready.to, outcome.code));
  }
  await settle(context, each, outcome);
}

/** Writes down how it ended. */
async function settle(context: Context, each: Claimed, outcome: HandOver): Promise<void> {
  switch (outcome.tag) {
    case 'taken':
      return finish(context, each, 'sent', null);
    case 'refused':
      return finish(context, each, 'refused', outcome.code);
    case 'unknown':
      context.log.warn({ mailId: each.mailId, code: outcome.code }, 'nobody knows whether a mail was taken');
      return finish(context, each, 'parked', `no answer after the message was sent: ${outcome.code}`);
    case 'not_now': {
      const wait = WAITS_MS[each.attempts - 1];
      if (wait === undefined) return finish(context, each, 'parked', `given up: ${outcome.code}`);
      await context.db.write((writer) =>
        writer.run(
          `UPDATE mails SET state = 'waiting', next_at = $2, problem = $3
           WHERE mail_id = $1 AND state IN ('claimed', 'handing_over')`,
          [each.mailId, context.clock.now() + wait, outcome.code],
        ),
      );
      return;
    }
    case 'not_begun':
      return;
  }
}

async function finish(context: Context, each: Claimed, state: string, problem: string | null): Promise<void> {
  await context.db.write((writer) =>
    writer.run(`UPDATE mails SET state = $2, problem = $3, done_at = $4 WHERE mail_id = $1`, [
      each.mailId,
      state,
      problem,
      context.clock.now(),
    ]),
  );
}

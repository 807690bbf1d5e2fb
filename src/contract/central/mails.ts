/** Mails that went wrong, and addresses that take none. */
import { z } from 'zod';
import { Instant, procedure } from './base.ts';

/** A mail as administrators see it: of what it tells, never to whom. */
export const StandingMail = z.object({
  mailId: z.string(),
  kind: z.enum(['issued', 'shipped', 'delivered', 'delayed', 'revoked', 'digest']),
  certificateId: z.string().nullable(),
  state: z.enum(['waiting', 'claimed', 'handing_over', 'sent', 'refused', 'suppressed', 'parked', 'settled']),
  attempts: z.int(),
  madeAt: Instant,
  nextAt: Instant,
  doneAt: Instant.nullable(),
  /** Steps and numbers of the mail server's answer. */
  problem: z.string().nullable(),
});
export type StandingMail = z.infer<typeof StandingMail>;

const MailId = z.object({ mailId: z.string().max(100) });

export const mailsContract = {
  list: procedure('administrator')
    .route({ method: 'GET', path: '/v1/mails', summary: 'Mails in a state, newest first' })
    .input(
      z.object({
        state: StandingMail.shape.state.default('parked'),
        certificateId: z.string().max(100).optional(),
      }),
    )
    .output(z.array(StandingMail)),
  /** A person decides that it is to be sent again, though the first may have arrived. */
  resend: procedure('administrator')
    .route({
      method: 'POST',
      path: '/v1/mails/{mailId}/resend',
      summary: 'Send a parked or refused mail again, as a new one',
    })
    .input(MailId)
    .output(StandingMail)
    .errors({ WRONG_STATE: { status: 409, data: z.object({ state: StandingMail.shape.state }) } }),
  settle: procedure('administrator')
    .route({
      method: 'POST',
      path: '/v1/mails/{mailId}/settle',
      summary: 'A person looked at a parked mail and leaves it',
    })
    .input(MailId)
    .output(StandingMail)
    .errors({ WRONG_STATE: { status: 409, data: z.object({ state: StandingMail.shape.state }) } }),
  /** For a mail provider's bounce notices that come after the server took the mail. */
  bounced: procedure('school')
    .route({ method: 'POST', path: '/v1/mails/bounces', summary: 'This address takes no mail' })
    .input(
      z.object({ address: z.string().trim().min(3).max(320), reason: z.string().trim().min(1).max(100) }),
    )
    .output(z.object({ suppressed: z.literal(true) })),
  accept: procedure('administrator')
    .route({ method: 'DELETE', path: '/v1/mails/bounces', summary: 'This address takes mail again' })
    .input(z.object({ address: z.string().trim().min(3).max(320) }))
    .output(z.object({ suppressed: z.literal(false), wasSuppressed: z.boolean() })),
};

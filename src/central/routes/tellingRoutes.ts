import { listMails, resendMail, settleMail } from '../services/telling/list.ts';
import { acceptAddress, refuseAddress } from '../services/telling/refusals.ts';
import { os } from './router.ts';

/** Mails that went wrong, and addresses that take none. */
export const tellingRoutes = {
  mails: {
    list: os.mails.list.handler(({ input, context }) =>
      listMails(context.central, input.state, input.certificateId ?? null),
    ),
    resend: os.mails.resend.handler(async ({ input, context, errors }) => {
      const again = await resendMail(context.central, input.mailId);
      if (again.ok) return again.value;
      if (again.error.tag === 'wrong_state') throw errors.WRONG_STATE({ data: { state: again.error.state } });
      throw errors.NOT_FOUND({ data: { what: 'mail', id: input.mailId } });
    }),
    settle: os.mails.settle.handler(async ({ input, context, errors }) => {
      const settled = await settleMail(context.central, input.mailId);
      if (settled.ok) return settled.value;
      if (settled.error.tag === 'wrong_state')
        throw errors.WRONG_STATE({ data: { state: settled.error.state } });
      throw errors.NOT_FOUND({ data: { what: 'mail', id: input.mailId } });
    }),
    bounced: os.mails.bounced.handler(async ({ input, context }) => {
      const { central } = context;
      await central.db.write((writer) => refuseAddress(central, writer, input.address, input.reason));
      return { suppressed: true as const };
    }),
    accept: os.mails.accept.handler(async ({ input, context }) => {
      const { central } = context;
      const wasSuppressed = await central.db.write((writer) => acceptAddress(central, writer, input.address));
      return { suppressed: false as const, wasSuppressed };
    }),
  },
};

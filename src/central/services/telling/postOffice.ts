import { mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import type { BuiltMail } from '../../mail/message.ts';
import { openSmtp } from '../../mail/smtp.ts';
import type { HandOver, SmtpSession } from '../../mail/smtp.ts';
import type { MailSettings } from '../../settings.ts';

/** Where mails go: a server, or a folder. @throws ServerAway when the server is not to be had. */
export async function openPostOffice(settings: MailSettings): Promise<SmtpSession> {
  const { transport } = settings;
  return transport.kind === 'smtp' ? openSmtp(transport) : openFolder(transport.folder);
}

/** The name of a mail's file: its id, which says nothing about anybody. */
export function mailFileName(mail: Pick<BuiltMail, 'bytes'>): string {
  const id = /^message-id:\s*<([0-9a-f-]{36})@/imu.exec(mail.bytes.subarray(0, 4000).toString('latin1'))?.[1];
  if (id === undefined) throw new Error('A mail without an id of ours');
  return `${id}.eml`;
}

async function openFolder(folder: string): Promise<SmtpSession> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  return {
    usable: () => true,
    close: () => undefined,
    async handOver(mail, begin): Promise<HandOver> {
      if (!(await begin())) return { tag: 'not_begun' };
      try {
        const file = await open(join(folder, mailFileName(mail)), 'w', 0o600);
        try {
          await file.writeFile(mail.bytes);
        } finally {
          await file.close();
        }
      } catch (error) {
        const code = error instanceof Error && 'code' in error ? String(error.code) : 'file';
        return { tag: 'not_now', code };
      }
      return { tag: 'taken' };
    },
  };
}

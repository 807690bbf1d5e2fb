import MailComposer from 'nodemailer/lib/mail-composer';
import { htmlOf, textOf } from './layout.ts';
import type { MailContent } from './layout.ts';

/** A mail that is ready for the wire. */
export interface BuiltMail {
  /** Of the sender alone, without a name. */
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly bytes: Buffer;
}

/** Who sends, as settings say it: `Test School <certificates@example.org>`, or the address alone. */
export interface Sender {
  readonly from: string;
  readonly replyTo: string | null;
}

/** The address within `Name <address>`, or the text itself. */
export function bareAddress(from: string): string {
  return /<([^<>]+)>\s*$/u.exec(from)?.[1]?.trim() ?? from.trim();
}

/** Takes what could begin a new header or hide text out of a header's words. */
function headerText(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim();
}

/**
 * Writes a mail as a MIME message. Its id is made from `mailId`, so it is the same however often it is written.
 *
 * @param at milliseconds: the Date header.
 */
export async function buildMail(
  sender: Sender,
  to: string,
  content: MailContent,
  about: { readonly mailId: string; readonly at: number },
): Promise<BuiltMail> {
  const from = bareAddress(sender.from);
  const subject = headerText(content.subject);
  const domain = from.slice(from.lastIndexOf('@') + 1);
  const node = new MailComposer({
    from: sender.from,
    to: { name: '', address: to },
    ...(sender.replyTo === null ? {} : { replyTo: sender.replyTo }),
    subject,
    messageId: `<${about.mailId}@${domain}>`,
    date: new Date(about.at),
    // Holiday replies and the like are not wanted (RFC 3834).
    headers: { 'Auto-Submitted': 'auto-generated', 'Content-Language': content.language },
    text: textOf(content),
    html: await htmlOf(content),
    disableUrlAccess: true,
    disableFileAccess: true,
  }).compile();
  return { from, to, subject, bytes: await node.build() };
}

import { join } from 'node:path';
import type { SettingSources } from './settingsFile.ts';

/**
 * Puts the mail settings together, still to be checked. `CENTRAL_SMTP_URL` is `smtps://user:password@host:465` (TLS from
 * the first byte) or `smtp://host:587` (STARTTLS is demanded; `?tls=none` for a server on the same machine). Without it
 * mails become files in the data folder.
 */
export function mailSettings(from: SettingSources['from'], dataFolder: string): unknown {
  const url = from('CENTRAL_SMTP_URL');
  return {
    from: from('CENTRAL_MAIL_FROM') ?? (url === undefined ? 'Certificates <certificates@example.org>' : ''),
    replyTo: from('CENTRAL_MAIL_REPLY_TO') ?? null,
    supervisors: (from('CENTRAL_MAIL_SUPERVISORS') ?? '')
      .split(',')
      .map((each) => each.trim())
      .filter((each) => each !== ''),
    digest: {
      hour: Number(from('CENTRAL_DIGEST_HOUR') ?? '7'),
      timeZone: from('CENTRAL_DIGEST_TIME_ZONE') ?? 'UTC',
      language: from('CENTRAL_DIGEST_LANGUAGE') ?? 'en',
    },
    transport: url === undefined ? { kind: 'folder', folder: join(dataFolder, 'mail') } : smtpOf(url),
  };
}

function smtpOf(text: string): unknown {
  const url = URL.canParse(text) ? new URL(text) : null;
  const unsound = url === null || url.hostname === '' || !/^smtps?:$/u.test(url.protocol);
  // Not an object: it is refused with what an address looks like.
  if (unsound || !isEncoded(url.username) || !isEncoded(url.password)) return null;
  const implicit = url.protocol === 'smtps:';
  const whole = (part: string) => (part === '' ? null : decodeURIComponent(part));
  return {
    kind: 'smtp',
    host: url.hostname,
    port: url.port === '' ? (implicit ? 465 : 587) : Number(url.port),
    tls: implicit ? 'implicit' : url.searchParams.get('tls') === 'none' ? 'none' : 'starttls',
    user: whole(url.username),
    password: whole(url.password),
    patienceMs: 60_000,
  };
}

function isEncoded(part: string): boolean {
  try {
    decodeURIComponent(part);
    return true;
  } catch (error) {
    if (error instanceof URIError) return false;
    throw error;
  }
}

import { join } from 'node:path';

/** As the environment says it, or undefined where it does not. */
type From = (name: string) => string | undefined;

/**
 * Puts the mail settings together, still to be checked. `CENTRAL_SMTP_URL` is `smtps://user:password@host:465` (TLS from
 * the first byte) or `smtp://host:587` (STARTTLS is demanded; `?tls=none` for a server on the same machine). Without it
 * mails become files in the data folder.
 */
export function mailSettings(from: From, dataFolder: string): unknown {
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
  if (url === null || !/^smtps?:$/u.test(url.protocol)) return { kind: 'smtp', host: '' };
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

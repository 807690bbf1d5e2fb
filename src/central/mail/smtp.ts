import { Readable } from 'node:stream';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { BuiltMail } from './message.ts';

/** A server that takes mail. */
export interface SmtpServer {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte, or demanded by STARTTLS; `none` only for servers that are near. */
  readonly tls: 'implicit' | 'starttls' | 'none';
  readonly user: string | null;
  readonly password: string | null;
  /** How long the server may be silent, in milliseconds. */
  readonly patienceMs: number;
}

/** How handing a mail over ended. `code` holds numbers and names of steps, never an address or what the server said. */
export type HandOver =
  | { readonly tag: 'taken' }
  /** It is certain that the server did not take it; another try may go better. */
  | { readonly tag: 'not_now'; readonly code: string }
  /** The server will not take it. `address`: because of the recipient's address, and it never will. */
  | { readonly tag: 'refused'; readonly code: string; readonly address: boolean }
  /** The message left here and no answer came: it may have been taken. */
  | { readonly tag: 'unknown'; readonly code: string }
  /** Nothing was begun: the claim was lost. */
  | { readonly tag: 'not_begun' };

/** One session with a mail server. */
export interface SmtpSession {
  /**
   * Hands one mail over.
   *
   * @param begin awaited after the server asked for the message and before its first byte leaves; false ends the attempt.
   */
  handOver(mail: BuiltMail, begin: () => Promise<boolean>): Promise<HandOver>;
  /** True while more can be handed over in this session. */
  usable(): boolean;
  close(): void;
}

/** The server could not be reached, or did not let us in. */
export class ServerAway extends Error {
  override readonly name = 'ServerAway';
  readonly code: string;
  constructor(code: string, cause: unknown) {
    super(`The mail server is not to be had: ${code}`, { cause });
    this.code = code;
  }
}

interface SmtpProblem {
  readonly code: string;
  readonly status: number | null;
  readonly enhanced: string | null;
}

function problemOf(error: unknown): SmtpProblem {
  if (typeof error !== 'object' || error === null) return { code: 'unknown', status: null, enhanced: null };
  const status =
    'responseCode' in error && typeof error.responseCode === 'number' ? error.responseCode : null;
  const response = 'response' in error && typeof error.response === 'string' ? error.response : '';
  const enhanced = /^\d{3}[ -]([245]\.\d{1,3}\.\d{1,3})\b/u.exec(response)?.[1] ?? null;
  const kind = 'code' in error && typeof error.code === 'string' ? error.code : 'unknown';
  const command =
    'command' in error && typeof error.command === 'string' ? error.command.split(' ')[0] : null;
  const code = [kind, command, status, enhanced].filter((part) => part !== null).join(' ');
  return { code, status, enhanced };
}

/** The mailbox is unknown, moved or closed (RFC 3463: 5.1.x, 5.2.1), or a plain 550 to the recipient without a reason. */
function saysNoSuchAddress({ enhanced, code, status }: SmtpProblem): boolean {
  if (enhanced !== null) return /^5\.(?:1\.(?:0|1|2|3|6|10)|2\.1)$/u.test(enhanced);
  return code.includes('RCPT') && (status === 550 || status === 551 || status === 553);
}

/** Opens a session. @throws ServerAway when there is no server, no TLS, or no log-in. */
export async function openSmtp(server: SmtpServer): Promise<SmtpSession> {
  const connection = new SMTPConnection({
    host: server.host,
    port: server.port,
    secure: server.tls === 'implicit',
    requireTLS: server.tls === 'starttls',
    ignoreTLS: server.tls === 'none',
    connectionTimeout: server.patienceMs,
    greetingTimeout: server.patienceMs,
    socketTimeout: server.patienceMs,
  });
  let usable = true;
  let broken: ((error: unknown) => void) | null = null;
  connection.on('error', (error: unknown) => {
    usable = false;
    broken?.(error);
  });
  connection.on('end', () => {
    usable = false;
    broken?.(new Error('ended'));
  });
  const within = <T>(start: (done: (error: unknown, value?: T) => void) => void): Promise<T | undefined> =>
    new Promise((resolve, reject) => {
      broken = reject;
      start((error, value) => {
        broken = null;
        if (error === null || error === undefined) resolve(value);
        else reject(error instanceof Error ? error : new Error('failed', { cause: error }));
      });
    });
  try {
    await within((done) => connection.connect((error) => done(error)));
    const { user, password } = server;
    if (user !== null && password !== null) {
      await within((done) =>
        connection.login({ credentials: { user, pass: password } }, (error) => done(error)),
      );
    }
  } catch (error) {
    connection.close();
    throw new ServerAway(problemOf(error).code, error);
  }
  return {
    usable: () => usable,
    close() {
      if (usable) connection.quit();
      else connection.close();
    },
    async handOver(mail, begin) {
      let begun = false;
      let lost = false;
      async function* message(): AsyncGenerator<Buffer> {
        if (!(await begin())) {
          lost = true;
          throw new Error('The claim was lost');
        }
        begun = true;
        yield mail.bytes;
      }
      try {
        await within((done) =>
          connection.send(
            { from: mail.from, to: mail.to },
            Readable.from(message(), { objectMode: false }),
            (error, sent) => done(error, sent),
          ),
        );
        return { tag: 'taken' };
      } catch (error) {
        if (lost) {
          usable = false;
          connection.close();
          return { tag: 'not_begun' };
        }
        const problem = problemOf(error);
        // Without an answer to the message itself nobody knows; every other answer of 4xx or 5xx is certain.
        if (begun && problem.status === null) {
          usable = false;
          connection.close();
          return { tag: 'unknown', code: problem.code };
        }
        if (usable) {
          await within((done) => connection.reset((failed) => done(failed))).catch(() => {
            usable = false;
          });
        }
        if (problem.status !== null && problem.status >= 500) {
          return { tag: 'refused', code: problem.code, address: !begun && saysNoSuchAddress(problem) };
        }
        if (problem.status === null && problem.code.startsWith('EENVELOPE')) {
          return { tag: 'refused', code: problem.code, address: true };
        }
        return { tag: 'not_now', code: problem.code };
      }
    },
  };
}

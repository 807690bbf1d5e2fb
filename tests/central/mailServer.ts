import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { onTestFinished } from 'vitest';
import type { CentralSettings } from '../../src/central/settings.ts';

/** A mail that the server took, as it came over the wire. */
export interface TakenMail {
  readonly to: string;
  readonly raw: string;
}

/** A real SMTP server in this process, with faults on demand. */
export interface MailServer {
  readonly taken: TakenMail[];
  /** Messages whose text the server was given, taken or not. */
  readonly shown: () => number;
  readonly settings: (more?: {
    readonly patienceMs?: number;
    readonly supervisors?: string[];
    readonly language?: 'en' | 'es';
  }) => CentralSettings['mail'];
  /** What happens at RCPT and after the text, from now on. */
  fault: { recipient: Refusal | null; text: Refusal | 'hang up' | 'silence' | 'take and hang up' | null };
}

interface Refusal {
  readonly code: number;
  readonly says: string;
}

function refusal({ code, says }: Refusal): Error {
  return Object.assign(new Error(says), { responseCode: code });
}

/** Starts a server on a free port, stopped when the test ends. */
export async function openMailServer(): Promise<MailServer> {
  const taken: TakenMail[] = [];
  const sockets = new Map<string, Socket>();
  let shown = 0;
  const fault: MailServer['fault'] = { recipient: null, text: null };
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    logger: false,
    onRcptTo: (_address, _session, done) => done(fault.recipient === null ? null : refusal(fault.recipient)),
    onData(stream, session, done) {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        shown += 1;
        const now = fault.text;
        const keep = () =>
          taken.push({
            to: session.envelope.rcptTo[0]?.address ?? '',
            raw: Buffer.concat(parts).toString('latin1'),
          });
        if (now === 'silence') return;
        if (now === 'hang up' || now === 'take and hang up') {
          if (now === 'take and hang up') keep();
          for (const socket of sockets.values()) socket.destroy();
          return;
        }
        if (now !== null) return done(refusal(now));
        keep();
        done(null);
      });
    },
  });
  server.server.on('connection', (socket: Socket) => {
    const id = `${socket.remotePort}`;
    sockets.set(id, socket);
    socket.on('close', () => sockets.delete(id));
  });
  server.on('error', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  onTestFinished(
    () =>
      new Promise<void>((resolve) => {
        for (const socket of sockets.values()) socket.destroy();
        server.close(() => resolve());
      }),
  );
  const address = server.server.address();
  if (address === null || typeof address === 'string') throw new Error('The mail server listens on no port');
  const { port }: AddressInfo = address;
  return {
    taken,
    fault,
    shown: () => shown,
    settings: ({ patienceMs = 5_000, supervisors = [], language = 'en' } = {}) => ({
      from: 'Test School <certificates@school.example>',
      replyTo: null,
      supervisors,
      digest: { hour: 7, timeZone: 'America/Los_Angeles', language },
      transport: {
        kind: 'smtp',
        host: '127.0.0.1',
        port,
        tls: 'none',
        user: null,
        password: null,
        patienceMs,
      },
    }),
  };
}

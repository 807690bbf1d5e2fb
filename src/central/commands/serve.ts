import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { getRequestListener } from '@hono/node-server';
import pino from 'pino';
import { createCentral } from '../compose.ts';
import type { Central } from '../compose.ts';
import type { CentralPorts } from '../ports.ts';
import { CALLER_ADDRESS_HEADER } from '../routes/caller.ts';
import { demoPeople } from '../services/demo/school.ts';
import { demoPairingCode } from '../services/demo/seed.ts';
import type { CentralSettings } from '../settings.ts';
import { callerAddress } from './callerAddress.ts';
import type { ServerSettings } from './readSettings.ts';

/** A server that runs. */
export interface RunningServer {
  readonly central: Central;
  readonly url: string;
  /** For the first station of the demo; null where it needs none. */
  readonly pairingCode: string | null;
  /**
   * Says that it is not ready any more, goes on for as long as `drainSeconds` says, then takes no new calls, finishes those
   * that run, and closes the database.
   */
  stop(): Promise<void>;
}

/** The ports of a real process: its clock, the system's randomness, lines of JSON on standard error. */
export function nodePorts(level: string): CentralPorts {
  return {
    clock: { now: () => Date.now() },
    random: (count) => randomBytes(count),
    log: pino({ level, base: { program: 'central' } }, pino.destination(2)),
  };
}

/** Proxies keep connections open for a minute as a rule: closing one just as a call comes on it loses the call. */
const KEEP_ALIVE_MS = 65_000;
/** Whoever reads an answer has so long to do it when the server stops. */
const READ_TO_END_MS = 10_000;
const LOOK_AGAIN_MS = 50;

/** Where to listen, and what is around the server; without proxies the other end of a connection is the caller. */
export type ServeSettings = Pick<ServerSettings, 'host' | 'port'> &
  Partial<Pick<ServerSettings, 'proxies' | 'drainSeconds'>>;

/**
 * Starts central behind an HTTP server.
 *
 * @throws when the port is taken or the settings cannot work; then nothing runs.
 */
export async function serve(
  settings: CentralSettings,
  server: ServeSettings,
  ports: CentralPorts,
): Promise<RunningServer> {
  const addressOfCaller = callerAddress(server.proxies ?? []);
  const answer = getRequestListener((request, { incoming }) => {
    const remote = 'socket' in incoming ? incoming.socket.remoteAddress : undefined;
    const address = addressOfCaller(remote, incoming.headers['x-forwarded-for']?.toString());
    request.headers.delete(CALLER_ADDRESS_HEADER);
    if (address !== null) request.headers.set(CALLER_ADDRESS_HEADER, address);
    return central.handler(request);
  });
  const http = createServer((request, response) => void answer(request, response));
  http.keepAliveTimeout = KEEP_ALIVE_MS;
  http.listen(server.port, server.host);
  await once(http, 'listening');
  const { port } = addressOf(http.address());
  const host = server.host.includes(':') ? `[${server.host}]` : server.host;
  const url = `http://${host}:${port}`;
  // Mails of a demo lead to where it runs; nobody else is asked to reach it.
  const publicUrl = settings.publicUrl ?? (settings.demo ? url : null);
  const central = createCentral({ ...settings, publicUrl }, ports);
  const closeHttp = () =>
    new Promise<void>((resolve) => {
      http.close(() => resolve());
      http.closeIdleConnections();
    });
  try {
    await central.start();
  } catch (error) {
    await closeHttp();
    throw error;
  }
  return {
    central,
    url,
    pairingCode: await demoPairingCode(central.context()),
    async stop() {
      central.drain();
      await pause((server.drainSeconds ?? 0) * 1000);
      const closed = closeHttp();
      await central.stop();
      const idle = setInterval(() => http.closeIdleConnections(), LOOK_AGAIN_MS);
      const late = setTimeout(() => http.closeAllConnections(), READ_TO_END_MS);
      http.closeIdleConnections();
      await closed;
      clearInterval(idle);
      clearTimeout(late);
    },
  };
}

function addressOf(address: AddressInfo | string | null): AddressInfo {
  if (address === null || typeof address === 'string') throw new Error('The server listens on no port');
  return address;
}

/** What a person reads when central is ready. */
export function readyText(running: RunningServer, settings: CentralSettings): string {
  const lines = [
    `Central of ${settings.schoolName} is ready at ${running.url}`,
    `  API: ${running.url}/docs   check a certificate: ${running.url}/verify`,
  ];
  lines.push(
    `  What needs a person: ${running.url}/office   (any name, the administrator’s token as password)`,
  );
  if (running.pairingCode !== null)
    lines.push(`  Pair a station with the code ${running.pairingCode} (good for an hour, once).`);
  if (settings.demo) {
    if (settings.mail?.transport.kind === 'folder')
      lines.push(`  Mails are not sent but shown at ${running.url}/demo/mail`);
    lines.push('  This is a demo. People and PINs:');
    for (const person of demoPeople)
      lines.push(`    ${person.displayName.padEnd(20)} ${person.roles.join(', ').padEnd(14)} ${person.pin}`);
  }
  return lines.join('\n');
}

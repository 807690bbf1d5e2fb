import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import pino from 'pino';
import { createCentral } from '../compose.ts';
import type { Central } from '../compose.ts';
import type { CentralPorts } from '../ports.ts';
import { CALLER_ADDRESS_HEADER } from '../routes/caller.ts';
import { demoPeople } from '../services/demo/school.ts';
import { demoPairingCode } from '../services/demo/seed.ts';
import type { CentralSettings } from '../settings.ts';
import type { ServerSettings } from './readSettings.ts';

/** A server that runs. */
export interface RunningServer {
  readonly central: Central;
  readonly url: string;
  /** For the first station of the demo; null where it needs none. */
  readonly pairingCode: string | null;
  /** Takes no new calls, finishes those that run, closes the database. */
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

/**
 * Starts central behind an HTTP server.
 *
 * @throws when the port is taken or the settings cannot work; then nothing runs.
 */
export async function serve(
  settings: CentralSettings,
  server: Pick<ServerSettings, 'host' | 'port'>,
  ports: CentralPorts,
): Promise<RunningServer> {
  const answer = getRequestListener((request, { incoming }) => {
    const address = 'socket' in incoming ? incoming.socket.remoteAddress : undefined;
    request.headers.delete(CALLER_ADDRESS_HEADER);
    if (address !== undefined) request.headers.set(CALLER_ADDRESS_HEADER, address);
    return central.handler(request);
  });
  const http = createServer((request, response) => void answer(request, response));
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
      const closed = closeHttp();
      await central.stop();
      http.closeAllConnections();
      await closed;
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

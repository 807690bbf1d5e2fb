import { randomBytes } from 'node:crypto';
import { request } from 'node:http';
import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http';
import { createLoopbackDoor } from '../../src/station/hosting/door/loopbackDoor.ts';
import type { LoopbackDoor, LoopbackDoorOptions } from '../../src/station/hosting/door/loopbackDoor.ts';
import type { Logger } from '../../src/station/ports/log.ts';

export const silentLog: Logger = { debug() {}, info() {}, warn() {}, error() {} };

/** A door that lets browsers in. */
export type BrowserDoor = LoopbackDoor & { readonly entryUrl: () => string };

export async function openDoor(
  handler: LoopbackDoorOptions['handler'],
  options: Partial<LoopbackDoorOptions> = {},
): Promise<BrowserDoor> {
  const random = (bytes: number) => new Uint8Array(randomBytes(bytes));
  const opened = await createLoopbackDoor({
    handler,
    admits: 'browsers_and_programs',
    random,
    log: silentLog,
    ...options,
  });
  if (!opened.ok) throw new Error(opened.error.tag);
  const { entryUrl } = opened.value;
  if (entryUrl === null) throw new Error('This door lets in no browser.');
  return { ...opened.value, entryUrl };
}

export interface Call {
  readonly path: string;
  readonly method?: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string | readonly string[];
}

/** A request with exactly these headers, which fetch would not let one send. */
export function call(
  door: Pick<LoopbackDoor, 'port'>,
  { path, method = 'GET', headers = {}, body = [] }: Call,
): Promise<{ status: number; headers: IncomingHttpHeaders; text: string }> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      { host: '127.0.0.1', port: door.port, path, method, headers, agent: false },
      (incoming) => {
        let text = '';
        incoming.setEncoding('utf8');
        incoming.on('data', (part: string) => (text += part));
        incoming.on('error', reject);
        incoming.on('end', () =>
          resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, text }),
        );
      },
    );
    outgoing.on('error', reject);
    for (const part of typeof body === 'string' ? [body] : body) outgoing.write(part);
    outgoing.end();
  });
}

/** Lets a browser in and gives the cookie that it would send from then on. */
export async function enter(door: BrowserDoor): Promise<string> {
  const entered = await call(door, {
    path: new URL(door.entryUrl()).pathname + new URL(door.entryUrl()).search,
  });
  const cookie = entered.headers['set-cookie']?.[0]?.split(';')[0];
  if (cookie === undefined) throw new Error(`The door did not let the browser in (${entered.status}).`);
  return cookie;
}

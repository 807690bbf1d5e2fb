/** Serves built screens and the pretend station on a free port of this computer, with the door's own content policy. */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { RPCHandler } from '@orpc/server/node';
import { securityHeaders } from '../../../src/station/hosting/securityHeaders.ts';
import { createFakeStation } from './fakeStation.ts';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.ttf': 'font/ttf',
};

/** Starts it; `folder` holds the built screens. Answers with the address, the station's world and how to stop. */
export async function startFakeServer(folder: string, queueSize?: number) {
  const station = createFakeStation(Date.now, queueSize);
  const rpc = new RPCHandler(station.router);
  const server = createServer((request, response) => {
    const answer = async () => {
      for (const [name, value] of securityHeaders) response.setHeader(name, value);
      const token = request.headers['x-station-session'];
      const handled = await rpc.handle(request, response, {
        prefix: '/rpc',
        context: { token: typeof token === 'string' ? token : null },
      });
      if (handled.matched) return;
      const { pathname } = new URL(request.url ?? '/', 'http://local');
      const file = normalize(pathname === '/' ? '/index.html' : pathname);
      const body = await readFile(join(folder, file)).catch(() => null);
      response.writeHead(body === null ? 404 : 200, {
        'content-type': types[extname(file)] ?? 'application/octet-stream',
      });
      response.end(body ?? 'not here');
    };
    answer().catch((error: unknown) => {
      response.destroy(error instanceof Error ? error : undefined);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('A TCP server has a port.');
  return {
    origin: `http://127.0.0.1:${address.port}`,
    world: station.world,
    changed: station.changed,
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

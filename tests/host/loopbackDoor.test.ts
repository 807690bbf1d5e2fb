import { once } from 'node:events';
import { createServer, request as httpRequest } from 'node:http';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, describe, expect, test } from 'vitest';
import { createLoopbackDoor, loopbackDoorProblemText } from '../../src/station/hosting/door/loopbackDoor.ts';
import { call, enter, openDoor, silentLog } from './callDoor.ts';
import type { BrowserDoor } from './callDoor.ts';

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');
const open: { close(): Promise<void> }[] = [];
const opened = async (...args: Parameters<typeof openDoor>) => {
  const door = await openDoor(...args);
  open.push(door);
  return door;
};
afterEach(async () => {
  await Promise.all(open.splice(0).map((door) => door.close()));
});

/** Says what arrived. */
const echo = async (request: Request) =>
  Response.json({
    method: request.method,
    path: new URL(request.url).pathname,
    cookie: request.headers.get('cookie'),
    authorization: request.headers.get('authorization'),
    body: await request.text(),
  });
const entryPath = (door: BrowserDoor) => door.entryUrl().slice(door.origin.length);

describe('the one-time link', () => {
  test('lets a browser in with a cookie that no script can read and no other site can send', async () => {
    const door = await opened(echo);
    const answer = await call(door, { path: entryPath(door) });
    expect(answer.status).toBe(303);
    expect(answer.headers.location).toBe('/');
    expect(answer.headers['set-cookie']?.[0]).toMatch(/; HttpOnly; SameSite=Strict; Path=\/$/);
    const cookie = await enter(door);
    expect((await call(door, { path: '/', headers: { cookie } })).status).toBe(200);
  });

  test('lets in only once, and says how to get another', async () => {
    const door = await opened(echo);
    const path = entryPath(door);
    expect((await call(door, { path })).status).toBe(303);
    const second = await call(door, { path, headers: { accept: 'text/html' } });
    expect(second.status).toBe(403);
    expect(second.headers['set-cookie']).toBeUndefined();
    expect(second.text).toContain('Press Enter in the terminal');
  });

  test('brings a browser that is in already back to the first page when it is opened again', async () => {
    const door = await opened(echo);
    const cookie = await enter(door);
    const path = entryPath(door);
    await call(door, { path });
    expect((await call(door, { path, headers: { cookie } })).status).toBe(303);
  });

  test('is not used up by a browser that loads it ahead of time', async () => {
    const door = await opened(echo);
    const path = entryPath(door);
    expect((await call(door, { path, headers: { 'sec-purpose': 'prefetch' } })).status).toBe(401);
    expect((await call(door, { path })).status).toBe(303);
  });

  test('works from a link on another page, where a redirect would leave the cookie behind', async () => {
    const door = await opened(echo);
    const answer = await call(door, {
      path: entryPath(door),
      headers: { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' },
    });
    expect(answer.status).toBe(200);
    expect(answer.headers['set-cookie']).toHaveLength(1);
    expect(answer.text).toContain('http-equiv="refresh"');
  });
});

describe('a request without a key', () => {
  test.each(['/', '/rpc/queue/list', '/door/entry', '/files/page.png'])('is refused at %s', async (path) => {
    const door = await opened(echo);
    for (const method of ['GET', 'POST']) {
      const answer = await call(door, { path, method });
      expect(answer.status).toBe(401);
      expect(answer.text).toContain('one-time link');
    }
  });

  test('is refused with a made-up cookie or bearer token', async () => {
    const door = await opened(echo);
    const cookie = `station_door_${door.port}=${'A'.repeat(43)}`;
    expect((await call(door, { path: '/', headers: { cookie } })).status).toBe(401);
    const authorization = `Bearer ${'A'.repeat(43)}`;
    expect((await call(door, { path: '/', headers: { authorization } })).status).toBe(401);
  });

  test('is refused as an RPC client reads it, without a stack trace', async () => {
    const door = await opened(echo);
    const answer = await call(door, { path: '/rpc/queue/list', method: 'POST' });
    expect(JSON.parse(answer.text)).toMatchObject({ json: { code: 'UNAUTHORIZED', status: 401 } });
    expect(answer.text).not.toMatch(/\bat .*\.ts/);
  });
});

describe('a request that comes from elsewhere', () => {
  test.each(['evil.example', 'evil.example:80', '127.0.0.1', '127.0.0.1:1', '[::1]:80', 'localhost.'])(
    'is refused under the foreign host %s, even with the cookie',
    async (host) => {
      const door = await opened(echo);
      const cookie = await enter(door);
      expect((await call(door, { path: '/', headers: { cookie, host } })).status).toBe(403);
      expect((await call(door, { path: entryPath(door), headers: { host } })).status).toBe(403);
    },
  );

  test.each(['http://evil.example', 'null', 'http://127.0.0.1:1', 'https://localhost'])(
    'is refused with the foreign origin %s, even with the cookie',
    async (origin) => {
      const door = await opened(echo);
      const cookie = await enter(door);
      for (const method of ['POST', 'PUT', 'DELETE', 'GET']) {
        expect((await call(door, { path: '/rpc/x', method, headers: { cookie, origin } })).status).toBe(403);
      }
    },
  );

  test.each(['cross-site', 'same-site'])('is refused when the browser calls it %s', async (site) => {
    const door = await opened(echo);
    const cookie = await enter(door);
    const headers = { cookie, 'sec-fetch-site': site };
    expect((await call(door, { path: '/rpc/x', method: 'POST', headers })).status).toBe(403);
    expect((await call(door, { path: '/rpc/x', headers })).status).toBe(403);
    const framed = { ...headers, 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe' };
    expect((await call(door, { path: '/', headers: framed })).status).toBe(403);
  });

  test('is refused when it wants to change something or to listen and does not show where it comes from', async () => {
    const door = await opened(echo);
    const cookie = await enter(door);
    expect((await call(door, { path: '/rpc/x', method: 'POST', headers: { cookie } })).status).toBe(403);
    const listening = { cookie, accept: 'text/event-stream' };
    expect((await call(door, { path: '/rpc/live', headers: listening })).status).toBe(403);
    expect(
      (await call(door, { path: '/rpc/x', method: 'POST', headers: { cookie, origin: door.origin } })).status,
    ).toBe(200);
  });

  test('is refused when it names another server in the request line', async () => {
    const door = await opened(echo);
    const cookie = await enter(door);
    expect((await call(door, { path: 'http://evil.example/', headers: { cookie } })).status).toBe(400);
  });

  test('is taken under localhost as well, from a page under localhost', async () => {
    const door = await opened(echo);
    const cookie = await enter(door);
    const host = `localhost:${door.port}`;
    const headers = { cookie, host, origin: `http://${host}` };
    expect((await call(door, { path: '/rpc/x', method: 'POST', headers })).status).toBe(200);
    const mixed = { ...headers, origin: door.origin };
    expect((await call(door, { path: '/rpc/x', method: 'POST', headers: mixed })).status).toBe(403);
  });
});

describe('what the station gets and gives', () => {
  test('the door keeps its own keys to itself', async () => {
    const door = await opened(echo);
    const cookie = await enter(door);
    const seen = await call(door, { path: '/a', headers: { cookie: `theme=dark; ${cookie}` } });
    expect(JSON.parse(seen.text)).toMatchObject({ cookie: 'theme=dark', path: '/a' });
    const authorization = `Bearer ${door.bearerToken}`;
    const program = await call(door, {
      path: '/rpc/x',
      method: 'POST',
      headers: { authorization },
      body: 'hi',
    });
    expect(JSON.parse(program.text)).toMatchObject({ authorization: null, body: 'hi' });
  });

  test('every answer carries the security headers, also a refusal', async () => {
    const door = await opened(echo);
    const cookie = await enter(door);
    for (const headers of [{}, { cookie }]) {
      const answer = await call(door, { path: '/', headers });
      const policy = String(answer.headers['content-security-policy']);
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).toMatch(/script-src 'self' 'wasm-unsafe-eval'(;|$)/);
      expect(answer.headers['x-content-type-options']).toBe('nosniff');
      expect(answer.headers['referrer-policy']).toBe('no-referrer');
    }
  });

  test('several cookies and a HEAD request come through', async () => {
    const door = await opened(async () => {
      const headers = new Headers();
      headers.append('set-cookie', 'a=1');
      headers.append('set-cookie', 'b=2');
      return new Response('body', { headers });
    });
    const cookie = await enter(door);
    const answer = await call(door, { path: '/', method: 'HEAD', headers: { cookie } });
    expect(answer).toMatchObject({ status: 200, text: '', headers: { 'set-cookie': ['a=1', 'b=2'] } });
  });

  test('a station that throws answers with an error and no stack trace', async () => {
    const door = await opened(() => Promise.reject(new Error('secret detail')));
    const cookie = await enter(door);
    const answer = await call(door, { path: '/', headers: { cookie } });
    expect(answer.status).toBe(500);
    expect(answer.text).not.toContain('secret detail');
  });

  test('a program of the same person gets a new one-time link with its bearer token, a browser does not', async () => {
    const door = await opened(echo);
    const authorization = `Bearer ${door.bearerToken}`;
    const answer = await call(door, { path: '/door/entry', method: 'POST', headers: { authorization } });
    const url = String(JSON.parse(answer.text).url);
    expect((await call(door, { path: url.slice(door.origin.length) })).status).toBe(303);
    const cookie = await enter(door);
    const headers = { cookie, origin: door.origin };
    const asBrowser = await call(door, { path: '/door/entry', method: 'POST', headers });
    expect(JSON.parse(asBrowser.text)).toMatchObject({ path: '/door/entry' });
  });
});

describe('size and streams', () => {
  test('a body that is announced too large is refused before the station sees it', async () => {
    let seen = 0;
    const door = await opened(
      async (request) => {
        seen += 1;
        return echo(request);
      },
      { maxBodyBytes: 10 },
    );
    const headers = { authorization: `Bearer ${door.bearerToken}`, 'content-length': '11' };
    const answer = await call(door, { path: '/x', method: 'POST', headers, body: 'x'.repeat(11) });
    expect(answer.status).toBe(413);
    expect(seen).toBe(0);
  });

  test('a body that grows too large without saying so is cut off', async () => {
    const door = await opened(echo, { maxBodyBytes: 10 });
    const headers = { authorization: `Bearer ${door.bearerToken}`, 'transfer-encoding': 'chunked' };
    const answer = await call(door, { path: '/x', method: 'POST', headers, body: ['12345', '67890', '1'] });
    expect(answer.status).toBe(413);
    const fits = await call(door, { path: '/x', method: 'POST', headers, body: ['12345', '67890'] });
    expect(JSON.parse(fits.text)).toMatchObject({ body: '1234567890' });
  });

  test('events arrive as they happen, and hanging up ends them at the station', async () => {
    const encoder = new TextEncoder();
    const ended = Promise.withResolvers<string>();
    let tell: (event: string) => void = () => {};
    const door = await opened(async (request) => {
      request.signal.addEventListener('abort', () => ended.resolve('aborted'));
      const body = new ReadableStream<Uint8Array>({
        start(controller) {
          tell = (event) => controller.enqueue(encoder.encode(event));
        },
      });
      return new Response(body, { headers: { 'content-type': 'text/event-stream' } });
    });
    const hangUp = new AbortController();
    const answer = await fetch(`${door.origin}/live`, {
      headers: { authorization: `Bearer ${door.bearerToken}` },
      signal: hangUp.signal,
    });
    const reader = answer.body?.getReader();
    for (const event of ['one', 'two', 'three']) {
      // A handler that keeps only the signal has to hear of the end all the same.
      collectGarbage();
      tell(event);
      const chunk = await reader?.read();
      expect(new TextDecoder().decode(chunk?.value)).toBe(event);
    }
    hangUp.abort();
    expect(await ended.promise).toBe('aborted');
  });

  test('a long upload reaches the station piece by piece, and breaking it off ends it there', async () => {
    const pieces: string[] = [];
    let arrived = Promise.withResolvers<void>();
    const failed = Promise.withResolvers<string>();
    const door = await opened(async (request) => {
      const reader = request.body?.pipeThrough(new TextDecoderStream()).getReader();
      try {
        for (;;) {
          const piece = await reader?.read();
          if (piece?.value === undefined) break;
          pieces.push(piece.value);
          arrived.resolve();
        }
      } catch {
        failed.resolve('broken off');
      }
      return new Response(null);
    });
    const headers = { authorization: `Bearer ${door.bearerToken}`, 'transfer-encoding': 'chunked' };
    const upload = httpRequest({ host: '127.0.0.1', port: door.port, method: 'POST', path: '/x', headers });
    upload.on('error', () => undefined);
    for (const piece of ['one', 'two', 'three']) {
      arrived = Promise.withResolvers();
      upload.write(piece);
      await arrived.promise;
    }
    upload.destroy();
    expect(await failed.promise).toBe('broken off');
    expect(pieces).toEqual(['one', 'two', 'three']);
  });

  test('a slow reader slows the station down instead of filling its memory', async () => {
    const chunk = new Uint8Array(64 * 1024);
    let produced = 0;
    const cancelled = Promise.withResolvers<number>();
    const door = await opened(
      async () =>
        new Response(
          new ReadableStream({
            pull(controller) {
              produced += 1;
              if (produced > 4000) return controller.close();
              controller.enqueue(chunk);
            },
            cancel: () => cancelled.resolve(produced),
          }),
        ),
    );
    const answer = await fetch(`${door.origin}/big`, {
      headers: { authorization: `Bearer ${door.bearerToken}` },
    });
    const reader = answer.body?.getReader();
    await reader?.read();
    await reader?.cancel();
    // 4,000 chunks are 250 MiB; what fits into the buffers of two sockets is a small part of that.
    expect(await cancelled.promise).toBeLessThan(1000);
  });
});

describe('closing and opening', () => {
  test('closing ends event streams, lets a running request finish, and refuses new ones', async () => {
    const release = Promise.withResolvers<void>();
    const running = Promise.withResolvers<void>();
    const cancelled = Promise.withResolvers<void>();
    const door = await openDoor(async (request) => {
      if (request.url.endsWith('/live')) {
        const body = new ReadableStream({ cancel: () => cancelled.resolve() });
        return new Response(body, { headers: { 'content-type': 'text/event-stream' } });
      }
      running.resolve();
      await release.promise;
      return new Response('finished');
    });
    const headers = { authorization: `Bearer ${door.bearerToken}` };
    const live = await fetch(`${door.origin}/live`, { headers });
    const work = call(door, { path: '/work', headers });
    await running.promise;
    const closed = door.close();
    expect(await live.text()).toBe('');
    await cancelled.promise;
    release.resolve();
    expect((await work).text).toBe('finished');
    await closed;
    await expect(fetch(`${door.origin}/`, { headers })).rejects.toThrow('fetch failed');
    await door.close();
  });

  test('a request that never ends is broken off after the time of grace', async () => {
    const running = Promise.withResolvers<void>();
    const door = await openDoor(
      () => {
        running.resolve();
        return new Promise<Response>(() => {});
      },
      { graceMs: 1 },
    );
    const work = call(door, { path: '/', headers: { authorization: `Bearer ${door.bearerToken}` } });
    const how = work.then(
      () => 'answered',
      () => 'broken off',
    );
    await running.promise;
    await door.close();
    expect(await how).toBe('broken off');
  });

  test('a port that is taken is a clear error that says what to do', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const address = other.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const opening = await createLoopbackDoor({
      handler: echo,
      admits: 'browsers_and_programs',
      port,
      random: () => new Uint8Array(32),
      log: silentLog,
    });
    other.close();
    expect(opening).toEqual({ ok: false, error: { tag: 'port_taken', port } });
    expect(loopbackDoorProblemText({ tag: 'port_taken', port })).toContain('--port 0');
  });
});

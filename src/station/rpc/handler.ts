import type { AnyContractRouter } from '@orpc/contract';
import { ORPCError } from '@orpc/server';
import type { Router } from '@orpc/server';
import { BodyLimitPlugin, RPCHandler } from '@orpc/server/fetch';
import type { StationContext } from '../context.ts';
import { toAnswer } from './edge.ts';
import type { CallContext } from './edge.ts';
import { rendererFile } from './rendererFiles.ts';

/** No call of the contract needs more, in bytes: an upload of 10 MB and what is said about it. */
const LARGEST_CALL = 12 * 1024 * 1024;

/** The station's one handler and the calls that run in it. */
export interface StationHandler {
  readonly handle: (request: Request) => Promise<Response>;
  /** Resolves when no call runs any more; from the stop on, none begins. */
  idle(): Promise<void>;
}

/** Answers RPC under `/rpc` and the screens under every other path. */
export function createHandler(
  ctx: StationContext,
  router: Router<AnyContractRouter, CallContext>,
): StationHandler {
  let running = 0;
  let whenIdle: (() => void)[] = [];
  const rpc = new RPCHandler<CallContext>(router, {
    plugins: [new BodyLimitPlugin({ maxBodySize: LARGEST_CALL })],
    clientInterceptors: [
      async (call) => {
        if (ctx.stopping.aborted) throw new ORPCError('STOPPING', { status: 503 });
        running += 1;
        try {
          return await call.next();
        } catch (problem) {
          throw toAnswer(ctx, problem, call.path.join('.'));
        } finally {
          running -= 1;
          if (running === 0) {
            for (const resolve of whenIdle) resolve();
            whenIdle = [];
          }
        }
      },
    ],
  });
  return {
    handle: async (request) => {
      const { pathname } = new URL(request.url);
      if (pathname !== '/rpc' && !pathname.startsWith('/rpc/'))
        return rendererFile(ctx.ports.rendererFiles, request);
      const { matched, response } = await rpc.handle(request, {
        prefix: '/rpc',
        context: { token: request.headers.get('x-station-session') },
      });
      return matched
        ? await whole(response)
        : Response.json(
            { json: { defined: false, code: 'NOT_FOUND', status: 404, message: 'No such procedure' } },
            { status: 404 },
          );
    },
    idle: () => (running === 0 ? Promise.resolve() : new Promise((resolve) => whenIdle.push(resolve))),
  };
}

/**
 * An answer that holds files, in one piece. Node's own body of such an answer throws outside of everything when the
 * caller hangs up in its middle, and takes the whole program with it.
 */
async function whole(response: Response): Promise<Response> {
  if (response.headers.get('content-type')?.startsWith('multipart/') !== true) return response;
  return new Response(await response.bytes(), { status: response.status, headers: response.headers });
}

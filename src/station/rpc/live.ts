import type { PageCheck } from '../../contract/station/batches.ts';
import type { LiveEvent } from '../../contract/station/live.ts';
import type { StationContext } from '../context.ts';
import type { ChangedTopic } from '../record/live.ts';
import type { Edge } from './edge.ts';

/** Between two signs of life, in milliseconds. */
export const BEAT_MS = 15_000;

/** The one event stream. */
export function liveRpc(edge: Edge, ctx: StationContext) {
  return {
    changes: edge.signedIn.live.changes.handler(({ signal }) => changes(ctx, signal)),
  };
}

async function* changes(ctx: StationContext, signal: AbortSignal | undefined): AsyncGenerator<LiveEvent> {
  let pending: ChangedTopic[] = [];
  const checks = new Map<string, PageCheck>();
  let wake: () => void = () => {};
  const quit = AbortSignal.any([ctx.stopping, ...(signal === undefined ? [] : [signal])]);
  const stopListening = ctx.live.listen((topics) => {
    pending.push(...topics);
    wake();
  });
  const stopWatching = ctx.live.watchPages((check) => {
    checks.set(check.batchId, check);
    wake();
  });
  const woken = () => wake();
  quit.addEventListener('abort', woken);
  try {
    yield { kind: 'hello', at: ctx.clock.now() };
    while (!quit.aborted) {
      if (pending.length > 0) {
        const topics = pending;
        pending = [];
        yield { kind: 'changed', topics };
        continue;
      }
      const [check] = checks.values();
      if (check !== undefined) {
        checks.delete(check.batchId);
        yield { kind: 'pages', ...check };
        continue;
      }
      const { promise, resolve } = Promise.withResolvers<'changed' | 'beat'>();
      wake = () => resolve('changed');
      const cancel = ctx.timer.after(BEAT_MS, () => resolve('beat'));
      const what = await promise;
      cancel();
      if (what === 'beat') yield { kind: 'beat', at: ctx.clock.now() };
    }
  } finally {
    quit.removeEventListener('abort', woken);
    stopListening();
    stopWatching();
  }
}

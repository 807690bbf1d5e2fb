import type { Result } from '../../domain/result.ts';
import type { ChildEnd, ChildProblem, RunningChild } from './child.ts';

export interface KeeperOptions<Ready> {
  /** Starts it; `signal` aborts when it is no longer wanted. */
  readonly launch: (signal: AbortSignal) => Promise<Result<RunningChild<Ready>, ChildProblem>>;
  /** Called each time it is up again after it had ended. */
  readonly onUpAgain: (ready: Ready) => void;
  /** Called each time it ended without being asked, or could not be started again. */
  readonly onDown: (why: ChildEnd | ChildProblem, nextTryInMs: number) => void;
  /** Whether this end is what the person wanted; then it is not started again and `over` resolves. */
  readonly isWanted?: (end: ChildEnd) => boolean;
  /** Waits, or less when the signal aborts. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Milliseconds; for knowing how long it was up. */
  readonly now: () => number;
}

export interface Keeper<Ready> {
  readonly ready: Ready;
  /** Resolves when it ended as wanted, or was stopped. */
  readonly over: Promise<void>;
  readonly stop: () => Promise<void>;
}

const longestMs = 30_000;
const steadyAfterMs = 60_000;

/** How long to wait before the next try after that many ends in a row: 1, 2, 4 ... 30 seconds. */
export function delayBeforeTry(endsInARow: number): number {
  return Math.min(longestMs, 1000 * 2 ** Math.max(0, endsInARow - 1));
}

/**
 * Starts a program and starts it again, after a growing delay, whenever it ends by itself. The first start is not
 * repeated: its problem is returned.
 */
export async function keepRunning<Ready>(
  options: KeeperOptions<Ready>,
): Promise<Result<Keeper<Ready>, ChildProblem>> {
  const stopping = new AbortController();
  const first = await options.launch(stopping.signal);
  if (!first.ok) return first;
  let current: RunningChild<Ready> | null = first.value;

  const watch = async (): Promise<void> => {
    let endsInARow = 0;
    let upSince = options.now();
    while (!stopping.signal.aborted) {
      let why: ChildEnd | ChildProblem;
      if (current === null) {
        const again = await options.launch(stopping.signal);
        if (again.ok) {
          current = again.value;
          upSince = options.now();
          if (!stopping.signal.aborted) options.onUpAgain(current.ready);
          continue;
        }
        why = again.error;
        if (stopping.signal.aborted) return;
      } else {
        why = await current.ended;
        current = null;
        if (stopping.signal.aborted || options.isWanted?.(why) === true) return;
        if (options.now() - upSince >= steadyAfterMs) endsInARow = 0;
      }
      endsInARow += 1;
      const delay = delayBeforeTry(endsInARow);
      options.onDown(why, delay);
      await options.wait(delay, stopping.signal);
    }
  };
  const over = watch();
  const stop = async () => {
    stopping.abort();
    await current?.stop();
    await over;
    // One that was being started while we were asked to stop came up after all.
    await current?.stop();
  };
  return { ok: true, value: { ready: first.value.ready, over, stop } };
}

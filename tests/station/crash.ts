import type { CarrierAdapter } from '../../src/station/carriers/adapter.ts';
import type { StationContext } from '../../src/station/context.ts';
import type { PrinterAdapter } from '../../src/station/printers/adapter.ts';

/** Thrown where the process dies; nothing of the dead process runs on. */
export class Killed extends Error {}

/**
 * A process that dies between two steps: every commit, and every call of a printer or carrier before and after it, is a
 * step. What was committed and what the outside world has seen stays.
 */
export class Process {
  readonly #dieAt: number;
  steps = 0;
  dead = false;

  constructor(dieAt: number) {
    this.#dieAt = dieAt;
  }

  step(): void {
    if (this.dead) throw new Killed();
    this.steps += 1;
    if (this.steps === this.#dieAt) {
      this.dead = true;
      throw new Killed();
    }
  }

  /** The context as this process has it. */
  context(ctx: StationContext): StationContext {
    const db = new Proxy(ctx.db, {
      get: (target, name) => {
        const member: unknown = Reflect.get(target, name, target);
        if (typeof member !== 'function') return member;
        return (...given: unknown[]): unknown => {
          if (name === 'write' || name === 'attempt') this.step();
          else if (this.dead) throw new Killed();
          return Reflect.apply(member, target, given);
        };
      },
    });
    return { ...ctx, db, log: { ...ctx.log, error: () => {} } };
  }

  /** An adapter as this process has it: it may die before the call reaches it, or before its answer arrives. */
  adapter<Adapter extends PrinterAdapter | CarrierAdapter>(adapter: Adapter): Adapter {
    return new Proxy(adapter, {
      get: (target, name) => {
        const member: unknown = Reflect.get(target, name, target);
        if (typeof member !== 'function') return member;
        return async (...given: unknown[]): Promise<unknown> => {
          this.step();
          const answer: unknown = await Reflect.apply(member, target, given);
          this.step();
          return answer;
        };
      },
    });
  }
}

/** Runs a task that may die. Answers whether it lived to its end. */
export async function survives(task: () => Promise<unknown>): Promise<boolean> {
  try {
    await task();
    return true;
  } catch (problem) {
    if (problem instanceof Killed) return false;
    throw problem;
  }
}

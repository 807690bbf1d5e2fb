/** What works in the background and can be woken before its time. */
export type Worker = 'jobs' | 'sync';

/** Wakes the workers of the background when there is something to do. Waking one that sleeps not, or is not there, is harmless. */
export class Wake {
  readonly #workers = new Map<Worker, () => void>();

  /** The worker says how it is woken. */
  on(worker: Worker, wake: () => void): void {
    this.#workers.set(worker, wake);
  }

  /** Wakes it; to be called after a commit. */
  call(worker: Worker): void {
    this.#workers.get(worker)?.();
  }
}

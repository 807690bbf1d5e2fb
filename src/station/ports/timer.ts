/** Time that passes by itself. Injected, so that a test lets it pass as it likes and never sleeps. */
export interface Timer {
  /** Calls the task once, after so many milliseconds; the answer prevents that. Does not keep the program alive. */
  after(milliseconds: number, task: () => void): () => void;
}

/** The runtime's own timer. */
export const realTimer: Timer = {
  after: (milliseconds, task) => {
    const handle = setTimeout(task, milliseconds);
    handle.unref();
    return () => clearTimeout(handle);
  },
};

/** Time that passes by itself. Injected, so that a test lets it pass as it likes and never sleeps. */
export interface Timer {
  /** Calls the task once, after so many milliseconds; the answer prevents that. Does not keep the program alive. */
  after(milliseconds: number, task: () => void): () => void;
}

/** The runtime calls at once what is to wait longer than this. */
const LONGEST_MS = 2_147_483_647;

/** The runtime's own timer. What is to wait longer than 24 days is called after these: whoever asked looks at the clock. */
export const realTimer: Timer = {
  after: (milliseconds, task) => {
    const handle = setTimeout(task, Math.min(milliseconds, LONGEST_MS));
    handle.unref();
    return () => clearTimeout(handle);
  },
};

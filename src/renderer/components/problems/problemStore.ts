import type { Problem } from '../../rpc/problem.ts';
import { createStore } from '../../state/store.ts';

/** A problem that waits to be read, and how to try the same again. */
export interface ShownProblem {
  readonly problem: Problem;
  readonly retry: (() => void) | null;
}

export const shownProblem = createStore<ShownProblem | null>(null);

/** Shows a problem over the current screen until the person has chosen what to do. */
export function showProblem(shown: ShownProblem): void {
  shownProblem.set(shown);
}

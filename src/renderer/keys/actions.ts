/** What can be done right now, by key, by palette and by the help list. Screens add actions while they are shown. */
import { useEffect, useRef } from 'react';
import { createStore } from '../state/store.ts';

export interface Action {
  readonly id: string;
  /** Null: reachable by button and palette only. */
  readonly keys: string | null;
  readonly label: string;
  readonly group: 'screen' | 'go' | 'everywhere';
  readonly enabled: boolean;
  readonly run: () => void;
}

export const actions = createStore<readonly Action[]>([]);

/** Offers an action while the component is shown. The newest with a key wins. */
export function useAction(action: Action): void {
  const { id, keys, label, group, enabled } = action;
  const latest = useRef(action.run);
  useEffect(() => {
    latest.current = action.run;
  });
  useEffect(() => {
    const entry: Action = { id, keys, label, group, enabled, run: () => latest.current() };
    actions.update((all) => [entry, ...all]);
    return () => actions.update((all) => all.filter((other) => other !== entry));
  }, [id, keys, label, group, enabled]);
}

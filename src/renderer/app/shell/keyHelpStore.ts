import { createStore } from '../../state/store.ts';

export const keyHelpShown = createStore(false);

/** Shows the keys of this screen. */
export function openKeyHelp(): void {
  keyHelpShown.set(true);
}

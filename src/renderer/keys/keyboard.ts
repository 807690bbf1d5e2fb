/** From key presses to actions. */
import { preferences } from '../state/preferences.ts';
import { actions } from './actions.ts';
import { isPlainCharacter, matchesCombo } from './combo.ts';
import type { KeyPress } from './combo.ts';

/** Is the person writing into a field? Then plain characters are text. */
export function isEditable(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement) return true;
  if (!(target instanceof HTMLInputElement)) return false;
  return !['button', 'checkbox', 'radio', 'range', 'submit', 'reset', 'file', 'color'].includes(target.type);
}

/** A dialog in front owns the keys: actions of the screen behind it rest. */
export function dialogOpen(): boolean {
  return document.querySelector('[role="dialog"][aria-modal="true"]') !== null;
}

/** Runs the action that a key press means; true when there was one. */
export function runKey(press: KeyPress): boolean {
  if (dialogOpen()) return false;
  const action = actions
    .get()
    .find(
      ({ keys, enabled }) =>
        enabled &&
        keys !== null &&
        (preferences.get().letterKeys || !isPlainCharacter(keys) || keys === '?') &&
        matchesCombo(keys, press),
    );
  action?.run();
  return action !== undefined;
}

/** Listens for the keys of actions. Runs after the scanner, which takes what is its own. */
export function startKeys(window: Window): void {
  window.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.isComposing || event.repeat) return;
    const plain = event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (plain && isEditable(event.target)) return;
    if (runKey(event)) event.preventDefault();
  });
}

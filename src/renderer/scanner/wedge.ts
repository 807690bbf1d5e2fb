/**
 * The keyboard-wedge scanner of this window, outside React. While a screen listens, a scan is taken wherever the focus
 * is, and never presses a button, scrolls or submits a form. Other sources of scans (a camera) call `scanned` too.
 */
import { dialogOpen, isEditable, runKey } from '../keys/keyboard.ts';
import { preferences } from '../state/preferences.ts';
import { createBurst } from './burst.ts';

export type ScanListener = (text: string) => void;

const listeners: ScanListener[] = [];
const blockedListeners = new Set<() => void>();
const burst = createBurst(() => preferences.get().scanner);

/** Listens for scans; the newest listener gets them. Returns how to stop. */
export function listenForScans(listener: ScanListener): () => void {
  listeners.unshift(listener);
  return () => {
    const at = listeners.indexOf(listener);
    if (at >= 0) listeners.splice(at, 1);
  };
}

/** Told when a scan came while a dialog was in front, so that it can be said aloud that it was not used. */
export function onBlockedScan(listener: () => void): () => void {
  blockedListeners.add(listener);
  return () => blockedListeners.delete(listener);
}

/** A code was read, by whatever source. */
export function scanned(text: string): void {
  const code = text.trim();
  if (code === '') return;
  if (dialogOpen()) {
    for (const listener of blockedListeners) listener();
    return;
  }
  listeners[0]?.(code);
}

/** Keyboards set to another country send some keys as dead accents; the physical key says what the scanner meant. */
const deadKeys: Readonly<Record<string, string>> = {
  Quote: "'",
  Backquote: '`',
  BracketLeft: '[',
  BracketRight: ']',
  Digit6: '^',
  Semicolon: ';',
  Equal: '=',
  Slash: '/',
  Minus: '-',
};

function characterOf(event: KeyboardEvent): string | null {
  if (event.key === 'Dead') return deadKeys[event.code] ?? null;
  return [...event.key].length === 1 ? event.key : null;
}

/** What stood in a field before a burst began, to put back what the scanner typed over it. */
interface FieldBefore {
  readonly field: HTMLInputElement | HTMLTextAreaElement;
  readonly value: string;
}

function restore({ field, value }: FieldBefore): void {
  const prototype =
    field instanceof HTMLTextAreaElement ? HTMLTextAreaElement.prototype : HTMLInputElement.prototype;
  Object.getOwnPropertyDescriptor(prototype, 'value')?.set?.call(field, value);
  field.dispatchEvent(new Event('input', { bubbles: true }));
}

/** Attaches the scanner to the window. Keys are looked at before anything else sees them. */
export function startWedge(window: Window): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let before: FieldBefore | null = null;
  let firstPress: KeyboardEvent | null = null;
  const swallowUp = new Set<string>();

  const swallow = (event: KeyboardEvent) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    swallowUp.add(event.code);
  };

  const onIdle = (inField: boolean) => {
    const answer = burst.idle(performance.now(), inField);
    if (answer.kind === 'scan') {
      if (before !== null) restore(before);
      scanned(answer.text);
    } else if (!inField && answer.keys.length === 1 && firstPress !== null && !dialogOpen()) {
      const focused = document.activeElement;
      if (answer.keys === ' ' && focused instanceof HTMLElement && focused !== document.body) focused.click();
      else runKey(firstPress);
    }
    before = null;
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (listeners.length === 0 || event.isComposing) return;
    if (event.ctrlKey || event.metaKey || (event.altKey && !event.getModifierState('AltGraph'))) return;
    const { suffix } = preferences.get().scanner;
    const inField = isEditable(event.target);
    const character = characterOf(event);
    const ends = event.key === 'Enter' || (event.key === 'Tab' && suffix === 'Tab');
    if (character === null && !ends) return;
    if (ends) {
      clearTimeout(timer);
      const answer = burst.key({ key: event.key, at: event.timeStamp, inField });
      if (answer.kind === 'human') return;
      swallow(event);
      if (answer.kind === 'scan') {
        if (before !== null) restore(before);
        before = null;
        scanned(answer.text);
      }
      return;
    }
    if (character === null || event.repeat) return;
    // Before the key, because the field does not have it yet.
    const untouched = fieldBefore(event.target);
    const answer = burst.key({ key: character, at: event.timeStamp, inField });
    const first = burst.held().length === 1;
    if (first) {
      firstPress = event;
      before = untouched;
    }
    // In a field the characters stay where a hand would want them; a button or the page must not see them. In a dialog
    // the first key is still the person's: Space presses its buttons.
    if (!inField && !(first && dialogOpen())) swallow(event);
    clearTimeout(timer);
    if (answer.kind === 'held') timer = setTimeout(() => onIdle(inField), answer.waitMs);
  };

  const onKeyUp = (event: KeyboardEvent) => {
    if (!swallowUp.delete(event.code)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };

  window.addEventListener('keydown', onKeyDown, { capture: true });
  window.addEventListener('keyup', onKeyUp, { capture: true });
  window.addEventListener('blur', () => swallowUp.clear());
}

function fieldBefore(target: EventTarget | null): FieldBefore | null {
  if (!isEditable(target)) return null;
  if (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement) {
    return { field: target, value: target.value };
  }
  return null;
}

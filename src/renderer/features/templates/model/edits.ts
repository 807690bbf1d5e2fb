/** What was edited, so that it can be undone and done again. */
export interface Edits<T> {
  readonly past: readonly T[];
  readonly now: T;
  readonly future: readonly T[];
  /** What the last edit belongs to: further ones of the same are one step with it. */
  readonly step: string | null;
}

const MOST_STEPS = 300;

/** Nothing edited yet. */
export function begun<T>(now: T): Edits<T> {
  return { past: [], now, future: [], step: null };
}

/** One more edit. Edits of one `step` in a row (typing in one field, one drag) are undone together. */
export function edited<T>(edits: Edits<T>, next: T, step: string | null = null): Edits<T> {
  if (Object.is(next, edits.now)) return edits;
  const goesOn = step !== null && step === edits.step;
  return {
    past: goesOn ? edits.past : [...edits.past, edits.now].slice(-MOST_STEPS),
    now: next,
    future: [],
    step,
  };
}

/** The next edit is a step of its own, whatever it belongs to. */
export function sealed<T>(edits: Edits<T>): Edits<T> {
  return edits.step === null ? edits : { ...edits, step: null };
}

/** As it was before the last step. */
export function undone<T>(edits: Edits<T>): Edits<T> {
  const before = edits.past.at(-1);
  if (before === undefined) return edits;
  return { past: edits.past.slice(0, -1), now: before, future: [edits.now, ...edits.future], step: null };
}

/** As it was before it was undone. */
export function redone<T>(edits: Edits<T>): Edits<T> {
  const [next, ...future] = edits.future;
  if (next === undefined) return edits;
  return { past: [...edits.past, edits.now], now: next, future, step: null };
}

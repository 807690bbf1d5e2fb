/**
 * Tells a scanner from a hand. A keyboard-wedge scanner types a whole code within a few milliseconds a key and ends it
 * with Enter or Tab; a hand does not. Pure: it is told of keys and of time, and says what to do.
 */
import type { ScannerSettings } from '../state/preferences.ts';

/** Shorter than any code of ours; a hand that hits three keys at once is still a hand. */
const shortestScan = 6;

/** A second terminator (CR LF) that follows this soon belongs to the scan before it. */
const echoMs = 150;

/** Nobody types words at a button: there, whole codes at up to this many milliseconds a key are a scanner's. */
const patientMs = 200;

export interface BurstKey {
  /** The character typed, or `Enter`, or `Tab`. */
  readonly key: string;
  /** Milliseconds on any clock that does not go back. */
  readonly at: number;
  /** The focus is in a field, where a hand may type fast. */
  readonly inField: boolean;
}

export type BurstAnswer =
  /** A whole code arrived. */
  | { readonly kind: 'scan'; readonly text: string }
  /** The key belongs to a burst, perhaps. Call `idle` when nothing followed for `waitMs`. */
  | { readonly kind: 'held'; readonly waitMs: number }
  /** The key ended nothing and began nothing: it is the person's. */
  | { readonly kind: 'human' }
  /** The key is a scanner's echo and means nothing. */
  | { readonly kind: 'swallowed' };

export interface Burst {
  readonly key: (key: BurstKey) => BurstAnswer;
  /** Nothing followed: what was held is a scan without a terminator, or the person's own keys. */
  readonly idle: (
    at: number,
    inField: boolean,
  ) => { readonly kind: 'scan'; readonly text: string } | { readonly kind: 'human'; readonly keys: string };
  /** Characters held now. */
  readonly held: () => string;
}

/** Reads keys under the settings that `settings` gives at each moment. */
export function createBurst(settings: () => ScannerSettings): Burst {
  let text = '';
  let firstAt = 0;
  let lastAt = Number.NEGATIVE_INFINITY;
  let scannedAt = Number.NEGATIVE_INFINITY;

  const averageGap = () =>
    text.length < 2 ? Number.POSITIVE_INFINITY : (lastAt - firstAt) / (text.length - 1);
  const waitAfter = (inField: boolean) => {
    const { gapMs } = settings();
    return inField ? Math.max(2 * gapMs, 80) : Math.max(2 * gapMs, patientMs);
  };
  const looksScanned = (inField: boolean) => {
    const { prefix, gapMs } = settings();
    if (prefix !== '') return text.startsWith(prefix) && text.length > prefix.length;
    return text.length >= shortestScan && (!inField || averageGap() <= gapMs);
  };
  const take = (at: number) => {
    const { prefix } = settings();
    const code = prefix === '' ? text : text.slice(prefix.length);
    text = '';
    scannedAt = at;
    return { kind: 'scan', text: code } as const;
  };

  return {
    held: () => text,
    key: ({ key, at, inField }) => {
      const waitMs = waitAfter(inField);
      if (key === 'Enter' || key === 'Tab') {
        if (text === '') return at - scannedAt <= echoMs ? { kind: 'swallowed' } : { kind: 'human' };
        const prompt = at - lastAt <= waitMs;
        if (prompt && looksScanned(inField)) return take(at);
        // Half a code and Enter at a button is a scan gone wrong; it must not press the button.
        const broken = prompt && !inField && text.length > 1;
        text = '';
        return { kind: broken ? 'swallowed' : 'human' };
      }
      if (at - lastAt > waitMs) text = '';
      if (text === '') firstAt = at;
      text += key;
      lastAt = at;
      return { kind: 'held', waitMs };
    },
    idle: (at, inField) => {
      const { suffix } = settings();
      if (suffix === 'none' && looksScanned(inField)) return take(at);
      const keys = text;
      text = '';
      return { kind: 'human', keys };
    },
  };
}

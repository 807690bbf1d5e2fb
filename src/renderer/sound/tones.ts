/** One sound for each meaning. They differ in rhythm as well as in pitch, for ears that hear one of the two badly. */
import type { Meaning } from '../../domain/work/scanText.ts';

export interface Tone {
  /** Seconds from the start of the sound. */
  readonly at: number;
  readonly seconds: number;
  readonly hertz: number;
  readonly wave: OscillatorType;
  /** 0 to 1, before the volume that the person chose. */
  readonly level: number;
}

/** Good: two short rising notes. Attention: three even notes. Bad: one long low buzz. Waiting: one soft note. */
export const tones: Readonly<Record<Meaning, readonly Tone[]>> = {
  good: [
    { at: 0, seconds: 0.07, hertz: 880, wave: 'sine', level: 0.7 },
    { at: 0.08, seconds: 0.12, hertz: 1318.5, wave: 'sine', level: 0.7 },
  ],
  attention: [
    { at: 0, seconds: 0.09, hertz: 587.3, wave: 'triangle', level: 0.9 },
    { at: 0.14, seconds: 0.09, hertz: 587.3, wave: 'triangle', level: 0.9 },
    { at: 0.28, seconds: 0.09, hertz: 587.3, wave: 'triangle', level: 0.9 },
  ],
  bad: [
    { at: 0, seconds: 0.55, hertz: 155.6, wave: 'sawtooth', level: 0.6 },
    { at: 0, seconds: 0.55, hertz: 164.8, wave: 'square', level: 0.25 },
  ],
  waiting: [{ at: 0, seconds: 0.16, hertz: 440, wave: 'sine', level: 0.5 }],
};

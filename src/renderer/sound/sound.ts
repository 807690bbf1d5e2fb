import type { Meaning } from '../../domain/work/scanText.ts';
import { preferences } from '../state/preferences.ts';
import { tones } from './tones.ts';

let context: AudioContext | null = null;

/** Plays the sound of a meaning at the chosen volume. Silent where the computer has no sound. */
export function play(meaning: Meaning): void {
  const { volume } = preferences.get();
  if (volume === 0 || !('AudioContext' in globalThis)) return;
  context ??= new AudioContext();
  const audio = context;
  // Browsers start silent until a key or a click; a scan is a key.
  if (audio.state === 'suspended') void audio.resume();
  const start = audio.currentTime + 0.01;
  for (const tone of tones[meaning]) {
    const oscillator = audio.createOscillator();
    const gain = audio.createGain();
    const from = start + tone.at;
    const to = from + tone.seconds;
    oscillator.type = tone.wave;
    oscillator.frequency.value = tone.hertz;
    gain.gain.setValueAtTime(0, from);
    gain.gain.linearRampToValueAtTime(tone.level * volume, from + 0.008);
    gain.gain.setValueAtTime(tone.level * volume, Math.max(from + 0.008, to - 0.03));
    gain.gain.linearRampToValueAtTime(0, to);
    oscillator.connect(gain).connect(audio.destination);
    oscillator.start(from);
    oscillator.stop(to + 0.02);
  }
}

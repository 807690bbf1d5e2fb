/** What belongs to this screen and not to a person's work: theme, language, loudness, scanner. Kept in the browser. */
import { z } from 'zod';
import { createStore } from './store.ts';

export const Language = z.enum(['en', 'es']);
export type Language = z.infer<typeof Language>;

export const ScannerSettings = z.object({
  /** What the scanner sends before a code; empty when it sends nothing. */
  prefix: z.string().max(8),
  suffix: z.enum(['Enter', 'Tab', 'none']),
  /** Keys that come closer together than this many milliseconds are a scanner's, not a hand's. */
  gapMs: z.int().min(10).max(200),
});
export type ScannerSettings = z.infer<typeof ScannerSettings>;

export const defaultScanner: ScannerSettings = { prefix: '', suffix: 'Enter', gapMs: 60 };

const Preferences = z.object({
  language: Language,
  theme: z.enum(['light', 'dark', 'auto']),
  /** 0 to 1. */
  volume: z.number().min(0).max(1),
  scanner: ScannerSettings,
  /** Shortcuts of one plain letter can be turned off (WCAG 2.1.4). */
  letterKeys: z.boolean(),
  takeCount: z.int().min(1).max(1000),
});
export type Preferences = z.infer<typeof Preferences>;

const storageKey = 'station.preferences';

/** Unreadable or outdated settings fall back one by one to what a new screen has. */
export function parsePreferences(text: string | null, language: Language): Preferences {
  const fallback: Preferences = {
    language,
    theme: 'auto',
    volume: 0.6,
    scanner: defaultScanner,
    letterKeys: true,
    takeCount: 100,
  };
  if (text === null) return fallback;
  let stored: unknown;
  try {
    stored = JSON.parse(text);
  } catch {
    return fallback;
  }
  const parsed = Preferences.partial().safeParse(stored);
  if (!parsed.success) return fallback;
  const known = Object.fromEntries(Object.entries(parsed.data).filter(([, value]) => value !== undefined));
  return { ...fallback, ...known };
}

function firstLanguage(): Language {
  return navigator.language.toLowerCase().startsWith('es') ? 'es' : 'en';
}

export const preferences = createStore<Preferences>(
  parsePreferences(localStorage.getItem(storageKey), firstLanguage()),
  (value) => localStorage.setItem(storageKey, JSON.stringify(value)),
);

/** Changes some preferences and keeps them. */
export function setPreference(change: Partial<Preferences>): void {
  preferences.update((current) => ({ ...current, ...change }));
}

/** Dates, counts and spans as people of the chosen language write them. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

export interface Formats {
  readonly count: (value: number) => string;
  /** A calendar date `YYYY-MM-DD`, which belongs to no time zone. */
  readonly date: (iso: string) => string;
  readonly day: (iso: string) => string;
  readonly weekday: (iso: string) => string;
  readonly instant: (ms: number) => string;
  readonly clock: (ms: number) => string;
  /** How far an instant is from now, in the largest fitting unit: `in 3 days`, `2 hours ago`. */
  readonly fromNow: (ms: number, now?: number) => string;
  /** A span from now in milliseconds; negative is in the past. */
  readonly span: (ms: number) => string;
  readonly list: (items: readonly string[]) => string;
}

const minute = 60_000;
const hour = 60 * minute;
const dayMs = 24 * hour;

/** The largest unit in which a span says something, with its count. */
export function spanOf(ms: number): { readonly value: number; readonly unit: 'minute' | 'hour' | 'day' } {
  const size = Math.abs(ms);
  if (size >= 2 * dayMs) return { value: Math.trunc(ms / dayMs), unit: 'day' };
  if (size >= 2 * hour) return { value: Math.trunc(ms / hour), unit: 'hour' };
  return { value: Math.trunc(ms / minute), unit: 'minute' };
}

/** Formats for one language. Instants are shown in this computer's time zone. */
export function formatsFor(language: string): Formats {
  const locale = language === 'es' ? 'es-US' : 'en-US';
  const number = new Intl.NumberFormat(locale);
  const date = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' });
  const day = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone: 'UTC' });
  const weekday = new Intl.DateTimeFormat(locale, { weekday: 'short', timeZone: 'UTC' });
  const instant = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
  const clock = new Intl.DateTimeFormat(locale, { timeStyle: 'short' });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const list = new Intl.ListFormat(locale, { type: 'conjunction' });
  const atNoon = (iso: string) => new Date(`${iso.slice(0, 10)}T12:00:00Z`);
  return {
    count: (value) => number.format(value),
    date: (iso) => date.format(atNoon(iso)),
    day: (iso) => day.format(atNoon(iso)),
    weekday: (iso) => weekday.format(atNoon(iso)),
    instant: (ms) => instant.format(ms),
    clock: (ms) => clock.format(ms),
    fromNow: (ms, now = Date.now()) => {
      const { value, unit } = spanOf(ms - now);
      return relative.format(value, unit);
    },
    span: (ms) => {
      const { value, unit } = spanOf(ms);
      return relative.format(value, unit);
    },
    list: (items) => list.format(items),
  };
}

/** Formats for the language on the screen. */
export function useFormats(): Formats {
  const { i18n } = useTranslation();
  return useMemo(() => formatsFor(i18n.language), [i18n.language]);
}

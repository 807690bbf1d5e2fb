/** Small words of tables. */

const moment = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'short' });

/** An instant (epoch milliseconds) in this computer's time zone: `2026-11-20 19:02`; a dash for none. */
export function instantText(instant: number | null): string {
  return instant === null ? '-' : moment.format(instant);
}

/** Minutes of slack as people say them: `3 d 4 h`, `-5 h`, `20 min`; a dash for none. */
export function slackText(minutes: number | null): string {
  if (minutes === null) return '-';
  const sign = minutes < 0 ? '-' : '';
  const all = Math.abs(minutes);
  const days = Math.floor(all / 1440);
  const hours = Math.floor((all % 1440) / 60);
  if (days > 0) return `${sign}${days} d ${hours} h`;
  return hours > 0 ? `${sign}${hours} h` : `${sign}${all} min`;
}

/** A word of the contract for people: `awaiting_scan` as `awaiting scan`. */
export function spaced(word: string): string {
  return word.replaceAll('_', ' ');
}

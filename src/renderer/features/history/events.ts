import type { Meaning } from '../../../domain/work/scanText.ts';
import { details as englishDetails, events as englishEvents } from '../../i18n/en/events.ts';
import { details as spanishDetails, events as spanishEvents } from '../../i18n/es/events.ts';

const good = new Set([
  'piece.qc_passed',
  'piece.pass',
  'parcel.delivered',
  'piece.delivered',
  'label.verified',
  'parcel.handed_over',
]);
const bad = new Set([
  'certificate.revoked',
  'certificate.superseded',
  'piece.spoiled',
  'piece.lost',
  'label.refused',
]);
const attention = new Set([
  'certificate.suspended',
  'piece.returned',
  'parcel.returned',
  'hold.set',
  'label.parked',
  'sync.conflict',
]);

/** Only what decides something is marked; the rest of a story is quiet. */
export function eventMeaning(event: string): Meaning | null {
  if (good.has(event)) return 'good';
  if (bad.has(event)) return 'bad';
  return attention.has(event) ? 'attention' : null;
}

/** The event in words; one that these screens do not know yet is shown as the station wrote it. */
export function eventText(event: string, language: string): string {
  const events = language === 'es' ? spanishEvents : englishEvents;
  return events[event.replaceAll('.', '_')] ?? event.replaceAll(/[._]/gu, ' ');
}

/** The name of one detail of an event. */
function detailText(name: string, language: string): string {
  const details = language === 'es' ? spanishDetails : englishDetails;
  return details[name] ?? name;
}

const id = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/u;

/** Details for people: ids say nothing to them and are left out. */
export function detailLine(detail: Readonly<Record<string, unknown>>, language: string): string {
  return Object.entries(detail)
    .filter(
      ([, value]) =>
        (typeof value === 'string' && !id.test(value) && value !== '') || typeof value === 'number',
    )
    .map(([name, value]) => `${detailText(name, language)}: ${String(value)}`)
    .join(' · ');
}

/** The detail of an audit entry, which the log keeps as JSON; anything else is shown as it is. */
export function auditDetail(text: string, language: string): string {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return text;
  }
  if (typeof parsed !== 'object' || parsed === null) return text;
  return detailLine(Object.fromEntries(Object.entries(parsed)), language);
}

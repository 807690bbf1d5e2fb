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
export function detailText(name: string, language: string): string {
  const details = language === 'es' ? spanishDetails : englishDetails;
  return details[name] ?? name;
}

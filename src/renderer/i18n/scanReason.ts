import type { TFunction } from 'i18next';

/** What the station says of a code or a piece by a word of its own; every other reason is a person's, and shown as it was given. */
export const scanReasons = [
  'number_of_two',
  'broken',
  'unknown_key',
  'unsigned',
  'bad_signature',
  'key_not_valid_then',
  'restored_from_backup',
  'replaced',
] as const;

/** Why a scan was answered as it was, for a person. */
export function scanReasonText(reason: string, t: TFunction): string {
  const own = scanReasons.find((each) => each === reason);
  return own === undefined ? reason : t(`words.scanReason.${own}`);
}

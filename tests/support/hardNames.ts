import { SPECIMENS } from '../../src/domain/certificates/specimens.ts';

function nameOf(id: (typeof SPECIMENS)[number]['id']): string {
  return SPECIMENS.find((specimen) => specimen.id === id)?.issuedName ?? id;
}

/** Names in the scripts that learners have them in, one each, with what trips a page writer up. */
export const HARD_NAMES = {
  latin: nameOf('latin'),
  vietnamese: nameOf('vietnamese'),
  cyrillic: nameOf('cyrillic'),
  greek: nameOf('greek'),
  arabic: nameOf('arabic'),
  hebrew: nameOf('hebrew'),
  devanagari: nameOf('devanagari'),
  thai: nameOf('thai'),
  chinese: nameOf('chinese'),
  japanese: nameOf('japanese'),
  korean: nameOf('korean'),
  mixed: nameOf('mixed'),
} as const;

/** A name of 92 characters, longer than any that fits a line. */
export const LONG_NAME = nameOf('longest');

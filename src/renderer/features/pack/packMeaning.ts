import type { PackVerdict } from '../../../contract/station/packing.ts';
import { meaningOf, Verdict } from '../../../domain/work/scanText.ts';
import type { Meaning } from '../../../domain/work/scanText.ts';

const own: Readonly<Record<Exclude<PackVerdict, Verdict>, Meaning>> = {
  packed: 'good',
  already_packed: 'attention',
  other_parcel: 'attention',
  not_passed: 'bad',
};

/** Which of the four meanings an answer at the packing bench has. */
export function packMeaning(verdict: PackVerdict): Meaning {
  const shared = Verdict.safeParse(verdict);
  return shared.success ? meaningOf(shared.data) : own[verdict as keyof typeof own];
}

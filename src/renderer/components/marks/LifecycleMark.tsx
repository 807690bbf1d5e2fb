import { useTranslation } from 'react-i18next';
import type { Lifecycle } from '../../../domain/work/lifecycle.ts';
import type { Meaning } from '../../../domain/work/scanText.ts';
import { MeaningMark } from './MeaningMark.tsx';

const meanings: Readonly<Record<Lifecycle, Meaning | null>> = {
  pending: null,
  generated: null,
  printed: null,
  shipped: null,
  delivered: 'good',
  archived: null,
  returned: 'attention',
  damaged: 'bad',
  revoked: 'bad',
};

/** Where a certificate stands in the lifecycle that operations speak of. */
export function LifecycleMark({ lifecycle }: { readonly lifecycle: Lifecycle }) {
  const { t } = useTranslation();
  const meaning = meanings[lifecycle];
  const word = t(`words.lifecycle.${lifecycle}`);
  return meaning === null ? <span>{word}</span> : <MeaningMark meaning={meaning}>{word}</MeaningMark>;
}

import { useTranslation } from 'react-i18next';
import type { BatchState } from '../../../contract/station/batches.ts';
import type { Meaning } from '../../../domain/work/scanText.ts';
import { MeaningMark } from './MeaningMark.tsx';

const meanings: Readonly<Record<BatchState, Meaning | null>> = {
  open: 'waiting',
  rendered: null,
  printing: 'waiting',
  printed: null,
  closed: 'good',
  cancelled: null,
};

/** Where a batch stands. */
export function BatchStateMark({ state }: { readonly state: BatchState }) {
  const { t } = useTranslation();
  const meaning = meanings[state];
  const word = t(`words.batchState.${state}`);
  return meaning === null ? (
    <strong className="soft">{word}</strong>
  ) : (
    <MeaningMark meaning={meaning}>{word}</MeaningMark>
  );
}

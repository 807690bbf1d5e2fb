import { useTranslation } from 'react-i18next';
import type { Parcel } from '../../../contract/station/packing.ts';
import { MeaningIcon } from '../../components/marks/MeaningMark.tsx';
import type { ShipAnswer } from './shipAnswer.ts';
import classes from './ship.module.css';

interface VerifyBarProps {
  readonly answer: ShipAnswer | null;
  readonly parcel: Parcel | null;
  readonly turn: number;
}

/** Is the label on the envelope this parcel's? One loud line, above the list. */
export function VerifyBar({ answer, parcel, turn }: VerifyBarProps) {
  const { t } = useTranslation();
  const number = parcel?.parcelNumber ?? '–';
  if (answer === null || answer.kind === 'chosen') {
    return (
      <div className={classes['verify']} data-meaning="idle" role="status">
        {parcel === null ? t('ship.scanNone') : t('ship.scanLabelOf', { parcel: number })}
      </div>
    );
  }
  const meaning =
    answer.kind === 'label'
      ? answer.verdict === 'match'
        ? 'good'
        : answer.verdict === 'not_a_label'
          ? 'attention'
          : 'bad'
      : 'attention';
  return (
    <div className={classes['verify']} data-meaning={meaning} role="status" aria-live="assertive" key={turn}>
      <MeaningIcon meaning={meaning} size={40} />
      <strong>
        {answer.kind === 'label'
          ? t(`words.labelVerdict.${answer.verdict}`)
          : t('words.labelVerdict.not_a_label')}
      </strong>
      <span>
        {answer.kind === 'label'
          ? t(`words.labelVerdictDo.${answer.verdict}`, { parcel: answer.parcel.parcelNumber })
          : t('ship.scanNone')}
      </span>
    </div>
  );
}

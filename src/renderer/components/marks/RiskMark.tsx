import { useTranslation } from 'react-i18next';
import type { RiskClass } from '../../../domain/time/slack.ts';
import type { Meaning } from '../../../domain/work/scanText.ts';
import { useFormats } from '../../i18n/format.ts';
import { MeaningMark } from './MeaningMark.tsx';

/** Only what needs a person speaks in colour; time enough is plain text. */
export const riskMeaning: Readonly<Record<RiskClass, Meaning | null>> = {
  late: 'bad',
  at_risk: 'attention',
  soon: null,
  fine: null,
};

interface RiskMarkProps {
  readonly risk: RiskClass;
  readonly slackMinutes: number | null;
}

/** How near the deadline is: the word, and the time left to begin. */
export function RiskMark({ risk, slackMinutes }: RiskMarkProps) {
  const { t } = useTranslation();
  const formats = useFormats();
  const meaning = riskMeaning[risk];
  const span = slackMinutes === null ? null : formats.span(slackMinutes * 60_000);
  if (meaning === null) return <span className="soft">{span ?? t('queue.noDeadline')}</span>;
  return (
    <span className="row">
      <MeaningMark meaning={meaning}>{t(`words.risk.${risk}`)}</MeaningMark>
      <span className="soft cut">{span}</span>
    </span>
  );
}

import { useTranslation } from 'react-i18next';
import type { BatchSummary } from '../../../contract/station/batches.ts';
import classes from './print.module.css';

/** How far a batch is: passed, spoiled and still to come as parts of one bar. */
export function Parts({ counts }: { readonly counts: BatchSummary['counts'] }) {
  const { t } = useTranslation();
  const width = (n: number) => `${counts.total === 0 ? 0 : (n / counts.total) * 100}%`;
  return (
    <span className={classes['parts']}>
      <span className={classes['partBar']} aria-hidden>
        <span data-part="passed" style={{ width: width(counts.passed) }} />
        <span data-part="spoiled" style={{ width: width(counts.spoiled) }} />
        <span data-part="cancelled" style={{ width: width(counts.cancelled) }} />
      </span>
      <span className={classes['partText']}>
        {t('print.parts', { passed: counts.passed, total: counts.total })}
      </span>
    </span>
  );
}

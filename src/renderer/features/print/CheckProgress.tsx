import { Progress } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { PageCheck } from '../../../contract/station/batches.ts';
import classes from './print.module.css';

/** How far the check of a batch's pages is. */
export function CheckProgress({ check }: { readonly check: PageCheck }) {
  const { t } = useTranslation();
  const { done, total, stopped } = check;
  const share = total === 0 ? 0 : (done / total) * 100;
  return (
    <div className={classes['check']}>
      <span className="cut">
        {total === 0 ? t('print.rendering') : t('print.checking', { done, total })}
        {stopped > 0 ? (
          <span className={classes['checkStopped']}> {t('print.checkStopped', { n: stopped })}</span>
        ) : null}
      </span>
      <Progress value={share} aria-label={t('print.rendering')} size="md" transitionDuration={120} />
    </div>
  );
}

import { useTranslation } from 'react-i18next';
import { useNow } from '../../components/useNow.ts';
import { useFormats } from '../../i18n/format.ts';
import { columnHeight, deadlineColumns, localDay } from './deadlines.ts';
import type { DueDay } from './deadlines.ts';
import classes from './queue.module.css';

/** When the waiting work is due: overdue, today, and the days after, as a picture. */
export function DeadlineBar({ dueByDay }: { readonly dueByDay: readonly DueDay[] }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const { overdue, days, most } = deadlineColumns(dueByDay, localDay(new Date(useNow(60_000))));
  return (
    <figure className={classes['bar']} aria-label={t('queue.deadlines')}>
      <div className={classes['column']} data-kind={overdue > 0 ? 'overdue' : 'empty'}>
        <span className={classes['amount']}>{overdue > 0 ? formats.count(overdue) : ''}</span>
        <span className={classes['room']}>
          <span className={classes['fill']} style={{ height: `${columnHeight(overdue, most)}%` }} />
        </span>
        <span className={classes['day']}>{t('queue.overdue')}</span>
      </div>
      {days.map(({ day, waiting, isToday, isWeekend }, index) => (
        <div
          key={day}
          className={classes['column']}
          data-kind={isToday ? 'today' : index <= 2 ? 'near' : isWeekend ? 'weekend' : 'plain'}
          title={t('queue.dueOn', { day: formats.date(day), n: formats.count(waiting) })}
        >
          <span className={classes['amount']}>{waiting > 0 ? formats.count(waiting) : ''}</span>
          <span className={classes['room']}>
            <span className={classes['fill']} style={{ height: `${columnHeight(waiting, most)}%` }} />
          </span>
          <span className={classes['day']}>
            {isToday ? t('queue.today') : `${formats.weekday(day)} ${Number(day.slice(8))}`}
          </span>
        </div>
      ))}
    </figure>
  );
}

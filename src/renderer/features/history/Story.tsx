import { useTranslation } from 'react-i18next';
import type { HistoryEvent } from '../../../contract/station/history.ts';
import type { Meaning } from '../../../domain/work/scanText.ts';
import { MeaningIcon } from '../../components/marks/MeaningMark.tsx';
import { useFormats } from '../../i18n/format.ts';
import { detailLine, eventMeaning, eventText } from './events.ts';
import classes from './history.module.css';

/** Everything that happened, oldest first, grouped by day. */
export function Story({ events }: { readonly events: readonly HistoryEvent[] }) {
  const { i18n } = useTranslation();
  const formats = useFormats();
  const ordered = events.toSorted((left, right) => left.at - right.at);
  return (
    <ol className={classes['story']}>
      {ordered.map((event, index) => {
        const meaning: Meaning | null = eventMeaning(event.event);
        const details = detailLine(event.detail, i18n.language);
        return (
          <li key={`${event.at} ${event.event} ${index}`} className={classes['event']}>
            <span className={classes['when']}>{formats.instant(event.at)}</span>
            <span className={classes['dot']}>
              {meaning === null ? <span /> : <MeaningIcon meaning={meaning} size={20} />}
            </span>
            <span className="stack" style={{ gap: 0 }}>
              <strong>{eventText(event.event, i18n.language)}</strong>
              <span className="soft">
                {[event.who, event.station].filter((part) => part !== null).join(' · ')}
              </span>
              {details === '' ? null : <span className="quiet">{details}</span>}
            </span>
          </li>
        );
      })}
    </ol>
  );
}

import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { MeaningIcon } from '../../components/marks/MeaningMark.tsx';
import { useFormats } from '../../i18n/format.ts';
import { station } from '../../rpc/client.ts';
import { liveState } from '../../rpc/live.ts';
import { useStore } from '../../state/store.ts';
import classes from './shell.module.css';

/** What everybody at this station must know right now. Offline is a normal state and speaks softly. */
export function Banners() {
  const { t } = useTranslation();
  const formats = useFormats();
  const live = useStore(liveState);
  const sync = useQuery(station.sync.status.queryOptions());
  const emergencies = useQuery({ ...station.sync.emergencies.queryOptions(), refetchInterval: 60_000 });
  return (
    <div role="status" aria-label={t('shell.notices')}>
      {(emergencies.data ?? []).map((emergency) => (
        <div
          className={classes['banner']}
          data-meaning="bad"
          key={`${emergency.kind} ${emergency.startedAt}`}
        >
          <MeaningIcon meaning="bad" size={20} />
          <strong>{t(`words.emergency.${emergency.kind}`)}</strong>
          <span className="cut">{emergency.reason}</span>
          <span className="grow" />
          <span>
            {emergency.endsAt === null
              ? t('shell.emergencyBy', {
                  who: emergency.startedBy,
                  since: formats.instant(emergency.startedAt),
                })
              : t('shell.emergencyUntil', {
                  who: emergency.startedBy,
                  since: formats.instant(emergency.startedAt),
                  until: formats.instant(emergency.endsAt),
                })}
          </span>
        </div>
      ))}
      {live === 'lost' ? (
        <div className={classes['banner']} data-meaning="attention">
          <MeaningIcon meaning="attention" size={20} />
          {t('shell.liveLost')}
        </div>
      ) : null}
      {sync.data?.state === 'offline' ? (
        <div className={classes['banner']} data-meaning="waiting">
          <MeaningIcon meaning="waiting" size={20} />
          <span>
            {t('shell.offline', {
              since: sync.data.since === null ? '–' : formats.instant(sync.data.since),
              waiting: formats.count(sync.data.waitingFacts),
            })}{' '}
            {sync.data.leasesUntil === null
              ? t('shell.noLeases')
              : t('shell.leases', {
                  n: formats.count(sync.data.leased),
                  until: formats.instant(sync.data.leasesUntil),
                })}
          </span>
        </div>
      ) : null}
      {sync.data?.state === 'refused' ? (
        <div className={classes['banner']} data-meaning="bad">
          <MeaningIcon meaning="bad" size={20} />
          {t('shell.refused', { problem: sync.data.problem ?? '' })}
        </div>
      ) : null}
      {sync.data?.filling != null ? (
        <div className={classes['banner']} data-meaning="waiting">
          <MeaningIcon meaning="waiting" size={20} />
          {t('shell.filling', { n: formats.count(sync.data.filling) })}
        </div>
      ) : null}
    </div>
  );
}

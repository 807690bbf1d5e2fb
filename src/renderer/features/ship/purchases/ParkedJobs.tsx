import { Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ParkedJob } from '../../../../contract/station/jobs.ts';
import { ReasonDialog } from '../../../components/dialogs/ReasonDialog.tsx';
import { MeaningMark } from '../../../components/marks/MeaningMark.tsx';
import { useFormats } from '../../../i18n/format.ts';
import { station } from '../../../rpc/client.ts';
import { queries } from '../../../rpc/queries.ts';
import { useMay } from '../../../rpc/useSession.ts';
import classes from '../ship.module.css';

const refresh = () => {
  void queries.invalidateQueries({ queryKey: station.jobs.key() });
  void queries.invalidateQueries({ queryKey: station.shipping.key() });
  void queries.invalidateQueries({ queryKey: station.overview.key() });
};

/** What the station tried in vain and gave to a person: what it is, what was answered last, and what can be done. */
export function ParkedJobs() {
  const { t } = useTranslation();
  const formats = useFormats();
  const mayRetry = useMay('label.buy');
  const mayGiveUp = useMay('conflict.resolve');
  const parked = useQuery(station.jobs.parked.queryOptions());
  const [ending, setEnding] = useState<ParkedJob | null>(null);
  const retry = useMutation({ ...station.jobs.retry.mutationOptions(), onSettled: refresh });
  const giveUp = useMutation({
    ...station.jobs.giveUp.mutationOptions(),
    onSettled: () => {
      setEnding(null);
      refresh();
    },
  });
  const jobs = parked.data ?? [];
  if (jobs.length === 0) return null;
  return (
    <section className="stack pad" aria-label={t('jobs.title')}>
      <h2 className="section">{t('jobs.title')}</h2>
      <ul className={classes['parked']}>
        {jobs.map((job) => {
          const what = t(`jobs.kind.${job.kind}`);
          const parcel = job.parcelNumber ?? '–';
          return (
            <li key={job.jobId} className="row wrap">
              <div className="stack grow" style={{ gap: 4, alignItems: 'flex-start' }}>
                <MeaningMark meaning="attention">{what}</MeaningMark>
                <span>
                  <span className="code">{parcel}</span>{' '}
                  <span className="soft">
                    {t('jobs.since')} {formats.fromNow(job.since)} · {t('jobs.attempts')}: {job.attempts}
                  </span>
                </span>
                <span className="soft">
                  {t('jobs.problem')}: {job.problem}
                </span>
              </div>
              {mayRetry ? (
                <Button
                  loading={retry.isPending}
                  aria-label={t('jobs.retryOf', { what, parcel })}
                  onClick={() => retry.mutate({ jobId: job.jobId })}
                >
                  {t('jobs.retry')}
                </Button>
              ) : null}
              {mayGiveUp ? (
                <Button
                  variant="default"
                  aria-label={t('jobs.giveUpOf', { what, parcel })}
                  onClick={() => setEnding(job)}
                >
                  {t('jobs.giveUp')}
                </Button>
              ) : null}
            </li>
          );
        })}
      </ul>
      {ending === null ? null : (
        <ReasonDialog
          title={t('jobs.giveUpTitle', { what: t(`jobs.kind.${ending.kind}`) })}
          explanation={t(`jobs.giveUpWhy.${ending.kind}`)}
          confirm={t('jobs.giveUp')}
          busy={giveUp.isPending}
          danger
          onConfirm={(reason) => giveUp.mutate({ jobId: ending.jobId, reason })}
          onClose={() => setEnding(null)}
        />
      )}
    </section>
  );
}

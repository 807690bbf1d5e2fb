import { Button, Loader } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PrintJob } from '../../../contract/station/printing.ts';
import type { Meaning } from '../../../domain/work/scanText.ts';
import { MeaningIcon } from '../../components/marks/MeaningMark.tsx';
import { station } from '../../rpc/client.ts';
import { UnknownChunkDialog } from './UnknownChunkDialog.tsx';
import classes from './print.module.css';

const meanings: Readonly<Record<PrintJob['state'], Meaning | null>> = {
  planned: null,
  sent: 'waiting',
  printing: 'waiting',
  done: 'good',
  failed: 'bad',
  unknown: 'attention',
};

/** The chunks of a batch at the printer, and the question that a lost one asks. */
export function Chunks({ batchId, mayResolve }: { readonly batchId: string; readonly mayResolve: boolean }) {
  const { t } = useTranslation();
  const jobs = useQuery(station.printing.jobs.queryOptions({ input: { batchId } }));
  const [asked, setAsked] = useState<PrintJob | null>(null);
  const list = jobs.data ?? [];
  const done = list.filter(({ state }) => state === 'done').length;
  return (
    <section className="stack" aria-label={t('print.chunks')}>
      <h2 className="section">{t('print.chunksDone', { done, total: list.length })}</h2>
      <ul className={classes['jobs']}>
        {list.map((job) => {
          const meaning = meanings[job.state];
          return (
            <li key={job.printJobId} className={classes['job']}>
              {job.state === 'printing' ? (
                <Loader size={16} aria-hidden />
              ) : meaning === null ? null : (
                <MeaningIcon meaning={meaning} size={16} />
              )}
              <span className="grow cut" title={job.problem ?? undefined}>
                {t('print.chunk', { first: job.firstPosition, last: job.lastPosition })}
                {job.problem === null ? '' : ` – ${job.problem}`}
              </span>
              {job.state === 'unknown' && mayResolve ? (
                <Button size="compact-sm" onClick={() => setAsked(job)}>
                  {t('print.resolve')}
                </Button>
              ) : (
                <span className="soft">{t(`words.state.${job.state}`)}</span>
              )}
            </li>
          );
        })}
      </ul>
      {asked === null ? null : <UnknownChunkDialog job={asked} onClose={() => setAsked(null)} />}
    </section>
  );
}

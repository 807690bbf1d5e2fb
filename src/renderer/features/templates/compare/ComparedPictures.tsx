import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFileUrl } from '../../../components/pages/FilePicture.tsx';
import { ProblemCard } from '../../../components/problems/ProblemCard.tsx';
import { station } from '../../../rpc/client.ts';
import { problemOf } from '../../../rpc/problem.ts';
import classes from './compare.module.css';

export type Shown = 'slider' | 'before' | 'after' | 'difference';

interface ComparedPicturesProps {
  readonly before: string;
  readonly after: string;
  readonly side: 'front' | 'back';
  readonly shown: Shown;
}

function useComparePicture(
  { before, after, side }: Omit<ComparedPicturesProps, 'shown'>,
  show: 'before' | 'after' | 'difference',
  enabled: boolean,
) {
  const query = useQuery({
    ...station.templates.comparePicture.queryOptions({ input: { before, after, show, side } }),
    staleTime: 0,
    enabled,
  });
  return { query, url: useFileUrl(query.data) };
}

/** The two as they print: one over the other with a slider, each for itself, or where they differ. */
export function ComparedPictures({ shown, ...which }: ComparedPicturesProps) {
  const { t } = useTranslation();
  const [at, setAt] = useState(50);
  const before = useComparePicture(which, 'before', shown === 'before' || shown === 'slider');
  const after = useComparePicture(which, 'after', shown === 'after' || shown === 'slider');
  const difference = useComparePicture(which, 'difference', shown === 'difference');
  const used =
    shown === 'difference'
      ? [difference]
      : shown === 'before'
        ? [before]
        : shown === 'after'
          ? [after]
          : [before, after];
  const failed = used.find(({ query }) => query.isError)?.query;
  if (failed !== undefined) {
    return (
      <div className="grow">
        <ProblemCard problem={problemOf(failed.error)} onRetry={() => void failed.refetch()} />
      </div>
    );
  }
  const [under, over] = used;
  return (
    <figure className={classes['pictures']} aria-label={t('templates.which')}>
      <div className={classes['stack']}>
        {under === undefined || under.url === null ? (
          <span className="quiet" role="status">
            {t('common.loading')}
          </span>
        ) : (
          <img src={under.url} alt={shown === 'slider' ? t('templates.before') : t(`templates.${shown}`)} />
        )}
        {over === undefined || over.url === null ? null : (
          <>
            <img
              className={classes['over']}
              style={{ clipPath: `inset(0 0 0 ${100 - at}%)` }}
              src={over.url}
              alt={t('templates.after')}
            />
            <span className={classes['line']} style={{ left: `${100 - at}%` }} aria-hidden />
            <span className={classes['corner']} data-side="left" aria-hidden>
              {t('templates.before')}
            </span>
            <span className={classes['corner']} data-side="right" aria-hidden>
              {t('templates.after')}
            </span>
          </>
        )}
      </div>
      {shown === 'slider' ? (
        <input
          type="range"
          className={classes['slider']}
          min={0}
          max={100}
          value={100 - at}
          aria-label={t('templates.sliderAt')}
          aria-valuetext={`${at} %`}
          onChange={(event) => setAt(100 - Number(event.currentTarget.value))}
        />
      ) : null}
    </figure>
  );
}

import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { meaningOf } from '../../../domain/work/scanText.ts';
import { MeaningIcon } from '../../components/marks/MeaningMark.tsx';
import { useFormats } from '../../i18n/format.ts';
import { station } from '../../rpc/client.ts';
import classes from './check.module.css';

/** The last five scans at this station, newest first. */
export function LastScans() {
  const { t } = useTranslation();
  const formats = useFormats();
  const recent = useQuery(station.qc.recent.queryOptions({ input: { limit: 5 } }));
  const scans = recent.data ?? [];
  return (
    <section className="sheet pad stack" aria-label={t('check.last')} style={{ flex: 'none' }}>
      <h2 className="section">{t('check.last')}</h2>
      {scans.length === 0 ? <p className="quiet">{t('check.lastNone')}</p> : null}
      <ul className={classes['last']}>
        {scans.map((scan) => (
          <li key={scan.scanId}>
            <MeaningIcon meaning={meaningOf(scan.verdict)} size={20} />
            <span className="stack grow" style={{ gap: 0 }}>
              <strong>{t(`words.verdict.${scan.verdict}`)}</strong>
              <span className="soft cut">
                {scan.piece === null ? '–' : <bdi>{scan.piece.issuedName}</bdi>}
              </span>
            </span>
            <span className="quiet">{formats.clock(scan.at)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

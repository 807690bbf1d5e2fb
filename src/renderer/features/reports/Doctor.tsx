import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ActionButton } from '../../components/ActionButton.tsx';
import { MeaningIcon } from '../../components/marks/MeaningMark.tsx';
import { Loaded } from '../../components/pages/Loaded.tsx';
import { station } from '../../rpc/client.ts';
import classes from './reports.module.css';

/** Is the station well? One line for each thing that can be ill. */
export function Doctor() {
  const { t } = useTranslation();
  const checks = useQuery({ ...station.overview.doctor.queryOptions(), staleTime: 0 });
  return (
    <>
      <div className="row">
        <ActionButton
          id="reports.doctor"
          keys="F2"
          primary
          label={t('reports.examine')}
          loading={checks.isFetching}
          onRun={() => void checks.refetch()}
        />
      </div>
      <div className="sheet grow scroll pad">
        <Loaded query={checks}>
          {(list) => (
            <ul className={classes['checks']}>
              {list.map(({ check, verdict, detail }) => (
                <li key={check}>
                  <MeaningIcon meaning={verdict} size={24} />
                  <strong>{t(`words.doctor.${check}`)}</strong>
                  <span className="soft">
                    {t(`words.meaning.${verdict}`)} – {detail}
                  </span>
                </li>
              ))}
            </ul>
          )}
        </Loaded>
      </div>
    </>
  );
}

import type { InferContractRouterOutputs } from '@orpc/contract';
import { IconCircleCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { createColumnHelper } from '@tanstack/react-table';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { stationContract } from '../../../contract/station/contract.ts';
import { Empty } from '../../components/pages/Empty.tsx';
import { Loaded } from '../../components/pages/Loaded.tsx';
import type { sortedFeatures } from '../../components/tables/sortedFeatures.ts';
import { SortedTable } from '../../components/tables/SortedTable.tsx';
import { useFormats } from '../../i18n/format.ts';
import { station } from '../../rpc/client.ts';

type Conflict = InferContractRouterOutputs<typeof stationContract>['sync']['conflicts'][number];
const helper = createColumnHelper<typeof sortedFeatures, Conflict>();

/** Facts of this station that central took, and found at odds with what it knew. */
export function Conflicts() {
  const { t } = useTranslation();
  const conflicts = useQuery(station.sync.conflicts.queryOptions());
  const columns = useColumns();
  return (
    <div className="sheet grow scroll">
      <Loaded query={conflicts}>
        {(list) =>
          list.length === 0 ? (
            <Empty icon={<IconCircleCheck size={48} stroke={1.2} />} title={t('reports.noConflicts')}>
              {t('reports.noConflictsHint')}
            </Empty>
          ) : (
            <SortedTable label={t('reports.tab.conflicts')} columns={columns} rows={list} />
          )
        }
      </Loaded>
    </div>
  );
}

/** What a row shows. */
function useColumns() {
  const { t } = useTranslation();
  const formats = useFormats();
  return useMemo(
    () =>
      helper.columns([
        helper.accessor('at', {
          header: t('common.when'),
          cell: ({ getValue }) => formats.instant(getValue()),
        }),
        helper.accessor('certificateNumber', {
          header: t('queue.column.number'),
          cell: ({ getValue }) => <span className="code">{getValue() ?? '–'}</span>,
        }),
        helper.accessor('kind', { header: t('reports.kind') }),
        helper.accessor('detail', { header: t('reports.detail') }),
      ]),
    [t, formats],
  );
}

import { IconFileText } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { createColumnHelper } from '@tanstack/react-table';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Manifest } from '../../../../contract/station/shipping.ts';
import { Empty } from '../../../components/pages/Empty.tsx';
import { Loaded } from '../../../components/pages/Loaded.tsx';
import type { sortedFeatures } from '../../../components/tables/sortedFeatures.ts';
import { SortedTable } from '../../../components/tables/SortedTable.tsx';
import { useFormats } from '../../../i18n/format.ts';
import { station } from '../../../rpc/client.ts';
import { ManifestButton } from './ManifestButton.tsx';

const helper = createColumnHelper<typeof sortedFeatures, Manifest>();

/** What was handed over to which carrier, on paper. */
export function Manifests() {
  const { t } = useTranslation();
  const manifests = useQuery(station.shipping.manifests.queryOptions({ input: { limit: 100 } }));
  const columns = useColumns();
  return (
    <div className="sheet grow scroll">
      <Loaded query={manifests}>
        {(list) =>
          list.length === 0 ? (
            <Empty icon={<IconFileText size={48} stroke={1.2} />} title={t('ship.noManifests')}>
              {t('ship.noManifestsHint')}
            </Empty>
          ) : (
            <SortedTable label={t('ship.tab.manifests')} columns={columns} rows={list} />
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
        helper.accessor('manifestNumber', {
          header: t('ship.manifest'),
          cell: ({ getValue }) => <span className="code">{getValue()}</span>,
        }),
        helper.accessor('carrier', { header: t('ship.carrier') }),
        helper.accessor('parcels', {
          header: t('ship.parcels'),
          cell: ({ getValue }) => formats.count(getValue()),
        }),
        helper.accessor('createdAt', {
          header: t('common.when'),
          cell: ({ getValue }) => formats.instant(getValue()),
        }),
        helper.accessor('createdBy', { header: t('common.who') }),
        helper.display({
          id: 'open',
          header: t('ship.paper'),
          cell: ({ row }) => <ManifestButton manifest={row.original} />,
        }),
      ]),
    [t, formats],
  );
}

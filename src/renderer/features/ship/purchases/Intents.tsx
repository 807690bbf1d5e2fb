import { IconCircleCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { createColumnHelper } from '@tanstack/react-table';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { LabelIntent } from '../../../../contract/station/shipping.ts';
import { format as money } from '../../../../domain/money.ts';
import type { Meaning } from '../../../../domain/work/scanText.ts';
import { MeaningMark } from '../../../components/marks/MeaningMark.tsx';
import { Empty } from '../../../components/pages/Empty.tsx';
import { Loaded } from '../../../components/pages/Loaded.tsx';
import type { sortedFeatures } from '../../../components/tables/sortedFeatures.ts';
import { SortedTable } from '../../../components/tables/SortedTable.tsx';
import { useFormats } from '../../../i18n/format.ts';
import { station } from '../../../rpc/client.ts';
import { ParkedJobs } from './ParkedJobs.tsx';

const helper = createColumnHelper<typeof sortedFeatures, LabelIntent>();

const meanings: Readonly<Record<LabelIntent['state'], Meaning>> = {
  wanted: 'waiting',
  buying: 'waiting',
  bought: 'good',
  in_doubt: 'attention',
  refused: 'bad',
  parked: 'attention',
  void_asked: 'waiting',
  voided: 'good',
};

/** Label purchases that wait for the carrier or for a person. None is ever bought twice. */
export function Intents() {
  const { t } = useTranslation();
  const intents = useQuery(station.shipping.openIntents.queryOptions());
  const columns = useColumns();
  return (
    <div className="sheet grow scroll">
      <ParkedJobs />
      <Loaded query={intents}>
        {(list) =>
          list.length === 0 ? (
            <Empty icon={<IconCircleCheck size={48} stroke={1.2} />} title={t('ship.noIntents')}>
              {t('ship.noIntentsHint')}
            </Empty>
          ) : (
            <SortedTable label={t('ship.tab.intents')} columns={columns} rows={list} />
          )
        }
      </Loaded>
    </div>
  );
}

/** What a row shows. */
function useColumns() {
  const { t, i18n } = useTranslation();
  const formats = useFormats();
  return useMemo(
    () =>
      helper.columns([
        helper.accessor('parcelNumber', {
          header: t('ship.parcel'),
          cell: ({ getValue }) => <span className="code">{getValue()}</span>,
        }),
        helper.accessor('state', {
          header: t('print.column.state'),
          cell: ({ getValue }) => (
            <MeaningMark meaning={meanings[getValue()]}>{t(`words.intent.${getValue()}`)}</MeaningMark>
          ),
        }),
        helper.accessor('problem', { header: t('ship.problem'), cell: ({ getValue }) => getValue() ?? '–' }),
        helper.accessor('attempts', { header: t('ship.attempts') }),
        helper.accessor((intent) => intent.cost?.minor ?? 0, {
          id: 'cost',
          header: t('ship.cost'),
          cell: ({ row }) => (row.original.cost === null ? '–' : money(row.original.cost, i18n.language)),
        }),
        helper.accessor('updatedAt', {
          header: t('common.when'),
          cell: ({ getValue }) => formats.fromNow(getValue()),
        }),
      ]),
    [t, i18n.language, formats],
  );
}

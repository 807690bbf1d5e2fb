import { useQuery } from '@tanstack/react-query';
import { createColumnHelper } from '@tanstack/react-table';
import type { TFunction } from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { SpoilReason } from '../../../contract/station/qc.ts';
import type { StockItem, StockMovement } from '../../../contract/station/stock.ts';
import { Loaded } from '../../components/pages/Loaded.tsx';
import type { sortedFeatures } from '../../components/tables/sortedFeatures.ts';
import { SortedTable } from '../../components/tables/SortedTable.tsx';
import { useFormats } from '../../i18n/format.ts';
import { station } from '../../rpc/client.ts';
import classes from './stock.module.css';

const helper = createColumnHelper<typeof sortedFeatures, StockMovement>();

/** The ledger of one stock item, newest first. */
export function Movements({ item }: { readonly item: StockItem }) {
  const { t } = useTranslation();
  const movements = useQuery(
    station.stock.movements.queryOptions({ input: { stockItemId: item.stockItemId, limit: 200 } }),
  );
  const columns = useColumns();
  return (
    <section className={`sheet ${classes['moves'] ?? ''}`} aria-label={t('stock.movements')}>
      <div className="scroll grow">
        <Loaded query={movements}>
          {(list) =>
            list.length === 0 ? (
              <p className="quiet pad">{t('stock.noMovements')}</p>
            ) : (
              <SortedTable label={t('stock.movements')} columns={columns} rows={list} />
            )
          }
        </Loaded>
      </div>
    </section>
  );
}

/** The paper that goes with a movement: why it was spoiled, a delivery note, or who moved it. */
function aboutOf({ reference, who }: StockMovement, t: TFunction): string {
  const spoiled = SpoilReason.safeParse(reference);
  return spoiled.success ? t(`words.spoil.${spoiled.data}`) : (reference ?? who ?? '');
}

/** What a row shows. */
function useColumns() {
  const { t } = useTranslation();
  const formats = useFormats();
  return useMemo(
    () =>
      helper.columns([
        helper.accessor('kind', {
          header: t('stock.movement'),
          cell: ({ row }) => (
            <span className="stack" style={{ gap: 0, lineHeight: '20px' }}>
              <span>{t(`words.movement.${row.original.kind}`)}</span>
              <span className="quiet">{aboutOf(row.original, t)}</span>
            </span>
          ),
        }),
        helper.accessor('sheets', {
          header: t('stock.sheets'),
          cell: ({ getValue }) => formats.count(getValue()),
        }),
        helper.accessor('at', {
          header: t('common.when'),
          cell: ({ getValue }) => formats.instant(getValue()),
        }),
      ]),
    [t, formats],
  );
}

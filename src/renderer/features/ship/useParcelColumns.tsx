import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Parcel } from '../../../contract/station/packing.ts';
import { MeaningMark } from '../../components/marks/MeaningMark.tsx';
import type { RowColumn } from '../../components/tables/RowGrid.tsx';
import { useFormats } from '../../i18n/format.ts';
import type { ShipTab } from './shipTabs.ts';

/** What a parcel's row shows at a desk. */
export function useParcelColumns(tab: ShipTab): readonly RowColumn<Parcel>[] {
  const { t } = useTranslation();
  const formats = useFormats();
  return useMemo(() => {
    const last: RowColumn<Parcel> =
      tab === 'packed'
        ? {
            id: 'due',
            header: t('queue.column.due'),
            width: '128px',
            cell: (parcel) =>
              parcel.dueAt === null ? <span className="quiet">–</span> : formats.fromNow(parcel.dueAt),
          }
        : {
            id: 'tracking',
            header: t('ship.tracking'),
            width: '208px',
            cell: (parcel) => <span className="code soft">{parcel.label?.tracking ?? '–'}</span>,
          };
    const columns: RowColumn<Parcel>[] = [
      {
        id: 'number',
        header: t('ship.parcel'),
        width: '136px',
        cell: (parcel) => <span className="code">{parcel.parcelNumber}</span>,
      },
      {
        id: 'to',
        header: t('ship.to'),
        width: 'minmax(160px, 1fr)',
        cell: (parcel) => (
          <span className="stack" style={{ gap: 0, lineHeight: '20px' }}>
            <bdi className="cut">{parcel.address.name}</bdi>
            <span className="quiet cut">
              {parcel.address.city}, {parcel.address.region} {parcel.address.postalCode}
            </span>
          </span>
        ),
      },
      {
        id: 'sheets',
        header: t('ship.sheets'),
        width: '56px',
        end: true,
        cell: (parcel) => parcel.pieces.length,
      },
      last,
    ];
    if (tab === 'under_way' || tab === 'ended') {
      columns.push({
        id: 'state',
        header: t('print.column.state'),
        width: '144px',
        cell: (parcel) =>
          parcel.state === 'delivered' ? (
            <MeaningMark meaning="good">{t('words.parcelState.delivered')}</MeaningMark>
          ) : parcel.state === 'returned' || parcel.state === 'lost' ? (
            <MeaningMark meaning="attention">{t(`words.parcelState.${parcel.state}`)}</MeaningMark>
          ) : (
            t(`words.parcelState.${parcel.state}`)
          ),
      });
    }
    return columns;
  }, [t, formats, tab]);
}

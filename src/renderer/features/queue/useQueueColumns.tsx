import { IconHandStop } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { QueueRow } from '../../../contract/station/queue.ts';
import { MeaningMark } from '../../components/marks/MeaningMark.tsx';
import { RiskMark } from '../../components/marks/RiskMark.tsx';
import type { RowColumn } from '../../components/tables/RowGrid.tsx';
import { useFormats } from '../../i18n/format.ts';

/** What a row of the queue shows; `narrow` leaves out what the panel beside it says. */
export function useQueueColumns(narrow: boolean): readonly RowColumn<QueueRow>[] {
  const { t } = useTranslation();
  const formats = useFormats();
  return useMemo(() => {
    const columns: readonly RowColumn<QueueRow>[] = [
      {
        id: 'risk',
        header: t('queue.column.left'),
        width: '208px',
        cell: (row) => <RiskMark risk={row.risk} slackMinutes={row.slackMinutes} />,
      },
      {
        id: 'due',
        header: t('queue.column.due'),
        width: '104px',
        cell: (row) =>
          row.dueAt === null ? <span className="quiet">–</span> : formats.day(localIso(row.dueAt)),
      },
      {
        id: 'name',
        header: t('queue.column.name'),
        width: 'minmax(176px, 3fr)',
        cell: (row) => <bdi>{row.issuedName}</bdi>,
      },
      {
        id: 'number',
        header: t('queue.column.number'),
        width: '160px',
        cell: (row) => <span className="code">{row.certificateNumber}</span>,
      },
      {
        id: 'course',
        header: t('queue.column.course'),
        width: 'minmax(120px, 2fr)',
        cell: (row) => <span className="soft">{row.courseTitle}</span>,
      },
      {
        id: 'place',
        header: t('queue.column.jurisdiction'),
        width: '64px',
        cell: (row) => (row.jurisdiction === 'NONE' ? <span className="quiet">–</span> : row.jurisdiction),
      },
      {
        id: 'notes',
        header: t('queue.column.notes'),
        width: '112px',
        cell: (row) =>
          row.hold !== null ? (
            <span className="row soft">
              <IconHandStop size={16} aria-hidden /> {t('queue.held')}
            </span>
          ) : row.validity !== 'active' ? (
            <MeaningMark meaning="bad">{t(`words.validity.${row.validity}`)}</MeaningMark>
          ) : row.attempts > 0 ? (
            <span className="quiet">{t('queue.again', { n: row.attempts + 1 })}</span>
          ) : null,
      },
    ];
    return narrow ? columns.filter(({ id }) => id !== 'course' && id !== 'place') : columns;
  }, [t, formats, narrow]);
}

/** The calendar day of an instant on this computer, as `YYYY-MM-DD`. */
function localIso(ms: number): string {
  const at = new Date(ms);
  return `${at.getFullYear()}-${String(at.getMonth() + 1).padStart(2, '0')}-${String(at.getDate()).padStart(2, '0')}`;
}

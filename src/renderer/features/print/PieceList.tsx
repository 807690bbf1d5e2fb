import { IconHandStop } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { BatchPiece } from '../../../contract/station/batches.ts';
import { MeaningIcon } from '../../components/marks/MeaningMark.tsx';
import { RowGrid } from '../../components/tables/RowGrid.tsx';
import type { RowColumn } from '../../components/tables/RowGrid.tsx';
import type { BatchWithPieces } from './batch.ts';
import classes from './print.module.css';

interface PieceListProps {
  readonly batch: BatchWithPieces;
  readonly active: number;
  readonly onActive: (index: number) => void;
}

/** The pieces in the order of the stack. */
export function PieceList({ batch, active, onActive }: PieceListProps) {
  const { t } = useTranslation();
  const columns = useColumns();
  return (
    <div className={classes['pieces']}>
      <RowGrid
        label={t('print.pieces')}
        columns={columns}
        count={batch.pieces.length}
        rowAt={(index) => batch.pieces[index]}
        rowId={({ pieceId }) => pieceId}
        active={active}
        onActive={onActive}
        rowHeight={52}
      />
    </div>
  );
}

/** What a row shows. */
function useColumns() {
  const { t } = useTranslation();
  return useMemo<readonly RowColumn<BatchPiece>[]>(
    () => [
      {
        id: 'position',
        header: '#',
        width: '32px',
        end: true,
        cell: (piece) => <span className="quiet">{piece.position}</span>,
      },
      {
        id: 'name',
        header: t('queue.column.name'),
        width: '1fr',
        cell: (piece) => (
          <span className="stack" style={{ gap: 0, lineHeight: '20px' }}>
            <bdi className="cut">{piece.issuedName}</bdi>
            <span className="code quiet cut">{piece.certificateNumber}</span>
          </span>
        ),
      },
      {
        id: 'stage',
        header: t('print.column.stage'),
        width: '112px',
        cell: (piece) =>
          piece.findings.length > 0 ? (
            <span className="row" style={{ gap: 4 }}>
              <MeaningIcon meaning="bad" size={16} /> {t('print.stopped')}
            </span>
          ) : piece.hold !== null ? (
            <span className="row" style={{ gap: 4 }}>
              <IconHandStop size={16} aria-hidden /> {t('queue.held')}
            </span>
          ) : (
            <span className="soft">{t(`words.stage.${piece.stage}`)}</span>
          ),
      },
    ],
    [t],
  );
}

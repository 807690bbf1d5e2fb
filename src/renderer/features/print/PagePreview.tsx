import { IconChevronLeft, IconChevronRight, IconFileDescription } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { BatchPiece } from '../../../contract/station/batches.ts';
import { ActionButton } from '../../components/ActionButton.tsx';
import { Empty } from '../../components/pages/Empty.tsx';
import { FilePicture } from '../../components/pages/FilePicture.tsx';
import { Loaded } from '../../components/pages/Loaded.tsx';
import { station } from '../../rpc/client.ts';
import { queries } from '../../rpc/queries.ts';
import type { BatchWithPieces } from './batch.ts';
import { Findings } from './Findings.tsx';
import classes from './print.module.css';

interface PagePreviewProps {
  readonly batch: BatchWithPieces;
  readonly piece: BatchPiece | undefined;
  readonly checking: boolean;
  readonly onMove: (by: 1 | -1) => void;
}

const pageOptions = (batchId: string, position: number) =>
  station.batches.previewPage.queryOptions({
    input: { batchId, position, format: 'png' },
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
  });

const findingOptions = (batchId: string, position: number) =>
  station.batches.findingPicture.queryOptions({
    input: { batchId, position },
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
  });

/**
 * The page as it will come out of the printer, or with frames around what stops it; its neighbours are fetched before they
 * are asked for.
 */
export function PagePreview({ batch, piece, checking, onMove }: PagePreviewProps) {
  const { t } = useTranslation();
  const hasPages = batch.state !== 'open';
  const position = piece?.position ?? 1;
  const faulty = (piece?.findings.length ?? 0) > 0 && piece?.stage !== 'cancelled';
  const page = useQuery({
    ...(faulty ? findingOptions(batch.batchId, position) : pageOptions(batch.batchId, position)),
    enabled: hasPages,
    placeholderData: keepPreviousData,
  });
  useEffect(() => {
    if (!hasPages) return;
    for (const near of [position + 1, position - 1]) {
      if (batch.pieces.some((one) => one.position === near && one.findings.length === 0))
        void queries.prefetchQuery(pageOptions(batch.batchId, near));
    }
  }, [hasPages, batch.batchId, batch.pieces, position]);
  return (
    <section className={classes['preview']} aria-label={t('print.preview')}>
      <div className={classes['pageBox']}>
        {!hasPages || piece === undefined ? (
          <Empty icon={<IconFileDescription size={48} stroke={1.2} />} title={t('print.noPages')}>
            {t(checking ? 'print.noPagesYet' : 'print.noPagesHint')}
          </Empty>
        ) : (
          <Loaded query={page}>
            {(file) => (
              <FilePicture
                file={file}
                alt={t(faulty ? 'print.faultsOf' : 'print.pageOf', {
                  name: piece.issuedName,
                  number: piece.certificateNumber,
                })}
              />
            )}
          </Loaded>
        )}
      </div>
      <Findings findings={piece?.findings ?? []} />
      <div className={classes['pageBar']}>
        <ActionButton
          id="batch.previous"
          keys="ArrowLeft"
          label={t('print.previous')}
          icon={<IconChevronLeft size={18} />}
          disabled={position <= 1}
          onRun={() => onMove(-1)}
        />
        <span>{t('print.page', { position, total: batch.pieces.length })}</span>
        <ActionButton
          id="batch.next"
          keys="ArrowRight"
          label={t('print.next')}
          icon={<IconChevronRight size={18} />}
          disabled={position >= batch.pieces.length}
          onRun={() => onMove(1)}
        />
      </div>
    </section>
  );
}

import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RestoredBatch } from '../../../contract/station/sync.ts';
import { ConfirmDialog } from '../../components/dialogs/ConfirmDialog.tsx';
import { MeaningMark } from '../../components/marks/MeaningMark.tsx';
import { Loaded } from '../../components/pages/Loaded.tsx';
import { useFormats } from '../../i18n/format.ts';
import { station } from '../../rpc/client.ts';
import { queries } from '../../rpc/queries.ts';
import { useMay } from '../../rpc/useSession.ts';
import { RestoredPieces } from './RestoredPieces.tsx';

/** After a restore from a backup: batches that are held until somebody has said what became of their pieces. */
export function Restored() {
  const { t } = useTranslation();
  const formats = useFormats();
  const maySettle = useMay('conflict.resolve');
  const restored = useQuery(station.sync.restored.queryOptions());
  const [choosing, setChoosing] = useState<RestoredBatch | null>(null);
  const [nothing, setNothing] = useState<RestoredBatch | null>(null);
  const settle = useMutation({
    ...station.sync.settleRestored.mutationOptions(),
    onSuccess: ({ settled }) => {
      notifications.show({ message: t('restored.settled', { n: settled }) });
      setChoosing(null);
      setNothing(null);
      void queries.invalidateQueries({ queryKey: station.sync.key() });
      void queries.invalidateQueries({ queryKey: station.overview.key() });
      void queries.invalidateQueries({ queryKey: station.batches.key() });
    },
  });
  const nameOf = ({ batchNumber }: RestoredBatch) =>
    batchNumber === null ? t('restored.noBatch') : t('restored.batch', { number: batchNumber });
  return (
    <div className="sheet grow scroll pad stack" style={{ gap: 16 }}>
      <Loaded query={restored}>
        {(batches) => (
          <>
            <MeaningMark meaning={batches.length === 0 ? 'good' : 'bad'}>
              {t('restored.why', {
                n: formats.count(batches.reduce((sum, { pieces }) => sum + pieces.length, 0)),
              })}
            </MeaningMark>
            {batches.map((batch) => (
              <section key={batch.batchId ?? '-'} className="stack" aria-label={nameOf(batch)}>
                <div className="row wrap">
                  <strong className="grow">
                    {nameOf(batch)}{' '}
                    <span className="soft">
                      ({formats.count(batch.pieces.length)}, {formats.fromNow(batch.restoredAt)})
                    </span>
                  </strong>
                  {maySettle ? (
                    <>
                      <Button variant="default" onClick={() => setNothing(batch)}>
                        {t('restored.nothing')}
                      </Button>
                      <Button onClick={() => setChoosing(batch)}>{t('restored.choose')}</Button>
                    </>
                  ) : null}
                </div>
              </section>
            ))}
          </>
        )}
      </Loaded>
      {nothing === null ? null : (
        <ConfirmDialog
          title={nameOf(nothing)}
          explanation={t('restored.nothingWhy')}
          confirm={t('restored.nothing')}
          busy={settle.isPending}
          onConfirm={() => settle.mutate({ batchId: nothing.batchId })}
          onClose={() => setNothing(null)}
        />
      )}
      {choosing === null ? null : (
        <RestoredPieces
          batch={choosing}
          name={nameOf(choosing)}
          busy={settle.isPending}
          onSaid={(said) => settle.mutate({ batchId: choosing.batchId, ...said })}
          onClose={() => setChoosing(null)}
        />
      )}
    </div>
  );
}

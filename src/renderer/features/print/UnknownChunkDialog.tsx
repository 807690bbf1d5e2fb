import { Button, Modal } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { PrintJob } from '../../../contract/station/printing.ts';
import { MeaningMark } from '../../components/marks/MeaningMark.tsx';
import { useFormats } from '../../i18n/format.ts';
import { station } from '../../rpc/client.ts';
import { queries } from '../../rpc/queries.ts';

/** A chunk may or may not have printed: only a person at the tray can know, and nothing is sent again before. */
export function UnknownChunkDialog({
  job,
  onClose,
}: {
  readonly job: PrintJob;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const formats = useFormats();
  const resolve = useMutation({
    ...station.printing.resolveUnknown.mutationOptions(),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: station.printing.key() });
      void queries.invalidateQueries({ queryKey: station.batches.key() });
    },
    onSettled: onClose,
  });
  const positions = { first: job.firstPosition, last: job.lastPosition };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('print.unknownTitle', positions)}
      size="lg"
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <div className="stack" style={{ gap: 16 }}>
        <p style={{ margin: 0 }}>{t('print.unknownWhy')}</p>
        <p style={{ margin: 0 }}>
          <strong>{t('print.unknownLook', positions)}</strong>
        </p>
        <div className="row wrap">
          <Button
            loading={resolve.isPending}
            onClick={() => resolve.mutate({ printJobId: job.printJobId, outcome: 'all_printed' })}
            data-autofocus
          >
            {t('print.allPrinted')}
          </Button>
          <Button
            variant="default"
            disabled={job.seen.length > 0}
            loading={resolve.isPending}
            onClick={() => resolve.mutate({ printJobId: job.printJobId, outcome: 'nothing_printed' })}
          >
            {t('print.nothingPrinted')}
          </Button>
          <Button variant="subtle" onClick={onClose}>
            {t('print.lookLater')}
          </Button>
        </div>
        {job.seen.length === 0 ? null : (
          <MeaningMark meaning="attention">
            {t('print.unknownSeen', { positions: formats.list(job.seen.map(String)) })}
          </MeaningMark>
        )}
        <p style={{ margin: 0 }} className="soft">
          {t('print.unknownSome')}
        </p>
      </div>
    </Modal>
  );
}

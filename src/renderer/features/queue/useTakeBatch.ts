import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { station } from '../../rpc/client.ts';
import { queries } from '../../rpc/queries.ts';
import { useRenderBatch } from '../print/useRenderBatch.ts';

/** Takes the most urgent work into batches, begins to render them, and goes where they are. */
export function useTakeBatch() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const render = useRenderBatch();
  return useMutation({
    ...station.batches.create.mutationOptions(),
    onSuccess: ({ batches, notTaken }) => {
      void queries.resetQueries({ queryKey: station.queue.list.key() });
      void queries.invalidateQueries({ queryKey: station.queue.summary.key() });
      void queries.invalidateQueries({ queryKey: station.overview.key() });
      void queries.invalidateQueries({ queryKey: station.batches.key() });
      for (const { batchId, state } of batches) if (state === 'open') render(batchId);
      if (notTaken > 0) notifications.show({ message: t('queue.notTaken', { n: notTaken }) });
      const only = batches.length === 1 ? batches[0] : undefined;
      if (only === undefined) void navigate({ to: '/print' });
      else void navigate({ to: '/print/$batchId', params: { batchId: only.batchId } });
    },
  });
}

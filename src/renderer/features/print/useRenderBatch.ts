import { useMutation, useMutationState } from '@tanstack/react-query';
import { useMemo } from 'react';
import { station } from '../../rpc/client.ts';
import { queries } from '../../rpc/queries.ts';

/** Starts rendering a batch. It goes on when the screen is left; `useRendering` tells other screens. */
export function useRenderBatch(): (batchId: string) => void {
  const render = useMutation({
    ...station.batches.render.mutationOptions(),
    onSettled: () => queries.invalidateQueries({ queryKey: station.batches.key() }),
  });
  return (batchId) => render.mutate({ batchId });
}

/** Batches that are being rendered right now at this window. */
export function useRendering(): ReadonlySet<string> {
  const batchIds = useMutationState({
    filters: { mutationKey: station.batches.render.mutationKey(), status: 'pending' },
    select: ({ state }) => {
      const { variables } = state;
      if (typeof variables !== 'object' || variables === null || !('batchId' in variables)) return '';
      return String(variables.batchId);
    },
  });
  const joined = batchIds.join(' ');
  return useMemo(() => new Set(joined === '' ? [] : joined.split(' ')), [joined]);
}
